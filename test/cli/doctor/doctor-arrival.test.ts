import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { checkArrivalStack, checkInterval } from '../../../cli/commands/doctor/checks/arrival.ts';
import { awsError } from '../../support/aws-error.ts';

const lambda = mockClient(LambdaClient);
const events = mockClient(EventBridgeClient);
const NOW = new Date('2026-11-23T12:00:00Z');
const NAME = 'cognito-log-reconciler-dev-arrival';

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
