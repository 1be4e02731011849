import { Logger } from '@aws-lambda-powertools/logger';
import { showInvisibleInLines } from '../lib/domain/invisible.ts';
import type { Outcome } from '../lib/domain/outcome.ts';
import type { CategoryCountName, CountName, ValueName } from '../lib/reconcile/metrics.ts';
import type { LogFields, Telemetry } from '../lib/reconcile/ports.ts';
import { type Measurement, metricLines } from './metric-lines.ts';

/** Powertools reads the service name and the log level from the POWERTOOLS_* environment variables. */
export const logger = new Logger();

/** Counts are sums over one invocation. */
const counts = new Map<CountName, number>();
const categories = new Map<string, Map<CategoryCountName, number>>();
const values = new Map<ValueName, Measurement[]>();
const outcomes = new Map<Outcome, number>();

export const telemetry: Telemetry = {
  info: (message, fields) => logger.info(message, { ...visibleFields(fields) }),
  warn: (message, fields) => logger.warn(message, { ...visibleFields(fields) }),
  error: (message, fields) => logger.error(message, { ...visibleFields(fields) }),
  count: (metric, value = 1) => add(counts, metric, value),
  countOf(metric, category) {
    const sums = categories.get(category) ?? new Map<CategoryCountName, number>();
    add(sums, metric, 1);
    categories.set(category, sums);
  },
  measure: (metric, value) => addValue(metric, { value, isForLog: false }),
  record: (metric, value) => addValue(metric, { value, isForLog: true }),
  measurePools: (outcome, pools) => void outcomes.set(outcome, pools),
};

/** Shows invisible characters in the fields as escapes: they contain names and keys that another client chose. */
const visibleFields = (fields: LogFields): LogFields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, visibleField(value)]));

const visibleField = (value: LogFields[string]): LogFields[string] => {
  if (typeof value === 'string') return showInvisibleInLines(value);
  return typeof value === 'object' ? value.map(showInvisibleInLines) : value;
};

function add<Name>(sums: Map<Name, number>, name: Name, value: number): void {
  sums.set(name, (sums.get(name) ?? 0) + value);
}

function addValue(metric: ValueName, measurement: Measurement): void {
  values.set(metric, [...(values.get(metric) ?? []), measurement]);
}

/**
 * Writes the counts and values since the last call to the log, from which CloudWatch publishes the metrics. Writes nothing
 * without counts and values. `lib/aws/config.ts` validates the setting.
 */
export function publishMetrics(): void {
  const settings = {
    metrics: process.env.METRICS === 'all' ? ('all' as const) : ('basic' as const),
    service: process.env.POWERTOOLS_SERVICE_NAME ?? '',
  };
  // console.log of Lambda adds a prefix, and CloudWatch reads only lines that are nothing but JSON.
  for (const line of metricLines({ counts, categories, values, outcomes }, settings, new Date()))
    process.stdout.write(`${JSON.stringify(line)}\n`);
  for (const measured of [counts, categories, values, outcomes]) measured.clear();
}
