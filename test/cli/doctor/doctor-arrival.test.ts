import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { checkArrivalStack, checkInterval } from '../../../cli/commands/doctor/checks/arrival.ts';
import { checkArrivals, noteNotifications } from '../../../cli/commands/doctor/checks/pool-arrival.ts';
import { findingTexts } from '../../../cli/commands/doctor/render.ts';
import type { PoolArrival } from '../../../lib/domain/arrival/arrival.ts';
import { awsError } from '../../support/aws-error.ts';
import { settings } from '../../support/situation.ts';
import { expectGolden, TERMINAL_STYLES, widest } from '../support/golden.ts';

const lambda = mockClient(LambdaClient);
const events = mockClient(EventBridgeClient);
const NOW = new Date('2026-11-23T12:00:00Z');
const NAME = 'cognito-log-reconciler-dev-arrival';

afterAll(() => {
  lambda.restore();
  events.restore();
});
beforeEach(() => {
  lambda.reset();
  events.reset();
  lambda.on(GetFunctionConfigurationCommand).resolves({ Role: 'arn:aws:iam::123456789012:role/arrival' });
  events.on(DescribeRuleCommand).resolves({ State: 'ENABLED', ScheduleExpression: 'rate(6 hours)' });
});

const service = {
  deployed: { name: 'cognito-log-reconciler-dev', aws: { region: 'us-west-2' } },
  clock: { now: () => NOW },
};
const hoursAgo = (hours: number): string => new Date(NOW.getTime() - hours * 3_600_000).toISOString();
const check = async (hours: number): Promise<readonly string[]> => {
  const last = { At: hoursAgo(hours), To: hoursAgo(hours), Pools: new Map() };
  const found = await checkArrivalStack(service, new EventBridgeClient({ region: 'us-west-2' }), { last });
  return found.map(({ level, subject, message }) => `${level} ${subject}: ${message}`);
};

test.each([
  [11, 'ok arrival: The last check whether sign-in logs arrive was 11h ago.'],
  [12, 'ok arrival: The last check whether sign-in logs arrive was 12h ago.'],
  [13, 'problem arrival: The last check whether sign-in logs arrive was 13h ago.'],
])('a check with the schedule rate(6 hours), %d hours ago', async (hours, expected) => {
  expect((await check(hours)).at(-1)).toBe(expected);
});

test('reports a function and a rule that do not exist although the setting is on', async () => {
  lambda.on(GetFunctionConfigurationCommand).rejects(awsError('ResourceNotFoundException'));
  events.on(DescribeRuleCommand).rejects(awsError('ResourceNotFoundException'));
  expect(await check(1)).toEqual([
    `problem ${NAME}: The function does not exist, although the setting arrivalChecks is on.`,
    `problem ${NAME}: The rule does not exist, although the setting arrivalChecks is on.`,
    'ok arrival: The last check whether sign-in logs arrive was 1h ago.',
  ]);
});

test('reports a disabled rule, and what is not checked without permissions', async () => {
  events.on(DescribeRuleCommand).resolves({ State: 'DISABLED', ScheduleExpression: 'rate(6 hours)' });
  expect(await check(1)).toContain(`warning ${NAME}: The rule is disabled.`);
  lambda.on(GetFunctionConfigurationCommand).rejects(awsError('AccessDeniedException'));
  events.on(DescribeRuleCommand).rejects(awsError('AccessDeniedException'));
  expect((await check(30)).map((line) => line.split(' ')[0])).toEqual(['unknown', 'unknown', 'ok']);
});

test.each([
  ['rate(1 hour)', 3_600],
  ['rate(6 hours)', 21_600],
  ['rate(2 days)', 172_800],
  ['cron(0 6 * * ? *)', 86_400],
  [undefined, 86_400],
])('the interval of %s is %d seconds', (schedule, seconds) => {
  expect(checkInterval(schedule)).toBe(seconds);
});

const STREAM = `arn:aws:firehose:${settings.region}:${settings.account}:deliverystream/sign-ins`;
const GROUP = `arn:aws:logs:${settings.region}:${settings.account}:log-group:/aws/vendedlogs/sign-ins`;
const arrival = (name: string, over: Partial<PoolArrival>): PoolArrival => ({
  UserPoolId: `eu-west-1_${name}`,
  Destination: GROUP,
  Result: 'NotArriving',
  Since: hoursAgo(3),
  Missed: 2,
  MissedSince: hoursAgo(20),
  ...over,
});
const ARRIVALS: readonly PoolArrival[] = [
  arrival('aaaaaaaaa', { LastRecordAt: hoursAgo(21) }),
  arrival('bbbbbbbbb', { Destination: STREAM }),
  arrival('ccccccccc', { Result: 'Unknown', Reason: 'PermissionMissing', Missed: 0 }),
  arrival('ddddddddd', { Result: 'NoActivity', Missed: 0 }),
  arrival('eeeeeeeee', { Result: 'Arriving', Missed: 0, LastRecordAt: hoursAgo(4) }),
  ...[1, 2, 3, 4].map((hours) =>
    arrival(`ffffffff${hours}`, {
      Result: 'Unknown',
      Reason: 'StreamReceives',
      Missed: 0,
      Since: hoursAgo(hours),
    }),
  ),
];

test.each(TERMINAL_STYLES)(
  'prints the results of pools at $name columns, equal ones as one',
  async (style) => {
    const last = { At: hoursAgo(1), To: hoursAgo(2), Pools: new Map() };
    const text = findingTexts(checkArrivals(ARRIVALS, last), settings, style).join('\n');
    await expectGolden(`doctor-arrival-${style.name}`, text);
    expect(widest(text)).toBeLessThanOrEqual(style.width);
  },
);

test('says that silence of userNotification proves nothing, for a pool that has it', () => {
  const entry = (EventSource: 'userNotification' | 'userAuthEvents') =>
    ({
      EventSource,
      LogLevel: EventSource === 'userNotification' ? 'ERROR' : 'INFO',
      FirehoseConfiguration: { StreamArn: STREAM },
    }) as const;
  expect(noteNotifications('p', [entry('userAuthEvents')])).toEqual([]);
  const [note] = noteNotifications('p', [entry('userNotification')]);
  expect(note).toMatchObject({ level: 'ok', message: expect.stringContaining('silence proves nothing') });
});
