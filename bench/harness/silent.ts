import type { Telemetry } from '../../lib/reconcile/ports.ts';

/** What is measured here is not what the service says of itself. */
export const silent: Telemetry = {
  info() {},
  warn() {},
  error() {},
  count() {},
  countOf() {},
  measure() {},
  measurePools() {},
};
