import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { VALUES } from '../lib/reconcile/metrics.ts';
import type { Telemetry } from '../lib/reconcile/ports.ts';

/** Service name, level and namespace come from POWERTOOLS_* in the environment. */
export const logger = new Logger();
const plain = new Metrics();
const dimensioned = new Metrics();

/** Counts are added up here: Powertools would write each one out. By `dimension/its value`, then by metric. */
const counts = new Map<string, Map<string, number>>();
const PLAIN = '';

export const telemetry: Telemetry = {
  info: (message, fields) => logger.info(message, { ...fields }),
  warn: (message, fields) => logger.warn(message, { ...fields }),
  error: (message, fields) => logger.error(message, { ...fields }),
  count: (metric, value = 1) => add(PLAIN, metric, value),
  countOf: (metric, category) => add(`Category/${category}`, metric, 1),
  measure: (metric, value) => void plain.addMetric(metric, MetricUnit[VALUES[metric]], value),
  measurePools: (outcome, pools) => add(`Outcome/${outcome}`, 'Pools', pools),
};

function add(of: string, metric: string, value: number): void {
  const metrics = counts.get(of) ?? new Map<string, number>();
  counts.set(of, metrics.set(metric, (metrics.get(metric) ?? 0) + value));
}

/** Writes what was counted and measured since the last time; nothing where there was nothing. */
export function publishMetrics(): void {
  for (const [of, sums] of counts) {
    const metrics = of === PLAIN ? plain : dimensioned;
    const [dimension, value] = of.split('/');
    if (dimension && value) metrics.addDimension(dimension, value);
    for (const [metric, sum] of sums) metrics.addMetric(metric, MetricUnit.Count, sum);
    if (metrics === dimensioned) metrics.publishStoredMetrics();
  }
  counts.clear();
  // Powertools warns of an invocation that counted nothing, and most find nothing to do.
  if (plain.hasStoredMetrics()) plain.publishStoredMetrics();
}
