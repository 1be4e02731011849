import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/operation.ts';
import { MAX_DATAPOINTS, type MetricQuery, validQueries } from './metric-queries.ts';
import { type MetricStore, MINUTE_MS, type Minute } from './metrics.ts';
import { getMetricDataInput } from './shapes.ts';

/** Data points older than this are not available with a period of less than a minute (API documentation). */
const HIGH_RESOLUTION_MS = 3 * 3_600_000;

/** A data point: the start of its period in milliseconds, and its value. */
type Point = readonly [at: number, value: number];

/** Where the next page begins: after the data point at `after` of the query with this index. */
interface Position {
  readonly index: number;
  readonly after: number | undefined;
}

/**
 * Returns data points, and empty lists for a metric that does not exist. Periods begin at the start time, rounded down
 * to a minute [unverified]. A page contains the queries in the order of the request. A query without all of its data
 * points is `PartialData`, and the next page begins with it. How AWS divides pages is [unverified].
 */
export const getMetricData = operation(getMetricDataInput, (store: MetricStore, input) => {
  const queries = validQueries(input);
  const isAscending = input.ScanBy === 'TimestampAscending';
  const first = positionIn(input.NextToken, queries.length);
  let left = input.MaxDatapoints ?? MAX_DATAPOINTS;
  let next: Position | undefined;
  const results = [...queries.entries()].slice(first.index).flatMap(([index, query]) => {
    const after = index === first.index ? first.after : undefined;
    const rest = pointsOf(store, query, input.StartTime * 1000, input.EndTime * 1000)
      .toSorted(([a], [b]) => (isAscending ? a - b : b - a))
      .filter(([at]) => after === undefined || (isAscending ? at > after : at < after));
    const points = rest.slice(0, left);
    left -= points.length;
    const isComplete = points.length === rest.length;
    if (!isComplete) next ??= { index, after: points.at(-1)?.[0] ?? after };
    return query.isReturned ? [resultOf(query, points, isComplete)] : [];
  });
  return {
    MetricDataResults: results,
    ...(next !== undefined && { NextToken: tokenOf(next) }),
    Messages: [],
  };
});

function resultOf({ id, label }: MetricQuery, points: readonly Point[], isComplete: boolean): object {
  return {
    Id: id,
    Label: label,
    Timestamps: points.map(([at]) => at / 1000),
    Values: points.map(([, value]) => value),
    StatusCode: isComplete ? 'Complete' : 'PartialData',
  };
}

/** In no order. A query that is not returned has no data points, because no expression can use them. */
function pointsOf(store: MetricStore, query: MetricQuery, start: number, end: number): readonly Point[] {
  const series = query.isReturned ? store.get(query.metric) : undefined;
  const first = Math.floor(start / MINUTE_MS) * MINUTE_MS;
  const period = query.period * 1000;
  const isTooFine = period % MINUTE_MS !== 0 && start < store.now() - HIGH_RESOLUTION_MS;
  if (series === undefined || isTooFine || (query.unit ?? series.metric.unit) !== series.metric.unit)
    return [];
  const sums = new Map<number, Minute>();
  for (const [at, minute] of series.minutes) {
    if (at < first || at >= end) continue;
    const begin = at - ((at - first) % period);
    sums.set(begin, merged(sums.get(begin), minute));
  }
  return [...sums].map(([at, minute]) => [at, query.statistic(minute)]);
}

function merged(a: Minute | undefined, b: Minute): Minute {
  if (a === undefined) return b;
  return {
    sum: a.sum + b.sum,
    count: a.count + b.count,
    minimum: Math.min(a.minimum, b.minimum),
    maximum: Math.max(a.maximum, b.maximum),
  };
}

const tokenOf = ({ index, after }: Position): string =>
  Buffer.from(`${index} after:${after ?? ''}`).toString('base64url');

function positionIn(token: string | undefined, queries: number): Position {
  if (token === undefined) return { index: 0, after: undefined };
  const [, index, after] =
    /^(\d{1,3}) after:(-?\d{0,16})$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  // The name of the error is in the API model; its text is [unverified].
  if (index === undefined || Number(index) >= queries)
    throw new AwsError('InvalidNextToken', 'The NextToken is not valid.');
  return { index: Number(index), after: after === '' || after === undefined ? undefined : Number(after) };
}
