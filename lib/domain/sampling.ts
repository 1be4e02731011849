import type { Cause } from './cause.ts';
import type { PoolRecord } from './record.ts';

/** Each sweep looks at so small a part of the pools' own settings, chosen anew. */
const ONE_IN = 24;

/**
 * Whether a pool's tier and threat protection are to be read too, which Cognito's configuration does not show:
 * after a write, when the pool was updated, while something was found, and now and then, since an event may be
 * lost. Without a state of its own, so that a pool in step still costs no write.
 */
export const isProtectionDue = (
  userPoolId: string,
  { poolUpdated, sweep }: Cause,
  recorded: PoolRecord | undefined,
  wrotePool: boolean,
): boolean =>
  wrotePool ||
  poolUpdated ||
  (sweep !== undefined &&
    (recorded?.Finding !== undefined || hash(`${sweep.id} ${userPoolId}`) % ONE_IN === 0));

/** A number that a text always gives, and texts alike give far apart (FNV-1a, 32 bits). */
export function hash(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  // The last letters have not reached the lower bits yet.
  return (hash ^ (hash >>> 15)) >>> 0;
}
