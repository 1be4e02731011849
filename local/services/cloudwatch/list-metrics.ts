import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/operation.ts';
import { pageOf } from '../../core/paging.ts';
import type { Infer } from '../../core/shapes/shape.ts';
import { keyOf, type MetricStore, MINUTE_MS, type Series } from './metrics.ts';
import { listMetricsInput } from './shapes.ts';

type Input = Infer<typeof listMetricsInput>;

/** "Up to 500 results are returned for any one call" (API documentation). */
export const METRICS_PER_PAGE = 500;

/** A metric without data for two weeks is not listed (API documentation). */
const LISTED_MS = 14 * 24 * 3_600_000;
/** The only value of RecentlyActive is PT3H. */
const RECENTLY_ACTIVE_MS = 3 * 3_600_000;

/**
 * Returns metrics in a fixed order. A new metric is listed immediately; in AWS that takes up to 15 minutes. Linked
 * accounts do not exist.
 */
export const listMetrics = operation(listMetricsInput, (store: MetricStore, input) => {
  const since = store.now() - (input.RecentlyActive === undefined ? LISTED_MS : RECENTLY_ACTIVE_MS);
  const isWanted = filterOf(store, input);
  const page = pageOf(
    (key) => filtered(store.after(key), (series) => series.newest + MINUTE_MS > since && isWanted(series)),
    ({ metric }) => keyOf(metric),
    METRICS_PER_PAGE,
    input.NextToken,
  );
  // The error is in the API model; its text is [unverified].
  if (page === undefined) throw new AwsError('InvalidParameterValueException', 'Invalid NextToken.');
  return {
    Metrics: page.items.map(({ metric }) => ({
      Namespace: metric.namespace,
      MetricName: metric.name,
      Dimensions: metric.dimensions,
    })),
    ...(input.IncludeLinkedAccounts === true && { OwningAccounts: page.items.map(() => store.account) }),
    ...(page.next !== undefined && { NextToken: page.next }),
  };
});

function filterOf({ account }: MetricStore, input: Input): (series: Series) => boolean {
  const { Namespace, MetricName, Dimensions = [], OwningAccount = account } = input;
  return ({ metric: { namespace, name, dimensions } }) =>
    OwningAccount === account &&
    (Namespace ?? namespace) === namespace &&
    (MetricName ?? name) === name &&
    Dimensions.every((wanted) =>
      dimensions.some(({ Name, Value }) => Name === wanted.Name && Value === (wanted.Value ?? Value)),
    );
}

function* filtered(all: Iterable<Series>, isWanted: (series: Series) => boolean): Generator<Series> {
  for (const series of all) if (isWanted(series)) yield series;
}
