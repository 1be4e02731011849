import { formatSample } from '../../terminal/text.ts';
import type { SweepResponse } from './response.ts';

export function sweepText(sweep: SweepResponse): string {
  if (sweep.result === 'Skipped')
    return 'Skipped: the upkeep queue is still long from the last sweep. Try again when it is shorter.';
  const outcomes = Object.entries(sweep.outcomes).map(([outcome, count]) => `${count} ${outcome}`);
  const { lost, ignoredParameters, unmanaged, unmanagedSample, destinationsMissing, poolsNotDelivering } =
    sweep;
  return [
    `Swept: ${sweep.managed} pools are being looked at, ${unmanaged} are not managed.`,
    ...(outcomes.length > 0 ? [`Before it: ${outcomes.join(', ')}.`] : []),
    ...(unmanagedSample.length > 0 ? [`Not managed: ${formatSample(unmanagedSample, unmanaged)}.`] : []),
    ...(ignoredParameters > 0 ? [`${ignoredParameters} parameters below the prefix are no pool's.`] : []),
    ...(lost > 0 ? [`${lost} managed ${lost === 1 ? 'pool has' : 'pools have'} no parameter any more.`] : []),
    ...(poolsNotDelivering + destinationsMissing > 0
      ? [
          `No logs flow: ${destinationsMissing} destinations missing, ${poolsNotDelivering} pools silent; clr status tells which.`,
        ]
      : []),
    ...(sweep.held
      ? [
          'Held: nothing of theirs is cleared or released until a person decides.',
          `A mistake? Put the parameters back. Meant? clr sweep --accept-deletions ${lost}`,
        ]
      : []),
  ].join('\n');
}
