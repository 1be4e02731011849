import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { showInvisibleInLines } from '../lib/domain/invisible.ts';
import { VALUES } from '../lib/reconcile/metrics.ts';
import type { LogFields, Telemetry } from '../lib/reconcile/ports.ts';

/** Powertools reads the service name, log level and namespace from the POWERTOOLS_* environment variables. */
export const logger = new Logger();
const withoutDimension = new Metrics();
const withDimension = new Metrics();

/**
 * Sums of the counts, by `dimension/value` and then by metric. They are summed here because Powertools would
 * publish each value of a count.
 */
const counts = new Map<string, Map<string, number>>();
const NO_DIMENSION = '';

export const telemetry: Telemetry = {
  info: (message, fields) => logger.info(message, { ...visibleFields(fields) }),
  warn: (message, fields) => logger.warn(message, { ...visibleFields(fields) }),
  error: (message, fields) => logger.error(message, { ...visibleFields(fields) }),
  count: (metric, value = 1) => add(NO_DIMENSION, metric, value),
  countOf: (metric, category) => add(`Category/${category}`, metric, 1),
  measure: (metric, value) => void withoutDimension.addMetric(metric, MetricUnit[VALUES[metric]], value),
  measurePools: (outcome, pools) => add(`Outcome/${outcome}`, 'Pools', pools),
};

/** Shows invisible characters in the fields as escapes: they contain names and keys that another client chose. */
const visibleFields = (fields: LogFields): LogFields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, visibleField(value)]));

const visibleField = (value: LogFields[string]): LogFields[string] => {
  if (typeof value === 'string') return showInvisibleInLines(value);
  return typeof value === 'object' ? value.map(showInvisibleInLines) : value;
};

function add(key: string, metric: string, value: number): void {
  const metrics = counts.get(key) ?? new Map<string, number>();
  counts.set(key, metrics.set(metric, (metrics.get(metric) ?? 0) + value));
}

/** Publishes the counts and values since the last call. Writes nothing if no metric was recorded. */
export function publishMetrics(): void {
  for (const [key, sums] of counts) {
    const metrics = key === NO_DIMENSION ? withoutDimension : withDimension;
    const [dimension, value] = key.split('/');
    if (dimension && value) metrics.addDimension(dimension, value);
    for (const [metric, sum] of sums) metrics.addMetric(metric, MetricUnit.Count, sum);
    if (metrics === withDimension) metrics.publishStoredMetrics();
  }
  counts.clear();
  // Powertools logs a warning if there are no metrics, which is the normal case here.
  if (withoutDimension.hasStoredMetrics()) withoutDimension.publishStoredMetrics();
}
