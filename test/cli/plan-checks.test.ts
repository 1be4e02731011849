import { planExitCode, untouchedProblems } from '../../cli/commands/plan/exit-code.ts';
import { type CheckPorts, checkPlans } from '../../cli/pools/plan-checks.ts';
import type { PlannedPool } from '../../cli/pools/plan-pool.ts';
import type { PoolPlan } from '../../cli/pools/pool-plan.ts';
import { uncheckedLines } from '../../cli/pools/unchecked.ts';
import type { DestinationProblem, PoolProtection } from '../../lib/domain/finding.ts';
import type { LogConfiguration } from '../../lib/domain/log-configuration.ts';
import { AwsCallError, RateLimitTimeoutError } from '../../lib/reconcile/errors.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { recordingTerminal } from './support/recording-terminal.ts';

const group = (name: string) => `arn:aws:logs:eu-west-1:123456789012:log-group:${name}`;
const STREAM = 'arn:aws:firehose:eu-west-1:123456789012:deliverystream/sign-ins';
const BUCKET = 'arn:aws:s3:::audit';
const notifications = (name = 'a'): LogConfiguration => ({
  EventSource: 'userNotification',
  LogLevel: 'ERROR',
  CloudWatchLogsConfiguration: { LogGroupArn: group(name) },
});
const signIns = (destination: object): LogConfiguration => ({
  EventSource: 'userAuthEvents',
  LogLevel: 'INFO',
  ...destination,
});
const toStream = signIns({ FirehoseConfiguration: { StreamArn: STREAM } });
const toBucket = signIns({ S3Configuration: { BucketArn: BUCKET } });

const PLUS: PoolProtection = { UserPoolTier: 'PLUS', AdvancedSecurityMode: 'AUDIT' };

const planned = (
  step: PoolPlan['step'],
  wanted: readonly LogConfiguration[],
  userPoolId = 'eu-west-1_a',
): PlannedPool => ({
  plan: { userPoolId, step, why: 'new', differences: [], reasons: [] },
  wanted,
  recorded: undefined,
  storesSomething: true,
});

const denied = (operation: string) =>
  new AwsCallError('Permission', operation, 'AccessDeniedException', undefined);

/** Runs the checks against these destinations and this pool. An error is thrown by the check. */
async function check(
  plans: readonly PlannedPool[],
  {
    destinations = {},
    protection = PLUS,
    checkMs = 0,
    interruptAt,
  }: {
    readonly destinations?: Readonly<Record<string, DestinationProblem | Error>>;
    readonly protection?: PoolProtection | Error | undefined;
    readonly checkMs?: number;
    readonly interruptAt?: number;
  } = {},
) {
  const clock = virtualClock();
  const { terminal, interrupt } = recordingTerminal();
  const checked: string[] = [];
  const result = <T>(value: T | Error): T => {
    if (value instanceof Error) throw value;
    return value;
  };
  const ports: CheckPorts = {
    clock,
    context: { priority: 'upkeep', deadline: Number.MAX_SAFE_INTEGER },
    destinations: {
      async check(arn) {
        checked.push(arn);
        if (checked.length === interruptAt) interrupt();
        if (checkMs > 0) await clock.sleep(checkMs);
        return result(destinations[arn]);
      },
    },
    descriptions: {
      async read(userPoolId) {
        checked.push(userPoolId);
        return { Name: 'shop', Tags: {}, ...(await result(protection)) };
      },
    },
  };
  const running = checkPlans(terminal, ports, plans);
  await clock.drain();
  return { ...(await running), checked, seconds: (clock.time() - virtualClock().time()) / 1000 };
}

type Problems = Readonly<Record<string, DestinationProblem>>;

test.each<[string, LogConfiguration, PoolProtection, Problems, Partial<PoolPlan>]>([
  [
    'a LITE pool with userAuthEvents is rejected',
    toBucket,
    { UserPoolTier: 'LITE', AdvancedSecurityMode: undefined },
    {},
    {
      step: 'rejected',
      outcome: 'Rejected',
      reasons: ['userAuthEvents: the tier is below PLUS.'],
      findings: [{ problem: 'TierTooLow' }],
    },
  ],
  [
    'an ESSENTIALS pool with userAuthEvents is rejected',
    toBucket,
    { UserPoolTier: 'ESSENTIALS', AdvancedSecurityMode: undefined },
    {},
    { step: 'rejected' },
  ],
  [
    'a PLUS pool without threat protection would not deliver userAuthEvents',
    toBucket,
    { UserPoolTier: 'PLUS', AdvancedSecurityMode: 'OFF' },
    {},
    { step: 'undelivered', reasons: ['userAuthEvents: threat protection is off.'] },
  ],
  [
    'userNotification works with every tier',
    notifications(),
    { UserPoolTier: 'LITE', AdvancedSecurityMode: undefined },
    {},
    { step: 'apply' },
  ],
  [
    'a missing log group prevents delivery',
    notifications(),
    PLUS,
    { [group('a')]: 'LogGroupMissing' },
    {
      step: 'undelivered',
      reasons: [`${group('a')}: the log group does not exist.`],
      findings: [{ problem: 'LogGroupMissing', destination: group('a') }],
    },
  ],
  [
    'a missing stream prevents delivery',
    toStream,
    PLUS,
    { [STREAM]: 'StreamMissing' },
    { step: 'undelivered', reasons: [`${STREAM}: the stream does not exist.`] },
  ],
  [
    'a missing bucket prevents delivery',
    toBucket,
    PLUS,
    { [BUCKET]: 'BucketMissing' },
    { step: 'undelivered', reasons: [`${BUCKET}: the bucket does not exist.`] },
  ],
  [
    'a stream without its tag does not prevent a write, which sets the tag',
    toStream,
    PLUS,
    { [STREAM]: 'StreamTagMissing' },
    {
      step: 'apply',
      reasons: [
        `${STREAM}: the stream does not have the tag LogDeliveryEnabled=true. Cognito sets it when the pool is written.`,
      ],
    },
  ],
  ['a pool whose checks pass keeps its plan', toStream, PLUS, {}, { step: 'apply', reasons: [] }],
])('%s', async (_, wanted, protection, destinations, plan) => {
  const { plans, unchecked } = await check([planned('apply', [wanted])], { protection, destinations });
  expect(plans).toEqual([expect.objectContaining(plan)]);
  expect(unchecked).toEqual([]);
});

test('a repair is checked too, and an observed pool keeps its step and gets the reasons', async () => {
  const options = { destinations: { [group('a')]: 'LogGroupMissing' } } as const;
  const both = [planned('repair', [notifications()]), planned('observe', [notifications()])];
  const { plans } = await check(both, options);
  expect(plans.map(({ step }) => step)).toEqual(['undelivered', 'observe']);
  expect(plans[1]?.reasons).toEqual([`${group('a')}: the log group does not exist.`]);
});

test.each(['none', 'clear', 'release', 'wait', 'rejected', 'missing', 'unmanaged', 'failed'] as const)(
  'a pool with the step %s is not checked',
  async (step) => {
    const { plans, checked } = await check([planned(step, [toStream])], {
      destinations: { [STREAM]: 'StreamMissing' },
    });
    expect(checked).toEqual([]);
    expect(plans[0]?.step).toBe(step);
  },
);

test('each destination is checked once, at most five times per second', async () => {
  const plans = Array.from({ length: 40 }, (_, at) =>
    planned('apply', [notifications(`group-${at % 11}`)], `eu-west-1_${at}`),
  );
  const { checked, seconds } = await check(plans);
  expect(checked).toHaveLength(11);
  expect(new Set(checked).size).toBe(11);
  expect(seconds).toBe(2);
});

test('the checks stop after two minutes and name what they did not check', async () => {
  const plans = Array.from({ length: 40 }, (_, at) =>
    planned('apply', [notifications(`group-${at}`)], `eu-west-1_${at}`),
  );
  const { checked, unchecked } = await check(plans, { checkMs: 5_000 });
  expect(checked.length + unchecked.length).toBe(40);
  expect(checked.length).toBeLessThan(25);
  expect(unchecked.at(-1)).toEqual({
    subject: group('group-39'),
    reason: 'the checks stop after two minutes',
  });
});

test('Ctrl-C ends the checks after the current one', async () => {
  const plans = ['a', 'b', 'c'].map((name) => planned('apply', [notifications(name)], `eu-west-1_${name}`));
  const { checked, unchecked } = await check(plans, { interruptAt: 2 });
  expect(checked).toEqual([group('a'), group('b')]);
  expect(unchecked).toEqual([{ subject: group('c'), reason: 'interrupted' }]);
});

test.each<[string, string, LogConfiguration, Error]>([
  [
    'a log group',
    'logs:DescribeLogGroups: AccessDeniedException',
    notifications(),
    denied('DescribeLogGroups'),
  ],
  [
    'a stream',
    'firehose:DescribeDeliveryStream: AccessDeniedException',
    toStream,
    denied('DescribeDeliveryStream'),
  ],
  ['a bucket', 's3:ListBucket: AccessDeniedException', toBucket, denied('HeadBucket')],
  ['a foreign log group', 'in another account or Region', notifications(), denied('CheckDestination')],
  [
    'a throttled check',
    'the checks stop after two minutes',
    notifications(),
    new RateLimitTimeoutError('x', 1),
  ],
  ['an endpoint without the service', 'SyntaxError', toBucket, new SyntaxError('<html>')],
])('without a check of %s, the plan stays and the reason is %s', async (_, reason, wanted, error) => {
  const [subject = ''] = Object.values(wanted).flatMap((value) =>
    typeof value === 'object' ? Object.values(value) : [],
  );
  const { plans, unchecked } = await check([planned('apply', [wanted])], {
    destinations: { [String(subject)]: error },
  });
  expect(plans[0]?.step).toBe('apply');
  expect(unchecked).toEqual([{ subject, reason }]);
});

test('without the permission to describe a pool, its destination is still checked', async () => {
  const { plans, unchecked } = await check([planned('apply', [toBucket])], {
    protection: denied('DescribeUserPool'),
    destinations: { [BUCKET]: 'BucketMissing' },
  });
  expect(plans[0]?.step).toBe('undelivered');
  const reason = 'cognito-idp:DescribeUserPool: AccessDeniedException';
  expect(unchecked).toEqual([{ subject: 'eu-west-1_a', reason }]);
  expect(uncheckedLines([...unchecked, { subject: 'eu-west-1_b', reason }])).toEqual([
    `Not checked (${reason}): eu-west-1_a, eu-west-1_b.`,
  ]);
});

const KINDS = {
  ok: ['none', 'unmanaged', 'observe', 'wait', 'release'],
  writes: ['apply', 'repair', 'clear'],
  fails: ['rejected', 'undelivered', 'missing', 'failed'],
} as const satisfies Readonly<Record<string, readonly PoolPlan['step'][]>>;
type Kind = keyof typeof KINDS;
const SETS: readonly (readonly Kind[])[] = [
  [],
  ['ok'],
  ['writes'],
  ['fails'],
  ['ok', 'writes'],
  ['ok', 'fails'],
  ['writes', 'fails'],
  ['ok', 'writes', 'fails'],
];

/** Returns every list of steps of these kinds. */
const combinations = (kinds: readonly Kind[]): readonly (readonly PoolPlan['step'][])[] =>
  kinds.reduce<readonly (readonly PoolPlan['step'][])[]>(
    (lists, kind) => lists.flatMap((list) => KINDS[kind].map((step) => [...list, step])),
    [[]],
  );

test('with a policy in a file, only the pools that it touches count', () => {
  const unrelated = planned('rejected', []).plan;
  const policyEffects = (effect: 'added' | 'conflict') => [
    { policy: 'prod', eventSource: 'userNotification', effect, differences: [] } as const,
  ];
  const code = (plan: PoolPlan) =>
    planExitCode({ plans: [unrelated, plan], someUnknown: false, isOfPolicies: true }, true);
  expect(code({ ...planned('none', []).plan })).toBe(0);
  expect(code({ ...planned('apply', []).plan })).toBe(0);
  expect(code({ ...planned('apply', []).plan, policyEffects: policyEffects('added') })).toBe(2);
  expect(code({ ...planned('apply', []).plan, policyEffects: policyEffects('conflict') })).toBe(3);
  // Another event source of the pool is rejected.
  expect(code({ ...planned('rejected', []).plan, policyEffects: policyEffects('added') })).toBe(0);
  const findings = [{ problem: 'TierTooLow' }] as const;
  expect(code({ ...planned('rejected', []).plan, findings, policyEffects: policyEffects('added') })).toBe(3);
  expect(code({ ...planned('undelivered', []).plan, policyEffects: policyEffects('added') })).toBe(3);
  expect(code(planned('failed', []).plan)).toBe(3);
  expect(untouchedProblems([unrelated, planned('failed', []).plan, planned('none', []).plan])).toBe(1);
  const invalidFile = { plans: [], someUnknown: false, someInvalid: true, isOfPolicies: true };
  expect(planExitCode(invalidFile, true)).toBe(3);
});

test.each(
  SETS.flatMap((kinds) =>
    [false, true].flatMap((someUnknown) =>
      [false, true].map((detailed) => ({ kinds, someUnknown, detailed })),
    ),
  ),
)(
  'the exit code of a plan with $kinds, unknown pool: $someUnknown, --detailed-exitcode: $detailed follows the precedence 1, 3, 2, 0',
  ({ kinds, someUnknown, detailed }) => {
    const expected = someUnknown
      ? 1
      : kinds.includes('fails')
        ? 3
        : detailed && kinds.includes('writes')
          ? 2
          : 0;
    for (const steps of combinations(kinds)) {
      const plans = steps.map((step) => planned(step, []).plan);
      expect(planExitCode({ plans, someUnknown }, detailed)).toBe(expected);
    }
  },
);
