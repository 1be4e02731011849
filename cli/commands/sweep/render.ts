import { coverageText } from '../../policies/coverage.ts';
import { holdText } from '../../pools/hold-text.ts';
import { formatSample, pluralize } from '../../terminal/text.ts';
import type { SweepResponse } from './response.ts';

export function sweepText(sweep: SweepResponse): string {
  if (sweep.result === 'Skipped')
    return 'Skipped: too many messages of the last sweep are still in the upkeep queue. Try again later.';
  const outcomes = Object.entries(sweep.outcomes).map(([outcome, count]) => `${count} ${outcome}`);
  const { lost, ignoredParameters, unmanaged, unmanagedSample, destinationsMissing, poolsNotDelivering } =
    sweep;
  const coverage = sweep.coverage && coverageText({ ...sweep.coverage, unmanaged: null });
  return [
    ...(sweep.frozen
      ? [
          'The service is frozen: this sweep only looked, and accepted no deletions. To see who froze it and why, run: clr status',
        ]
      : []),
    `Sweep ${sweep.frozen ? 'looked at' : 'started for'} ${pluralize(sweep.managed, 'managed pool')}. Unmanaged pools: ${unmanaged}${unmanagedSample.length > 0 ? ` (${formatSample(unmanagedSample, unmanaged)})` : ''}.`,
    ...(outcomes.length > 0 ? [`Outcomes before this sweep: ${outcomes.join(', ')}.`] : []),
    ...(coverage ? [coverage] : []),
    ...(ignoredParameters > 0
      ? [
          `${pluralize(ignoredParameters, 'parameter')} below the prefix ${ignoredParameters === 1 ? 'does' : 'do'} not name a pool.`,
        ]
      : []),
    ...(lost > 0
      ? [
          `${pluralize(lost, 'managed pool')} lost ${lost === 1 ? 'its' : 'their'} ${sweep.coverage ? 'parameter or policy' : 'parameter'}.`,
        ]
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
    ...(sweep.held ? holdLines(sweep) : []),
  ].join('\n');
}

function holdLines({ lost, heldPolicies = [] }: SweepResponse): readonly string[] {
  const hold = `${holdText(lost, heldPolicies)} If this was intended, run: clr sweep --accept-deletions ${lost}`;
  return heldPolicies.length === 0
    ? [hold, 'Otherwise restore the parameters. No pool is cleared or released during the hold.']
    : [
        hold,
        'Otherwise restore the policies, or the tags and names that they select. No pool of these policies is cleared or released during the hold.',
      ];
}
