import type { ParsedPolicy, Policy } from '../../../lib/domain/policy/policy.ts';
import { rankOf } from '../../../lib/domain/rollout/rank.ts';
import { MAX_RANK, NO_RANK } from '../../../lib/domain/rollout/rollout.ts';
import {
  hasSource,
  hasVersion,
  type PolicyVersions,
  policiesFor,
  type RecordedPool,
  settledPolicy,
  versionFor,
  versionsOf,
} from '../../../lib/domain/rollout/versions.ts';
import { broken, ownedBy, parsed, policy } from '../../support/policies.ts';
import { open, parseText, poolsByRank, rollout, sourceOf, textOf } from '../../support/rollouts.ts';
import { POOL, settings, toLogGroup, toStream } from '../../support/situation.ts';

const OLD = parsed({ Priority: 1 });
const NEW = parsed({ Priority: 2 });
const RANK = rankOf('sign-ins', POOL);

const pool = (sources?: NonNullable<RecordedPool['recorded']>['Sources']): RecordedPool => ({
  userPoolId: POOL,
  recorded: sources && { Sources: sources },
});
const versions = (over: Partial<PolicyVersions> = {}): PolicyVersions => ({
  name: 'sign-ins',
  current: NEW,
  ...over,
});
const opened = (over: object = {}) => ({
  next: NEW,
  Status: 'Running' as const,
  Threshold: MAX_RANK,
  ...over,
});
const inForce = (given: PolicyVersions, of = pool()) => versionFor(given, of, settings);
const staged = (one: ParsedPolicy, stage: 'Open' | 'Pending') => ({ ...one, stage });

describe('the version that applies to a pool', () => {
  test('is pending if the policy has no settled version and no rollout', () => {
    expect(inForce(versions())).toEqual(staged(NEW, 'Pending'));
  });

  test('owns nothing if the policy is invalid and was never settled', () => {
    expect(inForce(versions({ current: broken() }))).toEqual({ ...broken(), readable: undefined });
  });

  test('is the settled one without a rollout, also while an edit is not processed or is invalid', () => {
    expect(inForce(versions({ settled: OLD }))).toEqual(OLD);
    expect(inForce(versions({ settled: OLD, current: broken() }))).toEqual(OLD);
  });

  test('is the parameter if its content is settled, in any state of the rollout', () => {
    const current = parsed({ Priority: 1, Description: 'Evidence' });
    expect(inForce(versions({ settled: OLD, current }))).toEqual(current);
    expect(inForce(versions({ settled: OLD, current, open: opened() }))).toEqual(current);
  });

  test('is the new one inside the fraction, and the settled one outside', () => {
    const at = (Threshold: number) => inForce(versions({ settled: OLD, open: opened({ Threshold }) }));
    expect(at(RANK)).toEqual(staged(NEW, 'Open'));
    expect(at(RANK - 1)).toEqual(staged(OLD, 'Open'));
    expect(at(NO_RANK)).toEqual(staged(OLD, 'Open'));
  });

  test('of a new policy is pending outside the fraction', () => {
    expect(inForce(versions({ open: opened({ Threshold: NO_RANK }) }))).toEqual(staged(NEW, 'Pending'));
    expect(inForce(versions({ open: opened() }))).toEqual(staged(NEW, 'Open'));
  });

  test('has no stage if it is invalid by the settings of the deployment', () => {
    expect(inForce(versions({ settled: broken(), open: opened({ Threshold: NO_RANK }) }))).toEqual(broken());
  });

  test('is the settled one after an abort', () => {
    expect(inForce(versions({ settled: OLD, open: opened({ Status: 'Aborted' }) }))).toEqual(OLD);
  });

  test('of a new policy is missing after an abort, as if the policy were deleted', () => {
    expect(inForce(versions({ open: opened({ Status: 'Aborted' }) }))).toBeUndefined();
  });

  test('is pending while a policy that was created again is not processed', () => {
    expect(inForce(versions({ settled: OLD, isRecreated: true }))).toEqual(staged(NEW, 'Pending'));
  });

  test('is the new one after a halt only if the record shows it', () => {
    const halted = versions({ settled: OLD, open: opened({ Status: 'Halted' }) });
    expect(inForce(halted)).toEqual(staged(OLD, 'Open'));
    expect(inForce(halted, pool({ userAuthEvents: sourceOf({ Priority: 1 }) }))).toEqual(staged(OLD, 'Open'));
    expect(inForce(halted, pool({ userAuthEvents: sourceOf({ Priority: 2 }) }))).toEqual(staged(NEW, 'Open'));
    const outside = versions({ settled: OLD, open: opened({ Status: 'Halted', Threshold: RANK - 1 }) });
    expect(inForce(outside, pool({ userAuthEvents: sourceOf({ Priority: 2 }) }))).toEqual(
      staged(OLD, 'Open'),
    );
    const invalid = versions({ settled: OLD, open: opened({ Status: 'Halted', next: broken() }) });
    expect(inForce(invalid, pool({ userAuthEvents: sourceOf() }))).toEqual(staged(OLD, 'Open'));
  });
});

test('policiesFor leaves out the policies that apply to no pool', () => {
  const aborted = versions({ open: opened({ Status: 'Aborted' }) });
  const other = settledPolicy(parsed({ Name: 'other' }));
  expect(policiesFor([aborted, other], pool(), settings)).toEqual([parsed({ Name: 'other' })]);
});

test('a policy that is given as settled applies unchanged', () => {
  expect(inForce(settledPolicy(NEW))).toEqual(NEW);
  expect(settledPolicy(NEW).name).toBe('sign-ins');
});

describe('the versions of a stored rollout', () => {
  const of = (stored: Parameters<typeof versionsOf>[1]) => versionsOf(NEW, stored, parseText);

  test('are only the parameter without a stored rollout', () => {
    expect(of(undefined)).toEqual({ name: 'sign-ins', current: NEW });
  });

  test('are the parsed texts', () => {
    const stored = rollout({
      Settled: { Text: textOf({ Priority: 1 }), At: '' },
      Open: open({ Text: textOf({ Priority: 2 }), Threshold: 7, Status: 'Halted' }),
    });
    expect(of(stored)).toEqual({
      name: 'sign-ins',
      current: NEW,
      settled: parseText(textOf({ Priority: 1 })),
      open: { next: parseText(textOf({ Priority: 2 })), Status: 'Halted', Threshold: 7 },
    });
  });

  test('say that a deleted policy was created again', () => {
    expect(of(rollout({ DeletedAt: '2026-03-01T12:00:00.000Z' })).isRecreated).toBe(true);
    expect(of(rollout())).not.toHaveProperty('isRecreated');
  });
});

describe('a record shows a version', () => {
  const shows = (over: Partial<Policy>, recorded: Partial<Policy>) =>
    hasVersion(policy(over), undefined, pool({ userAuthEvents: sourceOf(recorded) }), settings);

  test.each<[string, Partial<Policy>]>([
    ['the entry', { LogConfigurations: [toStream('other')] }],
    ['the precedence', { Precedence: 'Mandatory' }],
    ['the priority', { Priority: 3 }],
    ['OnDelete', { OnDelete: 'Clear' }],
    ['the policy', { Name: 'other' }],
  ])('if owner and configuration are the same: not with another value of %s', (_, over) => {
    expect(shows(over, over)).toBe(true);
    expect(shows(over, {})).toBe(false);
    expect(shows({}, over)).toBe(false);
  });

  test('with the values of the macros', () => {
    const withId = policy({ LogConfigurations: [toStream('<userPoolId>')] });
    const withName = policy({ LogConfigurations: [toStream('<userPoolName>')] });
    const recorded = (name: string) => ({
      userPoolId: POOL,
      recorded: {
        Sources: { userAuthEvents: sourceOf({ LogConfigurations: [toStream(name)] }) },
        Facts: { name: 'shop', tags: {} },
      },
    });
    expect(hasVersion(withId, undefined, recorded(POOL), settings)).toBe(true);
    expect(hasVersion(withId, undefined, recorded('other'), settings)).toBe(false);
    expect(hasVersion(withName, undefined, recorded('shop'), settings)).toBe(true);
    const { Facts: _facts, ...unnamed } = recorded('shop').recorded;
    expect(hasVersion(withName, undefined, { userPoolId: POOL, recorded: unnamed }, settings)).toBe(false);
  });

  test('by an event source for which the settled version says something else', () => {
    const settled = parsed({ LogConfigurations: [toStream('policy'), toLogGroup()] });
    const next = policy({ LogConfigurations: [toStream('policy'), toLogGroup('other')] });
    const before = sourceOf({ LogConfigurations: [toLogGroup()] });
    const after = sourceOf({ LogConfigurations: [toLogGroup('other')] });
    const of = (userNotification: typeof before | undefined, userAuthEvents = sourceOf()) =>
      hasVersion(
        next,
        settled,
        pool({ userAuthEvents, ...(userNotification && { userNotification }) }),
        settings,
      );
    expect(of(before)).toBe(false);
    expect(of(undefined)).toBe(false);
    expect(of(after)).toBe(true);
    expect(hasVersion(next, broken(), pool({ userAuthEvents: sourceOf() }), settings)).toBe(true);
  });

  test.each<[string, Partial<Policy>]>([
    ['precedence', { Precedence: 'Mandatory' }],
    ['priority', { Priority: 3 }],
    ['OnDelete', { OnDelete: 'Clear' }],
  ])('by every event source if the %s is another one', (_, over) => {
    const shows = (recorded: Partial<Policy>) =>
      hasVersion(policy(over), parsed(), pool({ userAuthEvents: sourceOf(recorded) }), settings);
    expect(shows(over)).toBe(true);
    expect(shows({})).toBe(false);
  });

  test('by any event source if the versions differ in none', () => {
    const settled = parsed({ Select: { Ids: ['eu-west-1_other'] } });
    expect(hasVersion(policy(), settled, pool({ userAuthEvents: sourceOf() }), settings)).toBe(true);
    expect(hasVersion(policy(), settled, pool(), settings)).toBe(false);
  });

  test('only after its first write, also while it is repaired', () => {
    const during = (Outcome: 'Applied' | 'Repaired') => {
      const source = { ...sourceOf(), Intent: { Outcome, At: '' } };
      return hasVersion(policy(), undefined, pool({ userAuthEvents: source }), settings);
    };
    expect(during('Applied')).toBe(false);
    expect(during('Repaired')).toBe(true);
  });

  test('if one of its event sources does', () => {
    const both = policy({ LogConfigurations: [toStream('policy'), toLogGroup()] });
    const one = pool({ userAuthEvents: sourceOf() });
    expect(hasVersion(both, undefined, one, settings)).toBe(true);
    expect(hasSource(both, 'userAuthEvents', one, settings)).toBe(true);
    expect(hasSource(both, 'userNotification', one, settings)).toBe(false);
    expect(hasSource(policy(), 'userNotification', pool({ userNotification: sourceOf() }), settings)).toBe(
      false,
    );
  });

  test('only with an owner and a configuration', () => {
    const { Desired: _desired, ...unknown } = sourceOf();
    expect(hasVersion(policy(), undefined, pool({ userAuthEvents: unknown }), settings)).toBe(false);
    const { Owner: _owner, ...free } = sourceOf();
    expect(hasVersion(policy(), undefined, pool({ userAuthEvents: free }), settings)).toBe(false);
    const ofParameter = { ...sourceOf(), Owner: { Kind: 'Parameter' as const } };
    expect(hasVersion(policy(), undefined, pool({ userAuthEvents: ofParameter }), settings)).toBe(false);
    expect(hasVersion(policy(), undefined, pool(), settings)).toBe(false);
    expect(hasVersion(policy(), undefined, pool({}), settings)).toBe(false);
  });
});

test('each policy has another order of pools', () => {
  expect(poolsByRank(50, 'one')).not.toEqual(poolsByRank(50, 'two'));
  expect(rankOf('sign-ins', POOL)).toBe(RANK);
  expect(ownedBy().Kind).toBe('Policy');
});
