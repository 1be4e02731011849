import * as z from 'zod';

/** The response of the sweep function. */
export const sweepResponse = z.object({
  sweepId: z.string(),
  at: z.string(),
  result: z.enum(['Swept', 'Skipped']),
  managed: z.number(),
  unmanaged: z.number(),
  unmanagedSample: z.array(z.string()),
  ignoredParameters: z.number(),
  lost: z.number(),
  held: z.boolean(),
  poolsNotDelivering: z.number(),
  destinationsMissing: z.number(),
  replicated: z.number().default(0),
  outcomes: z.record(z.string(), z.number()),
  coverage: z
    .object({
      policies: z.number(),
      invalidPolicies: z.number(),
      byPolicy: z.number(),
      byParameter: z.number(),
      uncovered: z.number(),
      conflicting: z.number(),
      rejected: z.number().default(0),
    })
    .optional(),
  heldPolicies: z.array(z.string()).optional(),
  frozen: z.literal(true).optional(),
});
export type SweepResponse = z.output<typeof sweepResponse>;
