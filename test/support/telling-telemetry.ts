import type { MetricName, Telemetry } from '../../lib/domain/ports.ts';

/** What was told, in order, for tests to read. */
export interface Told {
  readonly lines: { readonly level: 'info' | 'warn' | 'error'; readonly text: string }[];
  readonly counts: Map<MetricName, number>;
}

export function tellingTelemetry(): { readonly telemetry: Telemetry; readonly told: Told } {
  const told: Told = { lines: [], counts: new Map() };
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
      count: (metric, value = 1) => {
        told.counts.set(metric, (told.counts.get(metric) ?? 0) + value);
      },
    },
  };
}
