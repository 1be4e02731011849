import { holdText } from '../../pools/hold-text.ts';
import { formatSample, pluralize } from '../../terminal/text.ts';
import type { SweepResponse } from './response.ts';

export function sweepText(sweep: SweepResponse): string {
  if (sweep.result === 'Skipped')
    return 'Skipped: too many messages of the last sweep are still in the upkeep queue. Try again later.';
  const outcomes = Object.entries(sweep.outcomes).map(([outcome, count]) => `${count} ${outcome}`);
  const { lost, ignoredParameters, unmanaged, unmanagedSample, destinationsMissing, poolsNotDelivering } =
    sweep;
  return [
    `Sweep started for ${pluralize(sweep.managed, 'managed pool')}. Unmanaged pools: ${unmanaged}${unmanagedSample.length > 0 ? ` (${formatSample(unmanagedSample, unmanaged)})` : ''}.`,
    ...(outcomes.length > 0 ? [`Outcomes before this sweep: ${outcomes.join(', ')}.`] : []),
    ...(ignoredParameters > 0
      ? [
          `${pluralize(ignoredParameters, 'parameter')} below the prefix ${ignoredParameters === 1 ? 'does' : 'do'} not name a pool.`,
        ]
      : []),
    ...(lost > 0
      ? [`${pluralize(lost, 'managed pool')} lost ${lost === 1 ? 'its' : 'their'} parameter.`]
      : []),
    ...(poolsNotDelivering + destinationsMissing > 0
      ? [
          `Not delivering logs: ${pluralize(poolsNotDelivering, 'pool')}. Missing destinations: ${destinationsMissing}. For details, run: clr status`,
        ]
      : []),
    ...(sweep.replicated > 0
      ? [
          `${pluralize(sweep.replicated, 'managed pool')} ${sweep.replicated === 1 ? 'has' : 'have'} a replica in another Region. For details, run: clr status`,
        ]
      : []),
    ...(sweep.held
      ? [
          `${holdText(lost)} If this was intended, run: clr sweep --accept-deletions ${lost}`,
          'Otherwise restore the parameters. No pool is cleared or released during the hold.',
        ]
      : []),
  ].join('\n');
}
