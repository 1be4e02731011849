import { CloudWatchClient, GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { arrivalLimiting } from '../../../lib/aws/arrival/limiting.ts';
import { cloudWatchMetrics } from '../../../lib/aws/arrival/metric-reader.ts';
import { AwsCallError, RateLimitTimeoutError } from '../../../lib/reconcile/errors.ts';
import { awsError } from '../../support/aws-error.ts';
import { recordingTelemetry } from '../../support/recording-telemetry.ts';

const client = new CloudWatchClient({ region: 'eu-west-1' });
const cloudWatch = mockClient(client);
beforeEach(() => cloudWatch.reset());

/** A clock whose sleepers wake at once. */
function reader() {
  let time = Date.UTC(2026, 2, 1);
  const start = time;
  const { telemetry, recorded } = recordingTelemetry();
  const clock = {
    now: () => new Date(time),
    sleep: async (ms: number) => {
      time += ms;
    },
  };
  const metrics = cloudWatchMetrics(
    client,
    arrivalLimiting(clock, () => 0.5, telemetry),
  );
  return { metrics, recorded, elapsed: () => time - start };
}
const context = { deadline: Number.MAX_SAFE_INTEGER };
const range = { from: Date.UTC(2026, 1, 28), to: Date.UTC(2026, 1, 28, 6) };
const activity = (userPoolId: string, name: 'NoRisk' | 'Risk' = 'NoRisk', operation = 'SignIn') => ({
  userPoolId,
  name,
  operation,
});
const dimensions = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([Name, Value]) => ({ Name, Value }));

test('lists both metrics of activity, follows pages, and leaves out metrics with other dimensions', async () => {
  cloudWatch
    .on(ListMetricsCommand, { MetricName: 'NoRisk' })
    .resolvesOnce({
      Metrics: [
        { Dimensions: dimensions({ UserPoolId: 'eu-west-1_a', Operation: 'SignIn' }) },
        { Dimensions: dimensions({ UserPoolId: 'eu-west-1_a' }) },
        { Dimensions: dimensions({ UserPoolId: 'eu-west-1_a', Operation: 'SignIn', RiskLevel: 'high' }) },
        {},
      ],
      NextToken: 'more',
    })
    .resolvesOnce({
      Metrics: [{ Dimensions: dimensions({ Operation: 'SignUp', UserPoolId: 'eu-west-1_b' }) }],
    });
  cloudWatch.on(ListMetricsCommand, { MetricName: 'Risk' }).resolves({
    Metrics: [{ Dimensions: dimensions({ UserPoolId: 'eu-west-1_a', Operation: 'PasswordChange' }) }],
  });
  expect(await reader().metrics.listActivity(context)).toEqual([
    activity('eu-west-1_a'),
    activity('eu-west-1_b', 'NoRisk', 'SignUp'),
    activity('eu-west-1_a', 'Risk', 'PasswordChange'),
  ]);
  const inputs = cloudWatch.commandCalls(ListMetricsCommand).map(({ args: [{ input }] }) => input);
  expect(new Set(inputs.map(({ Namespace }) => Namespace))).toEqual(new Set(['AWS/Cognito']));
  expect(inputs.map(({ NextToken }) => NextToken).filter(Boolean)).toEqual(['more']);
});

test('sums the data points of pools, log groups and streams in the order of the metrics', async () => {
  cloudWatch.on(GetMetricDataCommand).resolves({
    MetricDataResults: [
      { Id: 'm2', StatusCode: 'Complete', Values: [] },
      { Id: 'm1', StatusCode: 'Complete', Values: [4] },
      { Id: 'm0', StatusCode: 'Complete', Values: [1, 2] },
      { Id: 'm9', StatusCode: 'Complete', Values: [9] },
    ],
  });
  const { metrics } = reader();
  const counted = [
    activity('eu-west-1_a'),
    { kind: 'LogGroup', destination: '/aws/vendedlogs/shop' } as const,
    { kind: 'Stream', destination: 'sign-ins' } as const,
  ];
  expect(await metrics.sums(counted, range, context)).toEqual([3, 4, 0]);
  const [call] = cloudWatch.commandCalls(GetMetricDataCommand);
  expect(call?.args[0].input).toMatchObject({
    StartTime: new Date(range.from),
    EndTime: new Date(range.to),
    MetricDataQueries: [
      {
        Id: 'm0',
        MetricStat: {
          Metric: {
            Namespace: 'AWS/Cognito',
            MetricName: 'NoRisk',
            Dimensions: dimensions({ Operation: 'SignIn', UserPoolId: 'eu-west-1_a' }),
          },
          Period: 300,
          Stat: 'Sum',
        },
      },
      {
        MetricStat: {
          Metric: {
            Namespace: 'AWS/Logs',
            MetricName: 'IncomingLogEvents',
            Dimensions: dimensions({ LogGroupName: '/aws/vendedlogs/shop' }),
          },
        },
      },
      {
        MetricStat: {
          Metric: {
            Namespace: 'AWS/Firehose',
            MetricName: 'IncomingRecords',
            Dimensions: dimensions({ DeliveryStreamName: 'sign-ins' }),
          },
        },
      },
    ],
  });
});

test('adds up the pages of an answer, and a sum without all of its data is unknown unless it is above 0', async () => {
  cloudWatch
    .on(GetMetricDataCommand)
    .resolvesOnce({
      MetricDataResults: [
        { Id: 'm0', StatusCode: 'PartialData', Values: [1] },
        { Id: 'm1', StatusCode: 'PartialData', Values: [] },
        { Id: 'm2', StatusCode: 'InternalError', Values: [] },
        { Id: 'm3', StatusCode: 'PartialData', Values: [5] },
      ],
      NextToken: 'more',
    })
    .resolvesOnce({
      MetricDataResults: [
        { Id: 'm0', StatusCode: 'Complete', Values: [2] },
        { Id: 'm1', StatusCode: 'Complete', Values: [] },
      ],
    });
  const pools = ['a', 'b', 'c', 'd', 'e'].map((name) => activity(`eu-west-1_${name}`));
  expect(await reader().metrics.sums(pools, range, context)).toEqual([3, 0, undefined, 5, undefined]);
});

test('reads 500 metrics with each call, fewer for a long time, and at most four calls per second', async () => {
  cloudWatch.on(GetMetricDataCommand).callsFake(({ MetricDataQueries = [] }) => ({
    MetricDataResults: MetricDataQueries.map(({ Id }: { Id: string }) => ({
      Id,
      StatusCode: 'Complete',
      Values: [1],
    })),
  }));
  const { metrics, elapsed } = reader();
  const pools = Array.from({ length: 1_200 }, (_, at) => activity(`eu-west-1_${at}`));
  const sizes = () =>
    cloudWatch
      .commandCalls(GetMetricDataCommand)
      .map(({ args: [{ input }] }) => input.MetricDataQueries?.length);
  expect(await metrics.sums(pools, range, context)).toEqual(pools.map(() => 1));
  expect(sizes()).toEqual([500, 500, 200]);
  expect(elapsed()).toBe(500);
  cloudWatch.resetHistory();
  await metrics.sums(pools, { from: range.to - 25 * 3_600_000, to: range.to }, context);
  expect(sizes()).toEqual([150, 150, 150, 150, 150, 150, 150, 150]);
});

test('retries throttled calls, and names the call that is not permitted', async () => {
  const { metrics, recorded } = reader();
  cloudWatch
    .on(GetMetricDataCommand)
    .rejectsOnce(awsError('ThrottlingException'))
    .resolves({ MetricDataResults: [{ Id: 'm0', StatusCode: 'Complete', Values: [2] }] });
  expect(await metrics.sums([activity('eu-west-1_a')], range, context)).toEqual([2]);
  expect(recorded.counts).toEqual(new Map([['Throttled', 1]]));
  cloudWatch.on(ListMetricsCommand).rejects(awsError('AccessDeniedException'));
  const denied = metrics.listActivity(context);
  await expect(denied).rejects.toMatchObject({ kind: 'Permission', operation: 'ListMetrics' });
  await expect(denied).rejects.toThrow(AwsCallError);
});

test('a call whose slot is after the deadline fails', async () => {
  cloudWatch.on(GetMetricDataCommand).resolves({});
  const { metrics } = reader();
  const pools = Array.from({ length: 5_000 }, (_, at) => activity(`eu-west-1_${at}`));
  const soon = { deadline: Date.UTC(2026, 2, 1) + 1_000 };
  await expect(metrics.sums(pools, range, soon)).rejects.toThrow(RateLimitTimeoutError);
});
