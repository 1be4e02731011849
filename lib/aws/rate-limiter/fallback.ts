import type { Clock } from '../../reconcile/ports.ts';
import type { Category } from '../config.ts';
import type { Reservation, Reservations } from './rate-limiter.ts';

/** So long the table is not asked again after it failed: each failure costs a timeout. */
const OUTAGE_MS = 5_000;

/**
 * While the table cannot be reached, each worker keeps to the rate divided by the most workers there can be:
 * one slot at a time, with no idle time to catch up with, so that all of them together stay within the quota.
 */
export function withFallback(
  shared: Reservations,
  maxWorkers: number,
  clock: Pick<Clock, 'now'>,
): Reservations {
  const nexts = new Map<Category, number>();
  let askAgain = 0;

  const outage = (): void => {
    askAgain = clock.now().getTime() + OUTAGE_MS;
  };
  const isOut = (): boolean => clock.now().getTime() < askAgain;

  const alone = (category: Category, spacingMs: number, until: number): Reservation => {
    const now = clock.now().getTime();
    // The first slot waits too: before the outage this worker may have had more than its share.
    const first = Math.max(now, nexts.get(category) ?? now + spacingMs * maxWorkers);
    // Kept although nobody takes it yet: counted from now each time, it would never come.
    nexts.set(category, first);
    if (first >= until) return { kind: 'Later', next: first };
    nexts.set(category, first + spacingMs * maxWorkers);
    return { kind: 'Reserved', first, count: 1 };
  };

  return {
    reserve: async (category, slots) => {
      if (isOut()) return alone(category, slots.spacingMs, slots.until);
      try {
        const reservation = await shared.reserve(category, slots);
        nexts.delete(category);
        return reservation;
      } catch {
        outage();
        return alone(category, slots.spacingMs, slots.until);
      }
    },
    postpone: async (category, until) => {
      if (isOut()) {
        nexts.set(category, Math.max(nexts.get(category) ?? until, until));
        return;
      }
      try {
        await shared.postpone(category, until);
      } catch {
        outage();
      }
    },
  };
}
