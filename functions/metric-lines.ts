import type { Outcome } from '../lib/domain/outcome.ts';
import {
  BASIC_METRICS,
  type CategoryCountName,
  type CountName,
  METRIC_NAMESPACE,
  OUTCOME_VALUE,
  VALUES,
  type ValueName,
} from '../lib/reconcile/metrics.ts';

/** What one invocation counted and measured. */
export interface Measurements {
  readonly counts: ReadonlyMap<CountName, number>;
  readonly categories: ReadonlyMap<string, ReadonlyMap<CategoryCountName, number>>;
  readonly values: ReadonlyMap<ValueName, readonly Measurement[]>;
  readonly outcomes: ReadonlyMap<Outcome, number>;
}

export interface Measurement {
  readonly value: number;
  /** No alarm needs this value, so only `all` publishes it. */
  readonly isForLog: boolean;
}

export interface MetricSettings {
  /** `basic` publishes the metrics of `BASIC_METRICS`. The lines contain the other values as plain fields. */
  readonly metrics: 'basic' | 'all';
  readonly service: string;
}

type Line = Readonly<Record<string, unknown>>;
interface Published {
  readonly Name: string;
  readonly Unit: string;
}

/**
 * Returns the lines for the log, in the embedded metric format (docs/aws-facts.md#embedded-metric-format). The fields are the same
 * in both settings, so that one query of Logs Insights works with both: a line has at most one value of a metric, and the first
 * line contains the counts, with `PoolsByOutcome`, `CallsByCategory` and `ThrottlesByCategory`. With `all`, more lines follow for
 * the metrics with a dimension. Returns no line if there are no measurements.
 */
export function metricLines(measured: Measurements, settings: MetricSettings, now: Date): readonly Line[] {
  const rows = Math.max(
    hasCounts(measured) ? 1 : 0,
    ...[...measured.values.values()].map((all) => all.length),
  );
  const lines = Array.from({ length: rows }, (_, row) => lineOf(measured, row, settings, now));
  return settings.metrics === 'all' ? [...lines, ...dimensionLines(measured, settings, now)] : lines;
}

const hasCounts = ({ counts, categories, outcomes }: Measurements): boolean =>
  counts.size + categories.size + outcomes.size > 0;

function lineOf(measured: Measurements, row: number, settings: MetricSettings, now: Date): Line {
  const fields: Record<string, unknown> = {};
  const published: Published[] = [];
  const isPublished = (name: CountName | ValueName): boolean =>
    settings.metrics === 'all' || BASIC_METRICS.has(name);
  if (row === 0)
    for (const [name, sum] of measured.counts) {
      fields[name] = sum;
      if (isPublished(name)) published.push({ Name: name, Unit: 'Count' });
    }
  for (const [name, measurements] of measured.values) {
    const measurement = measurements[row];
    if (measurement === undefined) continue;
    fields[name] = measurement.value;
    if (isPublished(name) && !(settings.metrics === 'basic' && measurement.isForLog))
      published.push({ Name: name, Unit: VALUES[name] });
  }
  const groups = row === 0 ? groupFields(measured) : {};
  return { ...metadata(published, ['service'], now), service: settings.service, ...fields, ...groups };
}

/** Logs Insights reads `CallsByCategory.CognitoRead` and so on as one field each. */
function groupFields({ categories, outcomes }: Measurements): Line {
  const byCategory = (name: CategoryCountName) =>
    Object.fromEntries(
      [...categories].flatMap(([category, counts]) => {
        const sum = counts.get(name);
        return sum === undefined ? [] : [[category, sum]];
      }),
    );
  const groups = {
    PoolsByOutcome: Object.fromEntries(outcomes),
    CallsByCategory: byCategory('Calls'),
    ThrottlesByCategory: byCategory('Throttles'),
  };
  return Object.fromEntries(Object.entries(groups).filter(([, group]) => Object.keys(group).length > 0));
}

function dimensionLines(
  { categories, outcomes }: Measurements,
  { service }: MetricSettings,
  now: Date,
): readonly Line[] {
  const line = (dimension: string, value: string, counts: ReadonlyMap<string, number>): Line => ({
    ...metadata(
      [...counts.keys()].map((Name) => ({ Name, Unit: 'Count' })),
      ['service', dimension],
      now,
    ),
    service,
    [dimension]: value,
    ...Object.fromEntries(counts),
  });
  return [
    ...[...categories].map(([category, counts]) => line('Category', category, counts)),
    ...[...outcomes].map(([outcome, pools]) => line('Outcome', outcome, new Map([[OUTCOME_VALUE, pools]]))),
  ];
}

/** CloudWatch publishes nothing from a line without metadata. */
const metadata = (published: readonly Published[], dimensions: readonly string[], now: Date): Line =>
  published.length === 0
    ? {}
    : {
        _aws: {
          Timestamp: now.getTime(),
          CloudWatchMetrics: [{ Namespace: METRIC_NAMESPACE, Dimensions: [dimensions], Metrics: published }],
        },
      };
