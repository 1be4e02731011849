import pc from 'picocolors';
import { consequence } from '../../cli/commands/policy/delete.ts';
import { consequence as parameterConsequence } from '../../cli/deletions/consequence.ts';
import { type DeletionEffect, deletionEffect } from '../../cli/policies/deletion-effect.ts';
import { policyChanges } from '../../cli/policies/policy-changes.ts';
import { selectionText } from '../../cli/policies/selection-text.ts';
import { differenceLines } from '../../cli/terminal/difference.ts';
import { withSelection } from '../../cli/terminal/with-selection.ts';
import type { Owner } from '../../lib/domain/policy/owner.ts';
import { parsePolicyValue } from '../../lib/domain/policy/parse.ts';
import type { ParsedPolicy } from '../../lib/domain/policy/policy.ts';
import { settledPolicy } from '../../lib/domain/rollout/versions.ts';
import { POOL, settings, toLogGroup, toStream, valid } from '../support/situation.ts';

const version = (value: unknown) => ({
  name: '/cognito-log-delivery/policies/prod',
  type: 'String',
  value: JSON.stringify(value),
  version: 1,
  at: '2026-11-27T12:00:00Z',
});

test('shows a selection in short', () => {
  expect(selectionText({})).toBe('all pools');
  expect(
    selectionText({
      Tags: { env: ['prod', 'staging'] },
      Names: ['shop-*'],
      Exclude: { Ids: ['a_b', 'a_c'], Tiers: ['LITE'] },
    }),
  ).toBe('name shop-* and tag env=prod|staging, except 2 IDs or tier LITE');
});

test('shows which members of a policy changed, and its entries by event source', () => {
  const before = version({ Select: {}, LogConfigurations: [toLogGroup('a')] });
  const content = { Priority: 5, Select: { Names: ['x', 'y'] }, LogConfigurations: [toLogGroup('b')] };
  const after = version(content);
  expect(policyChanges(before, after).map(({ path, before: from, after: to }) => [path, from, to])).toEqual([
    ['Select', {}, undefined],
    [
      'userNotification.CloudWatchLogsConfiguration.LogGroupArn',
      expect.stringContaining('/a'),
      expect.stringContaining('/b'),
    ],
    ['Priority', undefined, 5],
    ['Select.Names', undefined, ['x', 'y']],
  ]);
  expect(policyChanges(before, undefined)).toHaveLength(4);
  expect(policyChanges(after, version({ ...content, Select: { Names: ['x,y'] } }))).toEqual([
    { path: 'Select.Names', before: ['x', 'y'], after: ['x,y'] },
  ]);
  const style = { colors: pc.createColors(false), width: 80 };
  expect(differenceLines(policyChanges(before, after), style).slice(-2)).toEqual([
    '+ Priority: 5',
    '+ Select.Names: ["x","y"]',
  ]);
});

const ids = (count: number) => Array.from({ length: count }, (_, at) => `eu-west-1_${at}`);

test('says what happens to the pools of a deleted policy: takeovers, losses, OnDelete, and a hold', () => {
  const of = (lost: number, OnDelete: string, over: Partial<DeletionEffect> = {}) =>
    consequence({ settings }, 'prod', version({ Select: {}, LogConfigurations: [toLogGroup()], OnDelete }), {
      managed: 100,
      lostInFleet: lost,
      pools: ids(lost),
      lost: ids(lost),
      takenOver: new Map(),
      solved: 0,
      ...over,
    });
  expect(of(0, 'Retain')).toBe('The policy owns no pool. No pool changes.');
  expect(of(0, 'Retain', { solved: 1 })).toBe(
    'The policy owns no pool. 1 pool is no longer rejected: the next sweep applies the remaining layer.',
  );
  expect(of(2, 'Retain')).toBe(
    '2 pools leave the policy: eu-west-1_0, eu-west-1_1. 2 pools lose their owner: eu-west-1_0, eu-west-1_1. After the grace period of 600 s, their log delivery is left unchanged and is no longer managed.',
  );
  const takenOver = new Map([
    ['policy "other"', 2],
    ["the pool's parameter", 1],
  ]);
  expect(of(1, 'Retain', { pools: ids(4), takenOver })).toBe(
    '4 pools leave the policy: eu-west-1_0, eu-west-1_1, eu-west-1_2, eu-west-1_3. After the grace period of 600 s, other layers take over 3 of them: policy "other" (2), the pool\'s parameter (1). 1 pool loses its owner: eu-west-1_0. After the grace period of 600 s, its log delivery is left unchanged and is no longer managed.',
  );
  expect(of(0, 'Clear', { pools: ids(20), takenOver: new Map([['policy "other"', 20]]) })).toMatch(
    /other layers take over all of them: policy "other" \(20\)\. No pool loses its owner\.$/,
  );
  expect(of(1, 'Clear')).toContain('OnDelete is Clear');
  expect(of(5, 'Retain')).toContain('clr sweep --accept-deletions 5');
  expect(of(5, 'Retain', { lostInFleet: 7 })).toContain('clr sweep --accept-deletions 7');
});

test('counts the pools that another layer takes over, and those that a sweep counts as lost', () => {
  const named = (name: string, over: object = {}) =>
    parsePolicyValue({ Select: {}, LogConfigurations: [toLogGroup(name)], ...over }, name, settings);
  const owner: Owner = { Kind: 'Policy', Name: 'prod', Precedence: 'Default', Priority: 100 };
  const status = (Outcome: 'InSync' | 'Rejected') => ({
    Outcome,
    Reasons: [],
    Since: '2026-11-27T12:00:00Z',
  });
  const owned = (UserPoolId: string) => ({
    UserPoolId,
    Status: status('InSync'),
    Sources: { userNotification: { Status: status('InSync'), Owner: owner } },
  });
  const tied = {
    UserPoolId: 'eu-west-1_tied',
    Status: status('Rejected'),
    Sources: { userNotification: { Status: status('Rejected'), RejectedBy: [owner] } },
  };
  const effect = deletionEffect('prod', {
    records: [...['a', 'b', 'c'].map((id) => owned(`eu-west-1_${id}`)), tied],
    parameters: new Map([['eu-west-1_b', { name: '', type: 'String', value: '{"LogConfigurations":[]}' }]]),
    policies: [
      settledPolicy(named('prod')),
      settledPolicy(named('other', { Priority: 200, Select: { Ids: ['eu-west-1_a', 'eu-west-1_tied'] } })),
    ],
    settings,
  });
  expect(effect).toEqual({
    managed: 4,
    lostInFleet: 1,
    pools: ['eu-west-1_a', 'eu-west-1_b', 'eu-west-1_c'],
    lost: ['eu-west-1_c'],
    takenOver: new Map([
      ['policy "other"', 1],
      ["the pool's parameter", 1],
    ]),
    solved: 1,
  });
});

test('says for each event source which policy takes over after the deletion of a parameter', () => {
  const both = parsePolicyValue(
    { Select: {}, LogConfigurations: [toLogGroup('x'), toStream('x')] },
    'both',
    settings,
  );
  const one = parsePolicyValue({ Select: {}, LogConfigurations: [toLogGroup('y')] }, 'one', settings);
  const first = parsePolicyValue(
    { Select: {}, Precedence: 'Mandatory', LogConfigurations: [toLogGroup('x'), toStream('x')] },
    'first',
    settings,
  );
  const of = (policies: readonly ParsedPolicy[], OnDelete: 'Retain' | 'Clear' = 'Retain') =>
    parameterConsequence({
      userPoolId: POOL,
      desired: valid({ OnDelete }),
      policies,
      recorded: undefined,
      facts: { name: 'shop', tags: {}, tier: 'PLUS' },
      settings,
    });
  expect(of([])).toBe("The pool's log delivery is left unchanged and is no longer managed.");
  expect(of([], 'Clear')).toBe(
    "OnDelete is Clear: the first sweep after 600 s turns off the pool's log delivery.",
  );
  expect(of([both])).toBe(
    'After the grace period of 600 s, userNotification and userAuthEvents are taken over by policy "both".',
  );
  expect(of([one])).toBe(
    'After the grace period of 600 s, userNotification is taken over by policy "one". userAuthEvents is left unchanged and is no longer managed.',
  );
  expect(of([one], 'Clear')).toContain(
    'OnDelete is Clear: the first sweep after 600 s turns off userAuthEvents.',
  );
  expect(of([both, one])).toMatch(
    /userNotification is left unchanged, because policy "both" is rejected: .*disagree/,
  );
  expect(of([first])).toBe('Policies own all event sources of the pool, so it does not change.');
});

test('adds the selection of the service behind the second word of a policy command', () => {
  expect(withSelection('To see them, run: clr policy list', { stage: 'prod' })).toBe(
    'To see them, run: clr policy list --stage prod',
  );
  expect(withSelection('run: clr policy get prod -o yaml', { region: 'eu-west-1' })).toBe(
    'run: clr policy get --region eu-west-1 prod -o yaml',
  );
});
