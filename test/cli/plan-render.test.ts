import { countSteps, planText, summaryLine } from '../../cli/commands/plan/render.ts';
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

test.each(TERMINAL_STYLES)('prints a plan at $name columns', async ({ name, width, colors }) => {
  const text = [
    ...PLANS.map((plan) => planText(plan, { width, colors })),
    wrapText(summaryLine(countSteps(PLANS)), width),
  ].join('\n\n');
  await expectGolden(`plan-${name}`, text);
  expect(widest(text)).toBeLessThanOrEqual(width);
});
