import type { Category } from '../config.ts';

/** How workers may use the slots of a category. */
export interface CategoryLimits {
  /** How many slots of idle time can be used afterwards. */
  readonly burst: number;
  /** A reserved slot can be used until this long after its time. */
  readonly keepMs: number;
  /** How many calls without a pause earn one spare slot. */
  readonly callsPerSpare: number;
  /** Upkeep reserves up to this far ahead, so an edit waits at most this long for it. */
  readonly maxAheadMs: number;
}

/**
 * The maximum length of one reservation. A worker that stops wastes up to this time for each of its reservations, and an edit waits
 * up to this time. With 0.9 s, an edit during a sweep took 1.7 s at the 99th percentile, with 0.75 s 1.4 s.
 */
export const MAX_RESERVED_MS = 750;

const BURST = 5;
/** More than one reservation at the default rate. */
const PARAMETER_BURST = 18;

/**
 * Returns the limits of a category. A slot exists once, so all workers together never exceed the rate in any window by more than
 * the burst and one call. Parameter reads can exceed it once by one reservation of each worker too: a batch of pools needs one or
 * two of them, at a share of AWS's quota, so a worker keeps their slots for longer, and takes them from idle time if it can.
 */
export const limitsOf = (category: Category, spacingMs: number): CategoryLimits =>
  category === 'ParameterRead'
    ? { burst: PARAMETER_BURST, keepMs: 30_000, callsPerSpare: 0.25, maxAheadMs: 600 }
    : { burst: BURST, keepMs: BURST * spacingMs, callsPerSpare: 10, maxAheadMs: MAX_RESERVED_MS };
