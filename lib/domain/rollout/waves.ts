import type { Candidate } from './progress.ts';
import { MAX_RANK, NO_RANK, type OpenRollout, type Rank } from './rollout.ts';

export interface Wave {
  readonly wave: number;
  readonly threshold: Rank;
}

/**
 * Returns the next wave: the first one that contains more pools than `inside`. The last wave contains all, also pools that do not exist
 * yet. If pools of the wave before turned out not to belong to the policy, the same wave can begin again with the next pools.
 */
export function nextWave(
  waves: readonly (number | string)[],
  candidates: readonly Candidate[],
  inside: number,
): Wave {
  const sorted = candidates.map(({ rank }) => rank).toSorted((a, b) => a - b);
  const last = waves.length - 1;
  for (let wave = 0; wave < last; wave++) {
    const size = sizeOf(waves[wave], sorted.length);
    const threshold = sorted[size - 1];
    if (size > inside && size < sorted.length && threshold !== undefined) return { wave, threshold };
  }
  return { wave: last, threshold: MAX_RANK };
}

function sizeOf(wave: number | string | undefined, pools: number): number {
  if (typeof wave === 'number') return wave;
  return Math.ceil((pools * Number.parseInt(wave ?? '100%', 10)) / 100);
}

/** The facts of this many pools are read before the first wave, so that the policy really applies to its pool. */
const MAX_LEARNED = 100;

/** Returns the first pools of a rollout whose facts must be read before the first wave. */
export const poolsToLearn = (
  { Threshold }: Pick<OpenRollout, 'Threshold'>,
  candidates: readonly Candidate[],
): readonly Candidate[] =>
  Threshold === NO_RANK
    ? candidates
        .toSorted((a, b) => a.rank - b.rank)
        .slice(0, MAX_LEARNED)
        .filter(({ isUnknown }) => isUnknown)
    : [];
