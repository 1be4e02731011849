import { type Owner, PARAMETER } from '../../../lib/domain/policy/owner.ts';
import type { ParsedPolicy } from '../../../lib/domain/policy/policy.ts';
import type { SourceRecord } from '../../../lib/domain/record.ts';
import { needsDecision } from '../../../lib/domain/rollout/needs-decision.ts';
import { candidateOf, type RolloutPool } from '../../../lib/domain/rollout/progress.ts';
import { rankOf } from '../../../lib/domain/rollout/rank.ts';
import { NO_RANK } from '../../../lib/domain/rollout/rollout.ts';
import { type PolicyVersions, settledPolicy } from '../../../lib/domain/rollout/versions.ts';
import { broken, facts, parsed } from '../../support/policies.ts';
import { sourceOf } from '../../support/rollouts.ts';
import {
  applied,
  later,
  NOON,
  POOL,
  settings,
  toLogGroup,
  toStream,
  valid,
} from '../../support/situation.ts';

const NEXT = parsed();
const STARTED = NOON.toISOString();
const RANK = rankOf('sign-ins', POOL);

type Sources = NonNullable<NonNullable<RolloutPool['recorded']>['Sources']>;
const recordOf = (Sources: Sources, over: object = {}): RolloutPool['recorded'] => ({
  ...applied(),
  Sources,
  Facts: facts(),
  ...over,
});
const pool = (over: Partial<RolloutPool> = {}): RolloutPool => ({
  userPoolId: POOL,
  desired: { kind: 'Absent' },
  facts: facts(),
  recorded: recordOf({}),
  ...over,
});
const candidate = (of: RolloutPool, next: ParsedPolicy = NEXT, others: readonly PolicyVersions[] = []) =>
  candidateOf(of, others, { next, startedAt: STARTED }, settings);
const withSource = (source: SourceRecord, over: object = {}) =>
  pool({ recorded: recordOf({ userAuthEvents: source }, over) });

describe('a pool belongs to a rollout', () => {
  test('if the new version owns one of its event sources', () => {
    expect(candidate(pool())).toEqual({ userPoolId: POOL, rank: RANK, state: 'Pending', destinations: [] });
  });

  test('not if the new version does not select it, has no entry, only observes, or its tier cannot have the entry', () => {
    expect(candidate(pool(), parsed({ Select: { Names: ['x'] } }))).toBeUndefined();
    expect(candidate(pool(), parsed({ Mode: 'Observe' }))).toBeUndefined();
    expect(candidate(pool({ facts: facts({ tier: 'LITE' }) }))).toBeUndefined();
  });

  test('not if another layer goes before the new version', () => {
    const first = settledPolicy(parsed({ Name: 'first', Priority: 1 }));
    expect(candidate(pool(), NEXT, [first])).toBeUndefined();
    expect(candidate(pool({ desired: valid() }))).toBeUndefined();
    const after = settledPolicy(parsed({ Name: 'after', Priority: 101 }));
    expect(candidate(pool(), NEXT, [after])).toBeDefined();
  });

  test('the stored version of the same policy does not count', () => {
    const other = settledPolicy(parsed({ LogConfigurations: [toStream('other')] }));
    expect(candidate(withSource(sourceOf()), NEXT, [other])).toMatchObject({ state: 'Done' });
    const stored = settledPolicy(parsed({ Precedence: 'Mandatory' }));
    expect(candidate(pool(), NEXT, [stored])).toBeDefined();
  });

  test('not if its recorded owner only observes now', () => {
    const before = withSource(sourceOf());
    expect(candidate(before, parsed({ Mode: 'Observe' }))).toBeUndefined();
  });
});

describe('a pool whose facts were never read', () => {
  const unread = (over: Partial<RolloutPool> = {}) => pool({ recorded: undefined, ...over });
  const { tier: _tier, ...listed } = facts();

  test('is unknown if the selection depends on the tier', () => {
    const byTier = parsed({ Select: { Tiers: ['PLUS'] }, LogConfigurations: [toLogGroup()] });
    expect(candidate(unread({ facts: listed }), byTier)).toEqual({
      userPoolId: POOL,
      rank: RANK,
      state: 'Pending',
      isUnknown: true,
      destinations: [],
    });
    expect(candidate(pool({ facts: listed }), byTier)).toBeUndefined();
    expect(candidate(unread({ facts: undefined }), byTier)).toBeUndefined();
  });

  test('is unknown if the new version owns its sign-ins, which not every tier can have', () => {
    expect(candidate(unread({ facts: listed }))).toMatchObject({ state: 'Pending', isUnknown: true });
    expect(candidate(unread({ facts: listed }), parsed({ LogConfigurations: [toLogGroup()] }))).toEqual({
      userPoolId: POOL,
      rank: RANK,
      state: 'Pending',
      destinations: [],
    });
    expect(candidate(pool({ facts: listed }))).not.toHaveProperty('isUnknown');
  });

  test('is not unknown because of another policy', () => {
    const other = settledPolicy(parsed({ Name: 'other', Select: { Tiers: ['PLUS'] } }));
    const byName = parsed({ Select: { Names: ['x'] } });
    expect(candidate(unread({ facts: listed }), byName, [other])).toBeUndefined();
  });
});

describe('a pool', () => {
  const stateOf = (source: SourceRecord, over: object = {}) => candidate(withSource(source, over));

  test.each(['Applied', 'Repaired', 'InSync'] as const)('is done with the outcome %s', (outcome) => {
    expect(stateOf(sourceOf({}, outcome))).toMatchObject({
      state: 'Done',
      destinations: [toStream('policy').FirehoseConfiguration?.StreamArn],
    });
  });

  test.each(['Contested', 'PoolNotFound', 'OutOfSync'] as const)(
    'never blocks a wave with the outcome %s',
    (outcome) => {
      expect(stateOf(sourceOf({}, outcome))).toMatchObject({ state: 'Done', destinations: [] });
    },
  );

  test('is pending while it waits', () => {
    expect(stateOf(sourceOf({}, 'Waiting'))).toMatchObject({ state: 'Pending' });
  });

  test('is pending while its record shows another version or owner', () => {
    expect(stateOf(sourceOf({ Priority: 1 }))).toMatchObject({ state: 'Pending' });
    expect(stateOf(sourceOf({ Priority: 1 }, 'Rejected'))).toMatchObject({ state: 'Pending' });
    expect(stateOf(sourceOf({ Name: 'other', Priority: 200 }))).toMatchObject({ state: 'Done' });
  });

  test('has failed if it was rejected, with the reasons', () => {
    expect(stateOf(sourceOf({}, 'Rejected', ['InvalidParameterException.', 'No stream.']))).toMatchObject({
      state: 'Failed',
      reason: 'userAuthEvents: InvalidParameterException. No stream.',
    });
  });

  test('has not failed because of an older rejection of an entry that the new version does not change', () => {
    const { Status, ...source } = sourceOf({}, 'Rejected');
    const old = withSource({ ...source, Status: { ...Status, Since: later(-1).toISOString() } });
    const only = (over: object) => [settledPolicy(parsed(over))];
    expect(candidate(old, NEXT, only({ Rollout: { Waves: [2] } }))).toMatchObject({ state: 'Done' });
    expect(candidate(withSource(sourceOf({}, 'Rejected')), NEXT, only({}))).toMatchObject({
      state: 'Failed',
    });
    for (const changed of [
      { Priority: 1 },
      { OnDelete: 'Clear' },
      { LogConfigurations: [toStream('other')] },
    ])
      expect(candidate(old, NEXT, only(changed))).toMatchObject({ state: 'Failed' });
    expect(candidate(old)).toMatchObject({ state: 'Failed' });
  });

  test('has failed if it stopped delivering after the rollout began', () => {
    const since = (seconds: number, Problem = 'ThreatProtectionOff') => ({
      Finding: { Problem, Since: later(seconds).toISOString() },
    });
    expect(stateOf(sourceOf(), since(0))).toMatchObject({
      state: 'Failed',
      reason: 'userAuthEvents: threat protection of the pool is off',
    });
    expect(stateOf(sourceOf(), since(1, 'TierTooLow'))).toMatchObject({
      reason: 'userAuthEvents: the tier of the pool does not export sign-in activity',
    });
    expect(stateOf(sourceOf(), since(-1))).toMatchObject({ state: 'Done' });
    expect(stateOf(sourceOf({}, 'Contested'), since(1))).toMatchObject({ state: 'Done' });
  });

  test('has not failed because of its other event source', () => {
    const over = { LogConfigurations: [toLogGroup()] };
    const recorded = recordOf(
      { userNotification: sourceOf(over), userAuthEvents: sourceOf({ Name: 'other' }, 'Rejected') },
      { Finding: { Problem: 'ThreatProtectionOff', Since: later(1).toISOString() } },
    );
    expect(candidate(pool({ recorded }), parsed(over))).toMatchObject({ state: 'Done' });
  });

  test('has failed if the new version disagrees with a policy of its rank', () => {
    const equal = settledPolicy(parsed({ Name: 'equal', LogConfigurations: [toStream('other')] }));
    const found = candidate(pool(), NEXT, [equal]);
    expect(found).toMatchObject({ state: 'Failed' });
    expect(found?.reason).toMatch(/^userAuthEvents: .*policy "equal".*policy "sign-ins"/);
  });

  test('has failed with all reasons for which it is invalid', () => {
    const issue = (path: string) => ({ path, found: '"x"', expected: 'a number' });
    const one = broken();
    const issues = [issue('Priority'), issue('OnDelete')];
    const invalid: ParsedPolicy = one.kind === 'Invalid' ? { ...one, issues } : one;
    expect(candidate(pool(), invalid)?.reason).toMatch(/Priority.*\. .*OnDelete/);
  });

  test('has failed if an ARN of the new version is not valid for it', () => {
    const named = parsed({ LogConfigurations: [toStream('<userPoolName>')] });
    expect(candidate(pool({ facts: facts({ name: 'a pool' }) }), named)).toMatchObject({ state: 'Failed' });
  });

  test('is as far as the worse of its event sources', () => {
    const signIns = sourceOf({ LogConfigurations: [toStream('policy')] });
    const errors = sourceOf({ LogConfigurations: [toLogGroup()] });
    const rejected = sourceOf({ LogConfigurations: [toLogGroup()] }, 'Rejected', ['no']);
    const at = (sources: Sources) =>
      candidate(
        pool({ recorded: recordOf(sources) }),
        parsed({ LogConfigurations: [toStream('policy'), toLogGroup()] }),
      );
    expect(at({ userAuthEvents: signIns, userNotification: errors })).toMatchObject({ state: 'Done' });
    expect(at({ userAuthEvents: signIns })).toMatchObject({ state: 'Pending' });
    expect(at({ userNotification: errors })).toMatchObject({ state: 'Pending' });
    expect(at({ userAuthEvents: signIns, userNotification: errors })?.destinations).toHaveLength(2);
    const unread = pool({ recorded: undefined });
    const both = parsed({ LogConfigurations: [toStream('policy'), toLogGroup()] });
    expect(candidate(unread, both)).toMatchObject({ isUnknown: true });
    expect(at({ userNotification: rejected })).toMatchObject({
      state: 'Failed',
      reason: 'userNotification: no',
    });
  });

  test('does not wait for the grace period of an owner that left', () => {
    const left = (Owner: Owner) => withSource({ ...sourceOf({}, 'Waiting'), Owner });
    expect(candidate(left(PARAMETER))).toMatchObject({ state: 'Done' });
    const { Owner: own } = sourceOf({ Name: 'other', Priority: 1 });
    expect(candidate(left(own ?? PARAMETER))).toMatchObject({ state: 'Done' });
  });

  test('is pending while the new version takes over from an owner that still applies', () => {
    const mandatory = parsed({ Precedence: 'Mandatory' });
    const owned = pool({ desired: valid({ LogConfigurations: [toStream('own')] }), recorded: applied() });
    expect(candidate(owned, mandatory)).toMatchObject({ state: 'Pending' });
  });

  test('is pending if the new version is invalid by the settings', () => {
    expect(candidate(pool(), broken())).toMatchObject({ state: 'Failed' });
  });
});

describe('a pool must be decided again', () => {
  const needs = (of: RolloutPool, versions: readonly PolicyVersions[]) =>
    needsDecision(of, versions, 'sign-ins', settings);

  test('if its record is not what the version in force leads to', () => {
    expect(needs(withSource(sourceOf({ Priority: 1 })), [settledPolicy(NEXT)])).toBe(true);
    expect(needs(withSource(sourceOf()), [settledPolicy(NEXT)])).toBe(false);
  });

  test('if the policy owns an event source that it does not select any more, or was deleted', () => {
    const narrow = settledPolicy(parsed({ Select: { Names: ['x'] } }));
    expect(needs(withSource(sourceOf()), [narrow])).toBe(true);
    expect(needs(withSource(sourceOf()), [])).toBe(true);
    expect(needs(pool(), [narrow])).toBe(false);
    expect(needs(withSource(sourceOf({ Name: 'other' })), [narrow])).toBe(false);
    expect(needs(withSource({ ...sourceOf(), Owner: PARAMETER }), [])).toBe(false);
  });

  test('by the version that applies to the pool', () => {
    const outside: PolicyVersions = {
      name: 'sign-ins',
      current: NEXT,
      settled: parsed({ Priority: 1 }),
      open: { next: NEXT, Status: 'Running', Threshold: NO_RANK },
    };
    expect(needs(withSource(sourceOf({ Priority: 1 })), [outside])).toBe(false);
    expect(needs(withSource(sourceOf()), [outside])).toBe(true);
  });
});
