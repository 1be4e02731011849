import type { Candidate } from './progress.ts';
import { MAX_RANK, type OpenRollout, type Rank } from './rollout.ts';

export interface Wave {
  readonly wave: number;
  readonly threshold: Rank;
}

/**
 * Returns the next wave: the first one that contains more pools than `inside`. The last wave contains all, also pools that do not
 * exist yet. A wave whose pools turned out not to belong to the policy begins again with the next pools. The first wave prefers pools
 * that are known to belong to the policy.
 */
export function nextWave(
  waves: readonly (number | string)[],
  candidates: readonly Candidate[],
  inside: number,
): Wave {
  const ranks = ranksOf(candidates);
  const known = inside === 0 ? ranksOf(candidates.filter(({ isUnknown }) => !isUnknown)) : [];
  const first = known.length > 0 ? known : ranks;
  const last = waves.length - 1;
  for (let wave = 0; wave < last; wave++) {
    const size = sizeOf(waves[wave], first.length);
    const threshold = first[size - 1] ?? ranks[size - 1];
    if (size > inside && size < ranks.length && threshold !== undefined) return { wave, threshold };
  }
  return { wave: last, threshold: MAX_RANK };
}

const ranksOf = (candidates: readonly Candidate[]): readonly Rank[] =>
  candidates.map(({ rank }) => rank).toSorted((a, b) => a - b);

function sizeOf(wave: number | string | undefined, pools: number): number {
  if (typeof wave === 'number') return wave;
  return Math.ceil((pools * Number.parseInt(wave ?? '100%', 10)) / 100);
}

/** At most this many facts are read for each look at the fleet. */
const MAX_LEARNED = 100;

/**
 * Returns the next pools outside the fraction whose facts must be read, so that the policy really applies to the pools of the next wave,
 * and its size is right.
 */
export const poolsToLearn = (
  { Threshold }: Pick<OpenRollout, 'Threshold'>,
  candidates: readonly Candidate[],
): readonly Candidate[] =>
  candidates
    .filter(({ rank, isUnknown }) => isUnknown && rank > Threshold)
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, MAX_LEARNED);
