import * as z from 'zod/mini';

/** The options of a sweep that an operator invokes. */
export interface SweepInput {
  /** The sweep does not put deletions on hold if at most this many managed pools have no parameter. */
  readonly acceptDeletions: number;
}

/** The event of the EventBridge schedule. It has no options. */
const scheduled = z.object({ 'detail-type': z.literal('Scheduled Event') });
const input = z.strictObject({ acceptDeletions: z.optional(z.int().check(z.minimum(0))) });

/** Returns the options of an invocation. Throws an Error that describes the expected input. */
export function parseSweepInput(event: unknown): SweepInput {
  if (event === undefined || event === null || scheduled.safeParse(event).success)
    return { acceptDeletions: 0 };
  const read = input.safeParse(event);
  if (read.success) return { acceptDeletions: read.data.acceptDeletions ?? 0 };
  const found = JSON.stringify(event).slice(0, 200);
  throw new Error(
    `Invalid sweep input: found ${found}; expected no input or {"acceptDeletions": N}, ` +
      'where N is a whole number of at least 0.',
  );
}
