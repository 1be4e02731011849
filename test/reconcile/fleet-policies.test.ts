import { namesWithListed, readFleetPolicies } from '../../lib/reconcile/fleet-policies.ts';
import { failing, notCalled } from '../support/failing-ports.ts';
import { memoryNames } from '../support/memory-fleet.ts';
import { memoryRollouts, settle } from '../support/rollouts.ts';
import { parameter, settings, toLogGroup } from '../support/situation.ts';

const context = { priority: 'upkeep', deadline: Number.MAX_SAFE_INTEGER } as const;
const TEXT = JSON.stringify({ Select: {}, LogConfigurations: [toLogGroup()] });
const listed = (...names: readonly string[]) => new Map(names.map((name) => [name, parameter(TEXT)]));

/** Parameter Store with these policies, and the names that the workers know. */
function given(known: readonly string[], ...stored: readonly string[]) {
  const names = new Set(known);
  const desired = {
    readPolicies: async (wanted: readonly string[]) =>
      new Map([...listed(...stored)].filter(([name]) => wanted.includes(name))),
  };
  return { names, ports: { policyNames: memoryNames(names), desired, rollouts: memoryRollouts(), settings } };
}

test('the names of the policies are the listed and the known ones, and the workers get new ones', async () => {
  const { ports, names } = given(['gone', 'p']);
  expect(await namesWithListed(ports, listed('q', 'p'))).toEqual(['gone', 'p', 'q']);
  expect(names).toEqual(new Set(['gone', 'p', 'q']));
});

test('the policies of a reader are not read by name if all of them are listed', async () => {
  const { ports } = given(['p']);
  const read = { ...ports, desired: { readPolicies: notCalled } };
  expect(await readFleetPolicies(read, ['p'], listed('p'), context)).toHaveLength(1);
  const desired = { readPolicies: failing('GetParameters', 'Transient') };
  await expect(readFleetPolicies({ ...ports, desired }, ['p'], listed(), context)).rejects.toThrow();
});

test('the policies of a reader are the listed and the known ones with their rollouts, and nothing is stored', async () => {
  const { ports, names } = given(['gone', 'new'], 'new');
  await settle(ports.rollouts, 'p', TEXT);
  const policies = await readFleetPolicies(ports, ['gone', 'new'], listed('p'), context);
  expect(policies.map(({ name, settled }) => [name, settled?.kind])).toEqual([
    ['p', 'Valid'],
    ['new', undefined],
  ]);
  expect(names).toEqual(new Set(['gone', 'new']));
  expect([...ports.rollouts.stored.keys()]).toEqual(['p']);
});
