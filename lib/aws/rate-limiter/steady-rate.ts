import { RateLimitTimeoutError } from '../../reconcile/errors.ts';
import type { Clock } from '../../reconcile/ports.ts';
import type { RateLimiter } from './rate-limiter.ts';

/** After a throttled call, no call starts for this time: another client uses the quota too. */
const THROTTLE_PAUSE_MS = 1_000;

/**
 * Returns a limiter for the calls of this process, where no other process of the service makes them: one slot after the
 * other, without a burst.
 *
 * @param perSecond the rate of each category
 */
export function steadyRate<C extends string>(
  perSecond: Readonly<Record<C, number>>,
  clock: Clock,
): RateLimiter<C> {
  const next = new Map<C, number>();
  return {
    async acquire(category, { deadline }) {
      const now = clock.now().getTime();
      const slot = Math.max(now, next.get(category) ?? 0);
      if (slot > deadline) throw new RateLimitTimeoutError(category, slot - now);
      next.set(category, slot + 1000 / perSecond[category]);
      if (slot > now) await clock.sleep(slot - now);
    },
    async throttled(category) {
      next.set(category, Math.max(next.get(category) ?? 0, clock.now().getTime() + THROTTLE_PAUSE_MS));
    },
  };
}
