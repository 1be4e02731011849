import pc from 'picocolors';
import { groupPlans } from '../../cli/commands/plan/group-plans.ts';
import { countSteps, groupText, planText, summaryLine } from '../../cli/commands/plan/render.ts';
import type { PoolPlan } from '../../cli/pools/pool-plan.ts';
import { wrapText } from '../../cli/terminal/wrap.ts';
import { expectGolden, TERMINAL_STYLES, widest } from './support/golden.ts';

const group = (name: string) => `arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/${name}`;
const ARN = 'userNotification.CloudWatchLogsConfiguration.LogGroupArn';

const PLANS: readonly PoolPlan[] = [
  {
    userPoolId: 'eu-west-1_aaaaaaaaa',
    step: 'apply',
    why: 'new',
    differences: [
      { path: ARN, before: undefined, after: group('a') },
      { path: 'userNotification.LogLevel', before: undefined, after: 'ERROR' },
    ],
    reasons: [],
  },
  {
    userPoolId: 'eu-west-1_bbbbbbbbb',
    step: 'apply',
    why: 'change',
    differences: [{ path: ARN, before: group('old'), after: group('new') }],
    reasons: [],
  },
  {
    userPoolId: 'eu-west-1_ccccccccc',
    step: 'repair',
    why: 'drift',
    differences: [{ path: 'userNotification.LogLevel', before: 'INFO', after: undefined }],
    reasons: [],
  },
  {
    userPoolId: 'eu-west-1_ddddddddd',
    step: 'rejected',
    why: 'rejected',
    differences: [],
    reasons: [
      'LogConfigurations[0].LogLevel: found "INFO". Expected "ERROR", the only level for userNotification.',
      'mode: unknown key. Did you mean "Mode"?',
    ],
  },
  {
    userPoolId: 'eu-west-1_ggggggggg',
    step: 'rejected',
    why: 'change',
    differences: [{ path: 'userAuthEvents.LogLevel', before: undefined, after: 'INFO' }],
    reasons: ['userAuthEvents: the tier is below PLUS.'],
    findings: [{ problem: 'TierTooLow' }],
  },
  {
    userPoolId: 'eu-west-1_hhhhhhhhh',
    step: 'undelivered',
    why: 'new',
    differences: [{ path: ARN, before: undefined, after: group('gone') }],
    reasons: [`${group('gone')}: the log group does not exist.`],
    findings: [{ problem: 'LogGroupMissing', destination: group('gone') }],
  },
  { userPoolId: 'eu-west-1_eeeeeeeee', step: 'none', why: 'in sync', differences: [], reasons: [] },
  {
    userPoolId: 'eu-west-1_fffffffff',
    step: 'missing',
    why: 'pool not found',
    differences: [],
    reasons: ['User pool eu-west-1_fffffffff does not exist in eu-west-1 (account 123456789012).'],
  },
];

test('does not say of an event source that it is left unchanged if the plan clears it', () => {
  const plan: PoolPlan = {
    userPoolId: 'eu-west-1_aaaaaaaaa',
    step: 'clear',
    why: 'left its policy, OnDelete is Clear',
    sources: [
      { eventSource: 'userNotification', state: 'Free', owner: null },
      { eventSource: 'userAuthEvents', state: 'Free', owner: null },
    ],
    differences: [{ path: 'userNotification.LogLevel', before: 'ERROR', after: undefined }],
    reasons: [],
  };
  const lines = planText(plan, { width: 80, colors: pc.createColors(false) }).split('\n');
  expect(lines).toContain('    userNotification: no owner');
  expect(lines).toContain('    userAuthEvents: no owner, left unchanged');
});

test('shows pools with the same change as one, with macros for their IDs and names', () => {
  const named = (at: number, over: Partial<PoolPlan> = {}): PoolPlan => ({
    userPoolId: `eu-west-1_pool${at}`,
    userPoolName: `shop-${at}`,
    step: 'apply',
    why: 'new',
    differences: [{ path: ARN, before: undefined, after: group(`sign-ins-shop-${at}/eu-west-1_pool${at}`) }],
    reasons: [],
    ...over,
  });
  const groups = groupPlans([1, 2, 3, 4, 5, 6].map((at) => named(at, at === 3 ? { why: 'change' } : {})));
  const texts = groups.map((one) => groupText(one, { width: 80, colors: pc.createColors(false) }));
  expect(texts).toHaveLength(2);
  expect(texts[0]).toBe(
    `+ 5 pools  will be written (new)
    + userNotification.CloudWatchLogsConfiguration.LogGroupArn:
        "${group('sign-ins-<userPoolName>/<userPoolId>')}"
    Pools: shop-1, shop-2, shop-4, shop-5, shop-6. To see each pool, add --all.`,
  );
  expect(texts[1]).toContain('shop-3 (eu-west-1_pool3)  will be written (change)');
  expect(groupPlans([1, 2, 3].map((at) => named(at)))).toHaveLength(3);
});

test.each(TERMINAL_STYLES)('prints a plan at $name columns', async ({ name, width, colors }) => {
  const text = [
    ...PLANS.map((plan) => planText(plan, { width, colors })),
    wrapText(summaryLine(countSteps(PLANS)), width),
  ].join('\n\n');
  await expectGolden(`plan-${name}`, text);
  expect(widest(text)).toBeLessThanOrEqual(width);
});
