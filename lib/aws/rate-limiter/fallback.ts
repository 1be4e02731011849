import type { Clock } from '../../reconcile/ports.ts';
import type { Category } from '../config.ts';
import type { Reservation, Reservations } from './rate-limiter.ts';

/** After an error, the table is not used for this time, because each error can cost a timeout. */
const OUTAGE_MS = 5_000;

/**
 * Wraps the shared reservations. While the table is unavailable, each worker uses the rate divided by the
 * maximum number of workers: one slot at a time and without a burst, so that all workers together stay within
 * the quota.
 */
export function withFallback(
  shared: Reservations,
  maxWorkers: number,
  clock: Pick<Clock, 'now'>,
): Reservations {
  const nexts = new Map<Category, number>();
  let outageUntil = 0;

  const startOutage = (): void => {
    outageUntil = clock.now().getTime() + OUTAGE_MS;
  };
  const isOutage = (): boolean => clock.now().getTime() < outageUntil;

  const reserveLocally = (category: Category, spacingMs: number, until: number): Reservation => {
    const now = clock.now().getTime();
    // The first slot waits too: before the outage this worker may have used more than its share.
    const first = Math.max(now, nexts.get(category) ?? now + spacingMs * maxWorkers);
    // Stored even if it is not reserved: if each call computed it from the current time, it would never be
    // reached.
    nexts.set(category, first);
    if (first >= until) return { kind: 'Later', next: first };
    nexts.set(category, first + spacingMs * maxWorkers);
    return { kind: 'Reserved', first, count: 1 };
  };

  return {
    reserve: async (category, slots) => {
      if (isOutage()) return reserveLocally(category, slots.spacingMs, slots.until);
      try {
        const reservation = await shared.reserve(category, slots);
        nexts.delete(category);
        return reservation;
      } catch {
        startOutage();
        return reserveLocally(category, slots.spacingMs, slots.until);
      }
    },
    postpone: async (category, until) => {
      if (isOutage()) {
        nexts.set(category, Math.max(nexts.get(category) ?? until, until));
        return;
      }
      try {
        await shared.postpone(category, until);
      } catch {
        startOutage();
      }
    },
  };
}
