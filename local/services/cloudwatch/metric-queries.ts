import { AwsError } from '../../core/aws-error.ts';
import type { Infer } from '../../core/shapes/shape.ts';
import type { Metric, Minute } from './metrics.ts';
import type { getMetricDataInput } from './shapes.ts';

export type GetMetricDataInput = Infer<typeof getMetricDataInput>;
type Query = GetMetricDataInput['MetricDataQueries'][number];

/** A query that was validated. */
export interface MetricQuery {
  readonly id: string;
  readonly label: string;
  readonly isReturned: boolean;
  readonly metric: Omit<Metric, 'unit'>;
  readonly unit: Metric['unit'] | undefined;
  /** Seconds. */
  readonly period: number;
  readonly statistic: (minute: Minute) => number;
}

/** "A single GetMetricData call can include as many as 500 MetricDataQuery structures" (API documentation). */
const MAX_METRIC_QUERIES = 500;
/** "If you omit this, the default of 100,800 is used" (API documentation). That it is also the maximum is [unverified]. */
export const MAX_DATAPOINTS = 100_800;

const STATISTICS = new Map<string, MetricQuery['statistic']>([
  ['Sum', ({ sum }) => sum],
  ['SampleCount', ({ count }) => count],
  ['Average', ({ sum, count }) => sum / count],
  ['Minimum', ({ minimum }) => minimum],
  ['Maximum', ({ maximum }) => maximum],
]);

/** The extended statistics of the user guide, such as `p99.9`, `tm90`, `IQM` and `PR(:300)`. */
const EXTENDED_STATISTIC = /^(p\d|tm\d|wm\d|tc\d|ts\d|IQM$|(PR|TM|WM|TC|TS)\()/;

/**
 * Validates what the shapes do not contain. The rules are documented. The name of the errors and the text about
 * statistics are measured (prometheus-community/yet-another-cloudwatch-exporter issue 385); other texts are
 * [unverified].
 */
export function validQueries(input: GetMetricDataInput): readonly MetricQuery[] {
  const { MetricDataQueries: queries, StartTime, EndTime, MaxDatapoints = MAX_DATAPOINTS } = input;
  if (queries.length > MAX_METRIC_QUERIES)
    throw invalid(
      `The collection MetricDataQueries must not have a size greater than ${MAX_METRIC_QUERIES}.`,
    );
  if (new Set(queries.map(({ Id }) => Id)).size < queries.length)
    throw invalid('The values for parameter id in MetricDataQueries are not unique.');
  if (StartTime >= EndTime) throw invalid('The parameter StartTime must be less than the parameter EndTime.');
  if (MaxDatapoints < 1 || MaxDatapoints > MAX_DATAPOINTS)
    throw invalid(
      `The value ${MaxDatapoints} for parameter MaxDatapoints is not between 1 and ${MAX_DATAPOINTS}.`,
    );
  return queries.map((query, index) => validQuery(query, `MetricDataQueries.member.${index + 1}`));
}

function validQuery(query: Query, path: string): MetricQuery {
  if (!/^[a-z][a-zA-Z0-9_]*$/.test(query.Id))
    throw invalid(
      `The value ${query.Id} for parameter ${path}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
    );
  if ((query.Expression === undefined) === (query.MetricStat === undefined))
    throw invalid(`Exactly one of ${path}.MetricStat and ${path}.Expression is required.`);
  if (query.MetricStat === undefined)
    throw invalid(`${path}.Expression is not supported by the local cloud. Use MetricStat.`);
  const { Metric, Period, Stat, Unit } = query.MetricStat;
  const { Namespace, MetricName, Dimensions = [] } = Metric;
  if (Namespace === undefined || MetricName === undefined)
    throw invalid(`The parameters Namespace and MetricName of ${path}.MetricStat.Metric are required.`);
  return {
    id: query.Id,
    label: query.Label ?? MetricName,
    isReturned: query.ReturnData ?? true,
    metric: { namespace: Namespace, name: MetricName, dimensions: Dimensions },
    unit: Unit,
    period: validPeriod(Period, `${path}.MetricStat.Period`),
    statistic: statisticOf(Stat, `${path}.MetricStat.Stat`),
  };
}

function validPeriod(period: number, path: string): number {
  if (![1, 5, 10, 20, 30].includes(period) && period % 60 !== 0)
    throw invalid(`The value ${period} for parameter ${path} must be 1, 5, 10, 20, 30 or a multiple of 60.`);
  return period;
}

function statisticOf(name: string, path: string): MetricQuery['statistic'] {
  const known = STATISTICS.get(name);
  if (known !== undefined) return known;
  if (EXTENDED_STATISTIC.test(name))
    throw invalid(`The statistic ${name} of ${path} is not supported by the local cloud.`);
  throw invalid(`The value ${name} for parameter ${path} is not a valid statistic.`);
}

const invalid = (message: string) => new AwsError('ValidationException', message);
