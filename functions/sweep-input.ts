import * as z from 'zod/mini';

/** What a person may ask of a sweep that he invokes. */
export interface SweepInput {
  /** So many pools without a parameter may be let go, though they are many at once. */
  readonly acceptDeletions: number;
}

/** EventBridge invokes with an envelope, which says nothing of this. */
const scheduled = z.object({ 'detail-type': z.literal('Scheduled Event') });
const input = z.strictObject({ acceptDeletions: z.optional(z.int().check(z.minimum(0))) });

/** Reads what the function was invoked with. Throws an Error that says what would be right. */
export function parseSweepInput(event: unknown): SweepInput {
  if (event === undefined || event === null || scheduled.safeParse(event).success)
    return { acceptDeletions: 0 };
  const read = input.safeParse(event);
  if (read.success) return { acceptDeletions: read.data.acceptDeletions ?? 0 };
  const found = JSON.stringify(event).slice(0, 200);
  throw new Error(
    `found ${found}; expected nothing, or {"acceptDeletions": N} with a whole number that is not negative`,
  );
}
