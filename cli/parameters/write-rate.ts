import type { RateLimiting } from '../../lib/aws/rate-limiter/call-with-rate-limit.ts';
import type { RateLimiter } from '../../lib/aws/rate-limiter/rate-limiter.ts';
import type { CallContext, Clock } from '../../lib/reconcile/ports.ts';

/** The default quota of PutParameter, in calls per second (docs/aws-facts.md#parameter-quota). */
export const DEFAULT_WRITE_RATE = 3;

/** After a throttled call, no write starts for this time: another client uses the quota too. */
const THROTTLE_PAUSE_MS = 1_000;

/** A write that is throttled for this long fails. */
const MAX_WRITE_MS = 300_000;

/** The rate of writes to Parameter Store, which have a quota of their own. */
export type WriteLimiting = RateLimiting<'ParameterWrite'>;

/** Returns a limiter for the writes of this process: one slot after the other, without a burst. */
export function steadyRate(perSecond: number, clock: Clock): RateLimiter<'ParameterWrite'> {
  let next = 0;
  return {
    async acquire() {
      const now = clock.now().getTime();
      const slot = Math.max(now, next);
      next = slot + 1000 / perSecond;
      if (slot > now) await clock.sleep(slot - now);
    },
    async throttled() {
      next = Math.max(next, clock.now().getTime() + THROTTLE_PAUSE_MS);
    },
  };
}

export const writeLimiting = (
  perSecond: number,
  { clock, random, telemetry }: Omit<WriteLimiting, 'rateLimiter'>,
): WriteLimiting => ({ rateLimiter: steadyRate(perSecond, clock), clock, random, telemetry });

export const writeContext = ({ clock }: Pick<WriteLimiting, 'clock'>): CallContext => ({
  priority: 'edits',
  deadline: clock.now().getTime() + MAX_WRITE_MS,
});
