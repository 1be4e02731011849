import * as z from 'zod';

/** What the sweep function answers. */
export const swept = z.object({
  SweepId: z.string(),
  At: z.string(),
  Result: z.enum(['Swept', 'Skipped']),
  Managed: z.number(),
  Unmanaged: z.number(),
  UnmanagedSample: z.array(z.string()),
  IgnoredParameters: z.number(),
  Lost: z.number(),
  Held: z.boolean(),
  PoolsNotDelivering: z.number(),
  DestinationsMissing: z.number(),
  Outcomes: z.record(z.string(), z.number()),
});
export type Swept = z.output<typeof swept>;

export function sweepText(sweep: Swept): string {
  if (sweep.Result === 'Skipped')
    return 'Skipped: the upkeep queue is still long from the last sweep. Try again when it is shorter.';
  const outcomes = Object.entries(sweep.Outcomes).map(([outcome, count]) => `${count} ${outcome}`);
  const { Lost, IgnoredParameters, UnmanagedSample } = sweep;
  return [
    `Swept: ${sweep.Managed} pools are being looked at, ${sweep.Unmanaged} are not managed.`,
    ...(outcomes.length > 0 ? [`Before it: ${outcomes.join(', ')}.`] : []),
    ...(UnmanagedSample.length > 0 ? [`Not managed: ${some(UnmanagedSample, sweep.Unmanaged)}.`] : []),
    ...(IgnoredParameters > 0 ? [`${IgnoredParameters} parameters below the prefix are no pool's.`] : []),
    ...(Lost > 0 ? [`${Lost} managed ${Lost === 1 ? 'pool has' : 'pools have'} no parameter any more.`] : []),
    ...(sweep.PoolsNotDelivering + sweep.DestinationsMissing > 0
      ? [
          `No logs flow: ${sweep.DestinationsMissing} destinations missing, ${sweep.PoolsNotDelivering} pools silent; clr status tells which.`,
        ]
      : []),
    ...(sweep.Held
      ? [
          'Held: nothing of theirs is cleared or released until a person decides.',
          `A mistake? Put the parameters back. Meant? clr sweep --accept-deletions ${Lost}`,
        ]
      : []),
  ].join('\n');
}

const SHOWN = 5;

/** A few names of so many. */
export const some = (ids: readonly string[], count: number): string =>
  `${ids.slice(0, SHOWN).join(', ')}${count > SHOWN ? ` and ${count - SHOWN} more` : ''}`;
