import type { Telemetry } from '../../lib/reconcile/ports.ts';

/** Everything that was logged and measured, in order. */
export interface RecordedTelemetry {
  readonly lines: { readonly level: 'info' | 'warn' | 'error'; readonly text: string }[];
  /** Sums by metric name, or by `name/dimension value`. */
  readonly counts: Map<string, number>;
  /** All values by metric name, or by `name/dimension value`. */
  readonly values: Map<string, number[]>;
  /** The values that only the log contains, by metric name. */
  readonly logged: Map<string, number[]>;
}

/** Returns telemetry that only records. */
export function recordingTelemetry(): {
  readonly telemetry: Telemetry;
  readonly recorded: RecordedTelemetry;
} {
  const recorded: RecordedTelemetry = { lines: [], counts: new Map(), values: new Map(), logged: new Map() };
  const addCount = (name: string, value: number) =>
    recorded.counts.set(name, (recorded.counts.get(name) ?? 0) + value);
  const addValue = (name: string, value: number, values = recorded.values) =>
    values.set(name, [...(values.get(name) ?? []), value]);
  const log =
    (level: 'info' | 'warn' | 'error'): Telemetry['info'] =>
    (message, fields) => {
      recorded.lines.push({ level, text: `${message} ${JSON.stringify(fields)}` });
    };
  return {
    recorded,
    telemetry: {
      info: log('info'),
      warn: log('warn'),
      error: log('error'),
      count: (metric, value = 1) => void addCount(metric, value),
      countOf: (metric, category) => void addCount(`${metric}/${category}`, 1),
      measure: (metric, value) => void addValue(metric, value),
      record: (metric, value) => void addValue(metric, value, recorded.logged),
      measurePools: (outcome, pools) => void addValue(`Pools/${outcome}`, pools),
    },
  };
}
