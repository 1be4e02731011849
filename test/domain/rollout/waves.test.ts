import type { Candidate } from '../../../lib/domain/rollout/progress.ts';
import { MAX_RANK, NO_RANK } from '../../../lib/domain/rollout/rollout.ts';
import { nextWave, poolsToLearn } from '../../../lib/domain/rollout/waves.ts';

const candidate = (rank: number, over: Partial<Candidate> = {}): Candidate => ({
  userPoolId: `eu-west-1_${rank}`,
  rank,
  state: 'Pending',
  destinations: [],
  ...over,
});
/** Pools with the ranks 10, 20, …, in the reverse order. */
const ranked = (count: number): readonly Candidate[] =>
  Array.from({ length: count }, (_, at) => candidate((count - at) * 10));
const DEFAULT = [1, '10%', '100%'] as const;

test('the first wave contains the pool with the lowest rank', () => {
  expect(nextWave(DEFAULT, ranked(100), 0)).toEqual({ wave: 0, threshold: 10 });
});

test('a percentage is rounded up to whole pools', () => {
  expect(nextWave(DEFAULT, ranked(100), 1)).toEqual({ wave: 1, threshold: 100 });
  expect(nextWave(DEFAULT, ranked(95), 1)).toEqual({ wave: 1, threshold: 100 });
  expect(nextWave(DEFAULT, ranked(91), 1)).toEqual({ wave: 1, threshold: 100 });
});

test('the last wave contains all pools, also those that do not exist yet', () => {
  expect(nextWave(DEFAULT, ranked(100), 10)).toEqual({ wave: 2, threshold: MAX_RANK });
  expect(nextWave(DEFAULT, ranked(100), 100)).toEqual({ wave: 2, threshold: MAX_RANK });
  expect(nextWave(['100%'], ranked(100), 0)).toEqual({ wave: 0, threshold: MAX_RANK });
});

test('a wave that adds no pool is left out', () => {
  expect(nextWave([1, 3, 5, '10%', '100%'], ranked(20), 3)).toEqual({ wave: 2, threshold: 50 });
  expect(nextWave([1, '10%', '50%', '100%'], ranked(10), 1)).toEqual({ wave: 2, threshold: 50 });
});

test('a wave that would contain all pools is the last one', () => {
  expect(nextWave([5, '100%'], ranked(5), 0)).toEqual({ wave: 1, threshold: MAX_RANK });
  expect(nextWave([6, '100%'], ranked(5), 0)).toEqual({ wave: 1, threshold: MAX_RANK });
  expect(nextWave([4, '100%'], ranked(5), 0)).toEqual({ wave: 0, threshold: 40 });
  expect(nextWave(DEFAULT, ranked(1), 0)).toEqual({ wave: 2, threshold: MAX_RANK });
});

test('the first wave begins again with the next pool if its pool turned out not to belong to the policy', () => {
  expect(nextWave(DEFAULT, ranked(50), 0)).toEqual({ wave: 0, threshold: 10 });
});

test('the first wave begins with pools that are known to belong to the policy, and contains not all others', () => {
  const unknown = ranked(50).map((one) => ({ ...one, isUnknown: one.rank !== 200 }));
  expect(nextWave(DEFAULT, unknown, 0)).toEqual({ wave: 0, threshold: 200 });
  expect(nextWave(DEFAULT, unknown, 1)).toEqual({ wave: 1, threshold: 50 });
  expect(nextWave([3, '100%'], unknown, 0)).toEqual({ wave: 0, threshold: 30 });
});

describe('the facts that no listing shows', () => {
  const start = { Threshold: NO_RANK };

  test('are read for the pools of which they are not known', () => {
    const pools = [candidate(30, { isUnknown: true }), candidate(10), candidate(20, { isUnknown: true })];
    expect(poolsToLearn(start, pools).map(({ rank }) => rank)).toEqual([20, 30]);
  });

  test('are read for 100 pools at once', () => {
    const pools = ranked(101).map((one) => ({ ...one, isUnknown: true }));
    const learned = poolsToLearn(start, pools).map(({ rank }) => rank);
    expect(learned).toHaveLength(100);
    expect(learned).not.toContain(1010);
  });

  test('are read only outside the fraction: inside, the wave reads them', () => {
    const pools = [candidate(1, { isUnknown: true }), candidate(2, { isUnknown: true }), candidate(3)];
    expect(poolsToLearn({ Threshold: 1 }, pools)).toEqual([pools[1]]);
    expect(poolsToLearn({ Threshold: MAX_RANK }, pools)).toEqual([]);
  });
});
