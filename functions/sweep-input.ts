import * as z from 'zod/mini';
import type { SweepInput } from '../lib/reconcile/sweep.ts';

/** The event of the EventBridge schedule. It has no options. */
const scheduled = z.object({ 'detail-type': z.literal('Scheduled Event') });
/** The rule matches only the parameter that freezes the service. It is read again, so the event only starts the sweep. */
const freezeChange = z.object({
  source: z.literal('aws.ssm'),
  'detail-type': z.literal('Parameter Store Change'),
});
const input = z.strictObject({ acceptDeletions: z.optional(z.int().check(z.minimum(0))) });

/** Returns the options of an invocation. Throws an Error that describes the expected input. */
export function parseSweepInput(event: unknown): SweepInput {
  if (event === undefined || event === null || scheduled.safeParse(event).success)
    return { acceptDeletions: 0 };
  if (freezeChange.safeParse(event).success) return { acceptDeletions: 0, isFreezeChange: true };
  const read = input.safeParse(event);
  if (read.success) return { acceptDeletions: read.data.acceptDeletions ?? 0 };
  const found = JSON.stringify(event).slice(0, 200);
  throw new Error(
    `Invalid sweep input: found ${found}; expected no input or {"acceptDeletions": N}, ` +
      'where N is a whole number of at least 0.',
  );
}
