import type { Telemetry } from '../../lib/reconcile/ports.ts';

/** What was told, in order, for tests to read. */
export interface Told {
  readonly lines: { readonly level: 'info' | 'warn' | 'error'; readonly text: string }[];
  /** By name; of those with a dimension, by `name/dimension`. */
  readonly counts: Map<string, number>;
  /** Every value, in order. */
  readonly values: Map<string, number[]>;
}

export function tellingTelemetry(): { readonly telemetry: Telemetry; readonly told: Told } {
  const told: Told = { lines: [], counts: new Map(), values: new Map() };
  const add = (name: string, value: number) => told.counts.set(name, (told.counts.get(name) ?? 0) + value);
  const note = (name: string, value: number) =>
    told.values.set(name, [...(told.values.get(name) ?? []), value]);
  const line =
    (level: 'info' | 'warn' | 'error'): Telemetry['info'] =>
    (message, fields) => {
      told.lines.push({ level, text: `${message} ${JSON.stringify(fields)}` });
    };
  return {
    told,
    telemetry: {
      info: line('info'),
      warn: line('warn'),
      error: line('error'),
      count: (metric, value = 1) => void add(metric, value),
      countOf: (metric, category) => void add(`${metric}/${category}`, 1),
      measure: (metric, value) => void note(metric, value),
      measurePools: (outcome, pools) => void note(`Pools/${outcome}`, pools),
    },
  };
}
