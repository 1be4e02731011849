import pc from 'picocolors';
import { consequence } from '../../cli/commands/policy/delete.ts';
import { policyChanges } from '../../cli/policies/policy-changes.ts';
import { selectionText } from '../../cli/policies/selection-text.ts';
import { differenceLines } from '../../cli/terminal/difference.ts';
import { withSelection } from '../../cli/terminal/with-selection.ts';
import { settings, toLogGroup } from '../support/situation.ts';

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

test('says what happens to the pools of a deleted policy: nothing, OnDelete, and a hold', () => {
  const of = (pools: number, OnDelete: string) =>
    consequence({ settings }, 'prod', version({ Select: {}, LogConfigurations: [toLogGroup()], OnDelete }), {
      managed: 100,
      byPolicy: new Map([['prod', Array.from({ length: pools }, (_, at) => `eu-west-1_${at}`)]]),
    });
  expect(of(0, 'Retain')).toBe('The policy owns no pool. No pool changes.');
  expect(of(2, 'Retain')).toBe(
    '2 pools leave the policy: eu-west-1_0, eu-west-1_1. After the grace period of 600 s, the next parameter or policy that applies to a pool takes over. Without such a layer, their log delivery is left unchanged and is no longer managed.',
  );
  expect(of(1, 'Clear')).toContain('OnDelete is Clear');
  expect(of(5, 'Retain')).toContain('clr sweep --accept-deletions 5');
});

test('adds the selection of the service behind the second word of a policy command', () => {
  expect(withSelection('To see them, run: clr policy list', { stage: 'prod' })).toBe(
    'To see them, run: clr policy list --stage prod',
  );
  expect(withSelection('run: clr policy get prod -o yaml', { region: 'eu-west-1' })).toBe(
    'run: clr policy get --region eu-west-1 prod -o yaml',
  );
});
