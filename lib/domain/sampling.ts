import type { Cause } from './cause.ts';
import type { PoolRecord } from './record.ts';

/** Each sweep reads the settings of about one pool in 24. The hash selects other pools for each sweep. */
const SAMPLE_INTERVAL = 24;

/**
 * Returns whether to read the pool's tier and threat protection, which are not part of the log delivery
 * configuration: after a write, after an update of the pool, in each sweep while the record has a finding,
 * and for a sample, because an event may be lost. The sample needs no stored state, so a pool in sync costs
 * no write.
 */
export const isProtectionDue = (
  userPoolId: string,
  { poolUpdated, sweep }: Cause,
  recorded: PoolRecord | undefined,
  wrotePool: boolean,
): boolean =>
  wrotePool ||
  poolUpdated ||
  (sweep !== undefined && (recorded?.Finding !== undefined || isSampled(sweep.id, userPoolId)));

/** Returns whether the pool is in the sample of this sweep. */
export const isSampled = (sweepId: string, userPoolId: string): boolean =>
  hash(`${sweepId} ${userPoolId}`) % SAMPLE_INTERVAL === 0;

/** Returns a 32-bit hash (FNV-1a). Similar texts get very different numbers. */
export function hash(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  // Mix the last characters into the lower bits.
  return (hash ^ (hash >>> 15)) >>> 0;
}
