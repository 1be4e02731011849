import { newReplicas, replicasOf, sameReplicas } from '../../lib/domain/replicas.ts';

const listed = [
  { id: 'us-east-1_a', name: 'a', replicaRegions: ['us-west-2', 'us-east-1'] },
  { id: 'us-east-1_b', name: 'b', replicaRegions: [] },
  { id: 'us-east-1_unmanaged', name: 'unmanaged', replicaRegions: ['us-west-2'] },
];

test('returns the replicas of managed pools in other Regions than the listing', () => {
  const managed = new Set(['us-east-1_a', 'us-east-1_b', 'us-east-1_not-listed']);
  expect(replicasOf(listed, managed, 'us-east-1')).toEqual(new Map([['us-east-1_a', ['us-west-2']]]));
});

test('returns the pools with a replica that was not known', () => {
  const before = new Map([
    ['p_1', ['us-west-2']],
    ['p_2', ['us-west-2']],
  ]);
  const now = new Map([
    ['p_1', ['us-west-2']],
    ['p_2', ['eu-west-1']],
    ['p_3', ['us-west-2']],
  ]);
  expect(newReplicas(now, before)).toEqual(['p_2', 'p_3']);
  expect(newReplicas(before, before)).toEqual([]);
});

test('compares the pools and the Regions of replicas', () => {
  const one = new Map([['p_1', ['us-west-2']]]);
  expect(sameReplicas(one, new Map(one))).toBe(true);
  expect(sameReplicas(one, new Map())).toBe(false);
  expect(sameReplicas(one, new Map([['p_1', ['eu-west-1']]]))).toBe(false);
  expect(sameReplicas(one, new Map([['p_2', ['us-west-2']]]))).toBe(false);
});
