import { adopted } from '../../cli/commands/import/adopt.ts';
import { sourcePolicies } from '../../cli/policies/source-policies.ts';
import type { Policy, PoolFacts } from '../../lib/domain/policy/policy.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';
import { type PolicyVersions, settledPolicy, versionsOf } from '../../lib/domain/rollout/versions.ts';
import { broken, facts, parsed } from '../support/policies.ts';
import { openRollout, parseText, rollout, sourceOf, textOf } from '../support/rollouts.ts';
import { applied, POOL, settings, toLogGroup, toStream } from '../support/situation.ts';

const settled = (over: Partial<Policy> = {}): PolicyVersions => settledPolicy(parsed(over));
/** Returns a new policy with a rollout that has not reached a pool. */
const rolledOut = (Status: 'Running' | 'Halted' | 'Aborted', Text = textOf()): PolicyVersions =>
  versionsOf(parseText(textOf()), rollout({ Open: openRollout(Text, { Status }) }), parseText);

interface Known {
  readonly facts?: PoolFacts | undefined;
  readonly recorded?: PoolRecord;
}

function found(policies: readonly PolicyVersions[], { recorded, ...known }: Known = {}) {
  const pool = { userPoolId: POOL, facts: 'facts' in known ? known.facts : facts(), recorded };
  const { bySource, unknown } = sourcePolicies(pool, policies, settings);
  return { ...Object.fromEntries(bySource), ...(unknown.length > 0 && { unknown }) };
}

test('a policy that selects the pool owns the event source of its entry', () => {
  expect(found([settled()])).toEqual({ userAuthEvents: ['sign-ins'] });
  expect(found([settled({ Select: { Names: ['test-*'] } })])).toEqual({});
  expect(found([])).toEqual({});
});

test('invalid policies, and policies that disagree, own the event source too', () => {
  expect(found([settledPolicy(broken())])).toEqual({ userAuthEvents: ['sign-ins'] });
  const other = settled({ Name: 'other', LogConfigurations: [toStream('other')] });
  expect(found([settled(), other])).toEqual({ userAuthEvents: ['other', 'sign-ins'] });
});

test('a policy owns what its rollout has not reached, until the rollout is aborted', () => {
  expect(found([rolledOut('Running')])).toEqual({ userAuthEvents: ['sign-ins'] });
  expect(found([rolledOut('Halted')])).toEqual({ userAuthEvents: ['sign-ins'] });
  expect(found([rolledOut('Aborted')])).toEqual({});
  // The policy was edited after the rollout was aborted.
  const edited = textOf({ LogConfigurations: [toStream('before')] });
  expect(found([rolledOut('Aborted', edited)])).toEqual({ userAuthEvents: ['sign-ins'] });
});

test('a policy owns an event source that waits for a higher tier', () => {
  expect(found([settled()], { facts: facts({ tier: 'ESSENTIALS' }) })).toEqual({
    userAuthEvents: ['sign-ins'],
  });
});

test('a policy in mode Observe owns only what it owned before', () => {
  const observing = { Mode: 'Observe' } as const;
  expect(found([settled(observing)])).toEqual({});
  const recorded = applied({ Sources: { userAuthEvents: sourceOf() } });
  expect(found([settled(observing)], { recorded })).toEqual({ userAuthEvents: ['sign-ins'] });
});

test('names a policy that may select the pool by facts that are not known', () => {
  const byName = settled({ Select: { Names: ['prod-*'] } });
  expect(found([byName], { facts: undefined })).toEqual({ unknown: ['sign-ins'] });
  const policies = { bySource: new Map(), unknown: ['sign-ins'] };
  expect(adopted(POOL, [toStream()], policies, settings)).toEqual({
    kind: 'Rejected',
    userPoolId: POOL,
    reasons: [
      'It is not known whether the policy "sign-ins" selects the pool, because its name, tags and tier could not be read (cognito-idp:DescribeUserPool).',
    ],
  });
});

test('a parameter leaves the event sources of policies to them', () => {
  const policies = { bySource: new Map([['userAuthEvents', ['b', 'a']]]), unknown: [] };
  const result = adopted(POOL, [toStream(), toLogGroup()], policies, settings);
  expect(result).toMatchObject({ kind: 'Ready', isEmpty: false, policies: ['a', 'b'] });
  expect(JSON.parse(result.kind === 'Ready' ? result.text : '')).toEqual({
    UserPoolId: POOL,
    Inherit: true,
    LogConfigurations: [toLogGroup()],
  });
  const left = { kind: 'OfPolicies', userPoolId: POOL, policies: ['a', 'b'] };
  expect(adopted(POOL, [toStream()], policies, settings)).toEqual(left);
  expect(adopted(POOL, [], policies, settings)).toEqual(left);
});
