import type { Telemetry } from '../../lib/reconcile/ports.ts';

/** Telemetry that does nothing. The benchmarks measure the service from the outside. */
export const silent: Telemetry = {
  info() {},
  warn() {},
  error() {},
  count() {},
  countOf() {},
  measure() {},
  record() {},
  measurePools() {},
};
