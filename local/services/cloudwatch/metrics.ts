import type { Infer } from '../../core/shapes/shape.ts';
import { SortedMap } from '../../core/sorted-map.ts';
import type { getMetricDataInput } from './shapes.ts';

type MetricStat = NonNullable<Infer<typeof getMetricDataInput>['MetricDataQueries'][number]['MetricStat']>;

export interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

/** The order of the dimensions has no meaning. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
  readonly unit: NonNullable<MetricStat['Unit']>;
}

/** The sums of one minute. */
export interface Minute {
  readonly sum: number;
  readonly count: number;
  readonly minimum: number;
  readonly maximum: number;
}

export interface Series {
  readonly metric: Metric;
  /** By the start of the minute, in milliseconds. In no order. */
  readonly minutes: ReadonlyMap<number, Minute>;
  /** The start of the newest minute. */
  readonly newest: number;
}

/** The metrics of one account-region. */
export interface MetricStore {
  readonly account: string;
  /** Adds `count` samples with this value. */
  put(metric: Metric, at: number, value: number, count: number): void;
  get(metric: Omit<Metric, 'unit'>): Series | undefined;
  /** Returns the metrics after this key, in the order of their keys. */
  after(key: string | undefined): Iterable<Series>;
  clear(): void;
  now(): number;
}

export const MINUTE_MS = 60_000;

/** "Data points with a period of 60 seconds are available for 15 days" (API documentation). Older ones are deleted. */
const METRIC_RETENTION_MS = 15 * 24 * 3_600_000;

/** How often old data points are deleted. */
const PRUNE_INTERVAL_MS = 3_600_000;

/** Returns a text that is the same for the same dimensions in any order. */
export function keyOf({ namespace, name, dimensions }: Omit<Metric, 'unit'>): string {
  const sorted = dimensions.map(({ Name, Value }) => `${Name}\u0001${Value}`).toSorted();
  return [namespace, name, ...sorted].join('\u0000');
}

export function createMetricStore(account: string, now: () => number): MetricStore {
  const all = new SortedMap<MutableSeries>();
  let prunedAt = now();
  const prune = () => {
    if (Math.abs(now() - prunedAt) < PRUNE_INTERVAL_MS) return;
    prunedAt = now();
    for (const [key, series] of [...all.entries()]) {
      for (const minute of series.minutes.keys())
        if (minute < prunedAt - METRIC_RETENTION_MS) series.minutes.delete(minute);
      if (series.minutes.size === 0) all.delete(key);
    }
  };
  return {
    account,
    now,
    put(metric, at, value, count) {
      prune();
      const key = keyOf(metric);
      const series = all.get(key) ?? { metric, minutes: new Map(), newest: 0 };
      const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
      series.minutes.set(minute, merged(series.minutes.get(minute), value, count));
      series.newest = Math.max(series.newest, minute);
      if (!all.has(key)) all.set(key, series);
    },
    get: (metric) => all.get(keyOf(metric)),
    after: (key) => all.values(key),
    clear: () => all.clear(),
  };
}

interface MutableSeries {
  readonly metric: Metric;
  readonly minutes: Map<number, Minute>;
  newest: number;
}

function merged(before: Minute | undefined, value: number, count: number): Minute {
  return {
    sum: (before?.sum ?? 0) + value * count,
    count: (before?.count ?? 0) + count,
    minimum: Math.min(before?.minimum ?? value, value),
    maximum: Math.max(before?.maximum ?? value, value),
  };
}
