import {
  policyNamesFor,
  readPolicies,
  selectByFacts,
  writeByFacts,
} from '../../lib/reconcile/policy-inputs.ts';
import { notCalled } from '../support/failing-ports.ts';
import { broken, ownedBy, parsed } from '../support/policies.ts';
import { memoryRollouts, openRollout } from '../support/rollouts.ts';
import { applied, POOL, parameter, settings, toLogGroup, toStream } from '../support/situation.ts';

const context = { priority: 'upkeep', deadline: Number.MAX_SAFE_INTEGER } as const;

test('the names of the policies of a worker contain the owners in its records too', () => {
  const { Status, Repairs, DriftCount } = applied();
  const source = (Name: string) => ({ Status, Repairs, DriftCount, Owner: ownedBy({ Name }) });
  const record = applied({ Sources: { userAuthEvents: source('z'), userNotification: source('a') } });
  expect(policyNamesFor(['m', 'a'], [record, undefined, applied()])).toEqual(['a', 'm', 'z']);
  expect(policyNamesFor([], [applied(), undefined])).toEqual([]);
});

describe('the policies of a worker', () => {
  const textOf = (name: string) => JSON.stringify({ Select: {}, LogConfigurations: [toLogGroup(name)] });

  test('are the parameters with their rollouts, without those that were deleted', async () => {
    const Open = openRollout(textOf('two'));
    const Settled = { Text: textOf('one'), At: Open.StartedAt };
    const rollouts = memoryRollouts({ Name: 'p', Revision: 3, Settled, Open }, { Name: 'gone', Revision: 1 });
    const desired = { readPolicies: async () => new Map([['p', parameter(textOf('two'))]]) };
    const policies = await readPolicies({ desired, rollouts, settings }, ['gone', 'p'], context);
    expect(policies).toEqual([
      {
        name: 'p',
        current: expect.objectContaining({ kind: 'Valid' }),
        settled: expect.objectContaining({
          policy: expect.objectContaining({ LogConfigurations: [toLogGroup('one')] }),
        }),
        open: {
          next: expect.objectContaining({
            policy: expect.objectContaining({ LogConfigurations: [toLogGroup('two')] }),
          }),
          Status: 'Running',
          Threshold: -1,
        },
      },
    ]);
  });

  test('are not read in a fleet without policies', async () => {
    const ports = { desired: { readPolicies: notCalled }, rollouts: { read: notCalled }, settings };
    expect(await readPolicies(ports, [], context)).toEqual([]);
  });
});

describe('the facts of a pool', () => {
  test.each([
    [{ Select: { Names: ['a'] }, LogConfigurations: [toLogGroup()] }, true, true],
    [{ Select: { Exclude: { Tags: { env: ['a'] } } }, LogConfigurations: [toLogGroup()] }, true, true],
    [{ Select: { Tiers: ['PLUS' as const] }, LogConfigurations: [toLogGroup()] }, true, true],
    [{ LogConfigurations: [toLogGroup('<userPoolName>')] }, true, true],
    [{ LogConfigurations: [toStream()] }, false, true],
    [{ Select: { Ids: [POOL] }, LogConfigurations: [toLogGroup()] }, false, false],
  ])('%j selects by them: %j, writes by them: %j', (over, selects, writes) => {
    expect(selectByFacts([parsed(), parsed(over)])).toBe(selects);
    expect(selectByFacts([parsed(over)])).toBe(selects);
    expect(writeByFacts([parsed(over)])).toBe(writes);
  });

  test('decide which invalid policies select a pool, as far as they can be read', () => {
    expect(selectByFacts([broken({ Select: { Names: ['a'] } })])).toBe(true);
    expect(writeByFacts([broken({ Select: { Names: ['a'] } })])).toBe(true);
    expect(selectByFacts([broken({ Select: { Names: ['a'] } }, false)])).toBe(false);
    expect(writeByFacts([broken()])).toBe(false);
    expect(selectByFacts([])).toBe(false);
  });
});
