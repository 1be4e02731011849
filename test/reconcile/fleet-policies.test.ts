import { policyParameters, readFleetPolicies } from '../../lib/reconcile/fleet-policies.ts';
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

describe('the names of the policies', () => {
  test('get those that are listed', async () => {
    const { ports, names } = given([]);
    const found = await policyParameters(ports, listed('q', 'p'), context);
    expect(found.names).toEqual(['p', 'q']);
    expect([...found.parameters.keys()].sort()).toEqual(['p', 'q']);
    expect(names).toEqual(new Set(['p', 'q']));
  });

  test('keep one that is not listed, but can be read: it was created after the listing', async () => {
    const { ports, names } = given(['new'], 'new');
    const found = await policyParameters(ports, listed('p'), context);
    expect([...found.parameters.keys()]).toEqual(['p', 'new']);
    expect(names).toEqual(new Set(['new', 'p']));
  });

  test('lose one only if its parameter does not exist, and still return its name', async () => {
    const { ports, names } = given(['gone', 'p']);
    const found = await policyParameters(ports, listed('p'), context);
    expect(found.names).toEqual(['gone', 'p']);
    expect([...found.parameters.keys()]).toEqual(['p']);
    expect(names).toEqual(new Set(['p']));
  });

  test('are not read one by one if all of them are listed, and keep all of them if the read fails', async () => {
    const { ports, names } = given(['p']);
    await policyParameters({ ...ports, desired: { readPolicies: notCalled } }, listed('p'), context);
    const desired = { readPolicies: failing('GetParameters', 'Transient') };
    await expect(policyParameters({ ...ports, desired }, listed(), context)).rejects.toThrow();
    expect(names).toEqual(new Set(['p']));
  });
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
