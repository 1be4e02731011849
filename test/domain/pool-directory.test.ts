import { newUnmanagedPools, poolDirectory, sameDirectory } from '../../lib/domain/pool-directory.ts';

const T1 = '2026-03-01T12:00:00.000Z';
const T2 = '2026-03-01T13:00:00.000Z';
const listed = (...names: readonly string[]) =>
  names.map((name) => ({ id: `eu-west-1_${name}`, name, replicaRegions: [] }));
const none = new Set<string>();

test('contains every listed pool by ID, and since when a pool without a parameter is unmanaged', () => {
  const directory = poolDirectory(listed('b', 'a'), new Set(['eu-west-1_b']), undefined, T1);
  expect([...directory]).toEqual([
    ['eu-west-1_a', { name: 'a', unmanagedSince: T1 }],
    ['eu-west-1_b', { name: 'b' }],
  ]);
});

test('keeps the time at which a pool was first unmanaged, and starts again after the pool was managed', () => {
  const first = poolDirectory(listed('a', 'b'), none, undefined, T1);
  const second = poolDirectory(listed('a', 'b'), new Set(['eu-west-1_b']), first, T2);
  expect(second.get('eu-west-1_a')).toEqual({ name: 'a', unmanagedSince: T1 });
  expect(second.get('eu-west-1_b')).toEqual({ name: 'b' });
  expect(poolDirectory(listed('b'), none, second, T2).get('eu-west-1_b')?.unmanagedSince).toBe(T2);
});

test('forgets a pool that is no longer listed', () => {
  const before = poolDirectory(listed('a'), none, undefined, T1);
  expect(poolDirectory([], none, before, T2)).toEqual(new Map());
});

test('a directory differs from another one with another pool, name or unmanaged pool', () => {
  const one = poolDirectory(listed('a', 'b'), none, undefined, T1);
  expect(sameDirectory(one, poolDirectory(listed('b', 'a'), none, one, T2))).toBe(true);
  const renamed = [{ id: 'eu-west-1_a', name: 'new', replicaRegions: [] }, ...listed('b')];
  for (const other of [
    poolDirectory(listed('a'), none, one, T2),
    poolDirectory(listed('a', 'c'), none, one, T2),
    poolDirectory(renamed, none, one, T2),
    poolDirectory(listed('a', 'b'), new Set(['eu-west-1_a']), one, T2),
  ])
    expect(sameDirectory(one, other)).toBe(false);
});

const T3 = '2026-03-01T14:00:00.000Z';
const SERIES = { SweepId: T2, DirectorySince: T1 };

test('a pool is new when the last sweep found it first and it has no record', () => {
  const first = poolDirectory(listed('old'), none, undefined, T1);
  const second = poolDirectory(listed('old', 'released', 'new', 'managed-since'), none, first, T2);
  const pools = listed('old', 'released', 'new', 'managed-since', 'newest');
  const third = poolDirectory(pools, new Set(['eu-west-1_managed-since']), second, T3);
  const recorded = new Set(['eu-west-1_released']);
  expect(newUnmanagedPools(third, { sweepId: T3, last: SERIES }, recorded)).toEqual(['eu-west-1_new']);
});

test('a pool that a failed sweep found first is new in the next sweep', () => {
  const directory = poolDirectory(listed('a'), none, undefined, '2026-03-01T13:30:00.000Z');
  expect(newUnmanagedPools(directory, { sweepId: T3, last: SERIES }, none)).toEqual(['eu-west-1_a']);
});

test.each([
  ['before the first sweep', undefined],
  ['after a sweep of a version without a directory', { SweepId: T2 }],
  ['after the first sweep that stored the directory', { SweepId: T2, DirectorySince: T2 }],
])('no pool is new %s', (_, last) => {
  const directory = poolDirectory(listed('a'), none, undefined, T2);
  expect(newUnmanagedPools(directory, { sweepId: T3, last }, none)).toEqual([]);
});
