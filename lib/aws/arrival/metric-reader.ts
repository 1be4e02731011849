import {
  type CloudWatchClient,
  GetMetricDataCommand,
  ListMetricsCommand,
  type Metric,
} from '@aws-sdk/client-cloudwatch';
import { ACTIVITY_METRICS, type ActivityMetric } from '../../domain/arrival/activity.ts';
import { STEP_MS } from '../../domain/arrival/window.ts';
import type { CheckContext, CountedMetric, MetricReader, TimeRange } from '../../reconcile/arrival/ports.ts';
import { AwsCallError } from '../../reconcile/errors.ts';
import { toAwsCallError } from '../failures.ts';
import { callWithRateLimit } from '../rate-limiter/call-with-rate-limit.ts';
import { type ArrivalLimiting, callContext, untilDeadline } from './limiting.ts';

/** A call accepts 500 metrics. */
const MAX_METRICS = 500;
/** CloudWatch reads 180,000 data points per second at least (docs/aws-facts.md#arrival-quotas), and a check makes 4 calls. */
const MAX_POINTS = 45_000;
/** Pages of one answer. A repeated token would otherwise never end. */
const MAX_PAGES = 1_000;

/** Reads CloudWatch's metrics with `ListMetrics` and `GetMetricData`. */
export const cloudWatchMetrics = (client: CloudWatchClient, limiting: ArrivalLimiting): MetricReader => ({
  async listActivity(context) {
    const lists = await Promise.all(
      ACTIVITY_METRICS.map((name) => listMetric(client, limiting, name, context)),
    );
    return lists.flat();
  },
  async sums(metrics, range, context) {
    const points = Math.ceil((range.to - range.from) / STEP_MS);
    const size = Math.max(1, Math.min(MAX_METRICS, Math.floor(MAX_POINTS / points)));
    const sums: (number | undefined)[] = [];
    for (let at = 0; at < metrics.length; at += size)
      sums.push(...(await sumsOf(client, limiting, metrics.slice(at, at + size), range, context)));
    return sums;
  },
});

const send = <T>(
  limiting: ArrivalLimiting,
  category: 'MetricList' | 'MetricRead',
  operation: string,
  context: CheckContext,
  call: () => Promise<T>,
): Promise<T> =>
  callWithRateLimit(limiting, category, operation, callContext(context), call).catch((error: unknown) => {
    throw toAwsCallError(operation, error);
  });

async function listMetric(
  client: CloudWatchClient,
  limiting: ArrivalLimiting,
  name: ActivityMetric['name'],
  context: CheckContext,
): Promise<readonly ActivityMetric[]> {
  const found: ActivityMetric[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const command = new ListMetricsCommand({
      Namespace: 'AWS/Cognito',
      MetricName: name,
      Dimensions: [{ Name: 'UserPoolId' }, { Name: 'Operation' }],
      ...(NextToken && { NextToken }),
    });
    const response = await send(limiting, 'MetricList', 'ListMetrics', context, () =>
      client.send(command, untilDeadline(limiting, context)),
    );
    found.push(...(response.Metrics ?? []).flatMap((metric) => activityMetric(name, metric) ?? []));
    NextToken = response.NextToken;
    if (!NextToken) return found;
  }
  throw new AwsCallError('Transient', 'ListMetrics', 'TooManyPages', undefined);
}

/** Only metrics with exactly these two dimensions count: others are sums or parts of them. */
function activityMetric(
  name: ActivityMetric['name'],
  { Dimensions = [] }: Metric,
): ActivityMetric | undefined {
  const values = new Map(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));
  const userPoolId = values.get('UserPoolId');
  const operation = values.get('Operation');
  if (userPoolId === undefined || operation === undefined || values.size !== 2) return undefined;
  return { userPoolId, name, operation };
}

/** An incomplete answer still counts if its data is above 0: more of it cannot change that. */
async function sumsOf(
  client: CloudWatchClient,
  limiting: ArrivalLimiting,
  metrics: readonly CountedMetric[],
  { from, to }: TimeRange,
  context: CheckContext,
): Promise<readonly (number | undefined)[]> {
  const sums = metrics.map(() => 0);
  const complete = new Set<number>();
  let NextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const command = new GetMetricDataCommand({
      StartTime: new Date(from),
      EndTime: new Date(to),
      MetricDataQueries: metrics.map((metric, at) => ({
        Id: `m${at}`,
        MetricStat: { Metric: metricOf(metric), Period: STEP_MS / 1000, Stat: 'Sum' },
        ReturnData: true,
      })),
      ...(NextToken && { NextToken }),
    });
    const response = await send(limiting, 'MetricRead', 'GetMetricData', context, () =>
      client.send(command, untilDeadline(limiting, context)),
    );
    for (const { Id = '', StatusCode, Values = [] } of response.MetricDataResults ?? []) {
      const at = Number(Id.slice(1));
      if (!(at in sums)) continue;
      sums[at] = (sums[at] ?? 0) + Values.reduce((sum, value) => sum + value, 0);
      if (StatusCode === 'Complete') complete.add(at);
    }
    NextToken = response.NextToken;
    if (!NextToken) return sums.map((sum, at) => (sum > 0 || complete.has(at) ? sum : undefined));
  }
  throw new AwsCallError('Transient', 'GetMetricData', 'TooManyPages', undefined);
}

const DESTINATION_METRICS = {
  LogGroup: { Namespace: 'AWS/Logs', MetricName: 'IncomingLogEvents', dimension: 'LogGroupName' },
  Stream: { Namespace: 'AWS/Firehose', MetricName: 'IncomingRecords', dimension: 'DeliveryStreamName' },
} as const;

function metricOf(metric: CountedMetric): Metric {
  if ('kind' in metric) {
    const { dimension, ...name } = DESTINATION_METRICS[metric.kind];
    return { ...name, Dimensions: [{ Name: dimension, Value: metric.destination }] };
  }
  const { name, userPoolId, operation } = metric;
  return {
    Namespace: 'AWS/Cognito',
    MetricName: name,
    Dimensions: [
      { Name: 'Operation', Value: operation },
      { Name: 'UserPoolId', Value: userPoolId },
    ],
  };
}
