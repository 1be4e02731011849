import {
  carriesForeignEntry,
  dividedOwners,
  type OwnerInputs,
  sourcesNeedObserved,
} from '../../../lib/domain/decide/sources/divided-owners.ts';
import type { ParsedPolicy, Policy } from '../../../lib/domain/policy/policy.ts';
import type { PoolRecord } from '../../../lib/domain/record.ts';
import { broken, facts, ownedBy, parsed, policy } from '../../support/policies.ts';
import { applied, POOL, present, settings, toLogGroup, toStream, valid } from '../../support/situation.ts';

const inputs = (over: Partial<OwnerInputs> = {}, ...policies: readonly ParsedPolicy[]): OwnerInputs => ({
  userPoolId: POOL,
  desired: { kind: 'Absent' },
  recorded: undefined,
  settings,
  policies: { policies, facts: facts() },
  ...over,
});
const divided = (over: Partial<OwnerInputs> = {}, ...policies: readonly ParsedPolicy[]) => {
  const resolutions = dividedOwners(inputs(over, ...policies));
  if (resolutions === undefined) throw new Error('not divided');
  return resolutions;
};
const { Status, Repairs, DriftCount } = applied();
const recorded = applied({ Sources: { userAuthEvents: { Status, Repairs, DriftCount, Owner: ownedBy() } } });

const pending = (LogConfigurations = [toStream()]): ParsedPolicy => ({
  kind: 'Valid',
  name: 'sign-ins',
  policy: policy({ LogConfigurations }),
  warnings: [],
  stage: 'Pending',
});
const byTier = (over: Partial<Policy> = {}): ParsedPolicy =>
  parsed({ Select: { Tiers: ['LITE'] }, LogConfigurations: [toLogGroup()], ...over });

describe('the event sources of a pool are decided one by one', () => {
  test.each<[string, OwnerInputs]>([
    ['if a policy owns one of them', inputs({}, parsed())],
    ['if an invalid policy would own one of them', inputs({}, broken())],
    ['if the parameter inherits', inputs({ desired: valid({ Inherit: true }) })],
    ['if the record has them one by one', inputs({ recorded })],
    ['if a policy waits for its rollout and depends on the tier', inputs({}, pending())],
    ['if a policy selects by a tier that the pool does not have', inputs({}, byTier())],
  ])('%s', (_, given) => {
    expect(dividedOwners(given)).toHaveLength(2);
  });

  test('also without the inputs of policies, if the record or the parameter says so', () => {
    const { policies: _policies, ...none } = inputs({ recorded });
    expect(dividedOwners(none)).toHaveLength(2);
    expect(dividedOwners({ ...none, recorded: undefined, desired: valid({ Inherit: true }) })).toHaveLength(
      2,
    );
    expect(dividedOwners({ ...none, recorded: applied(), desired: valid() })).toBeUndefined();
  });

  test.each<[string, OwnerInputs]>([
    ['if nothing applies', inputs()],
    ['if the parameter goes before all policies', inputs({ desired: valid() }, parsed())],
    ['if the policy does not select the pool', inputs({}, parsed({ Select: { Names: ['other'] } }))],
    ['if the policy is a preview', inputs({}, parsed({ Mode: 'Observe' }))],
    ['if the record belongs to the parameter', inputs({ recorded: applied() })],
    [
      'if the record belongs to the parameter and a policy depends on the tier',
      inputs({ recorded: applied() }, pending()),
    ],
    ['if the facts are not known', inputs({ policies: { policies: [pending()], facts: undefined } })],
    [
      'if the policy that waits for its rollout does not depend on the tier',
      inputs({}, pending([toLogGroup()])),
    ],
    ['if a preview depends on the tier', inputs({}, byTier({ Mode: 'Observe' }))],
    [
      'if the policy does not select the pool with any tier',
      inputs({}, byTier({ Select: { Tiers: ['LITE'], Names: ['other'] } })),
    ],
  ])('but not %s', (_, given) => {
    expect(dividedOwners(given)).toBeUndefined();
  });
});

describe('the pool has to be read', () => {
  test('if an event source has an owner that can be compared', () => {
    expect(sourcesNeedObserved(divided({}, parsed()), undefined)).toBe(true);
    const frozen = divided({ recorded }, parsed({ Mode: 'Observe', LogConfigurations: [toStream()] }));
    expect(sourcesNeedObserved(frozen, undefined)).toBe(true);
  });

  test('if a managed event source has no owner any more', () => {
    expect(sourcesNeedObserved(divided({ recorded }), recorded)).toBe(true);
  });

  test('but not for an invalid policy, or if nothing is managed', () => {
    const both = broken({ LogConfigurations: [toStream(), toLogGroup()] });
    expect(sourcesNeedObserved(divided({}, both), applied())).toBe(false);
    expect(sourcesNeedObserved(divided({}, broken()), undefined)).toBe(false);
    const Status = { Outcome: 'Released', Reasons: [], Since: '' } as const;
    const released: PoolRecord = {
      ...recorded,
      Status,
      Sources: { userAuthEvents: { Status, Repairs: [], DriftCount: 0 } },
    };
    expect(sourcesNeedObserved(divided({ recorded: released }), released)).toBe(false);
  });
});

describe('a write of sign-ins carries over an entry that is not the service’s', () => {
  const carries = (over: Partial<OwnerInputs>, policies: readonly ParsedPolicy[], ...onPool: unknown[]) =>
    carriesForeignEntry(
      divided(over, ...policies),
      onPool.length > 0 ? present(toLogGroup('own')) : present(),
      ['userAuthEvents'],
    );
  const own = parsed({ Name: 'own', LogConfigurations: [toLogGroup('own')] });

  test('if the other event source has no owner', () => {
    expect(carries({}, [parsed()])).toBe(true);
  });

  test('if the service leaves the other one unchanged', () => {
    expect(carries({}, [parsed(), broken({ Name: 'b', LogConfigurations: [toLogGroup()] })])).toBe(true);
    const observing = valid({ LogConfigurations: [toLogGroup('own')], Mode: 'Observe' });
    expect(carries({ desired: observing }, [parsed({ Precedence: 'Mandatory' })], 'own')).toBe(true);
    expect(carries({}, [parsed(), own])).toBe(true);
    const resolutions = divided({}, parsed(), own);
    expect(carriesForeignEntry(resolutions, undefined, ['userAuthEvents'])).toBe(true);
  });

  test('but not if the other one is in sync with its owner, or is written too', () => {
    expect(carries({}, [parsed(), own], 'own')).toBe(false);
    const sources = ['userAuthEvents', 'userNotification'] as const;
    expect(carriesForeignEntry(divided({}, parsed()), present(), sources)).toBe(false);
  });
});
