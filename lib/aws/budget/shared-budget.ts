import type { Attempt, Clock, Lane, Random } from '../../domain/ports.ts';
import { NoSlot } from '../../domain/service-failure.ts';
import type { Category, Quotas } from '../config.ts';
import type { Budget, Reservations } from './slots.ts';

/** A worker reserves no more than this at once: what a dead one wastes. */
const MOST_RESERVED_MS = 500;
/** Upkeep queues no further ahead than this, so that a person's edit finds a slot within a second. */
const UPKEEP_AHEAD_MS = 400;
const THROTTLE_PAUSE_MS = 500;
const POLL_MS = 50;

interface Waiting {
  readonly attempt: Attempt;
  readonly start: () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * One budget for all workers of the account and Region. Calls that wait in this worker are reserved for
 * together, so that a batch of pools costs one write.
 */
export function sharedBudget(
  reservations: Reservations,
  quotas: Quotas,
  clock: Clock,
  random: Random,
): Budget {
  const queues = new Map<string, Waiting[]>();

  const pump = async (category: Category, lane: Lane, queue: Waiting[]): Promise<void> => {
    const spacingMs = 1000 / quotas[category];
    const most = Math.max(1, Math.floor(MOST_RESERVED_MS / spacingMs));
    for (;;) {
      const now = clock.now().getTime();
      expire(queue, category, now);
      const count = Math.min(queue.length, most);
      if (count === 0) return end(category, lane);
      const last = Math.max(...queue.map(({ attempt }) => attempt.deadline));
      const until = lane === 'upkeep' ? Math.min(now + UPKEEP_AHEAD_MS, last) : last;
      const first = await reservations.reserve(category, { count, spacingMs, until });
      if (first === undefined) await clock.sleep(POLL_MS * (0.5 + random()));
      else hand(queue.splice(0, count), first, spacingMs);
    }
  };

  /** In the same tick as the look that found the queue empty, or a call might join a queue nobody serves. */
  const end = (category: Category, lane: Lane): void => {
    queues.delete(nameOf(category, lane));
  };

  const hand = (taken: readonly Waiting[], first: number, spacingMs: number): void => {
    taken.forEach(async ({ start, fail }, at) => {
      try {
        const wait = first + at * spacingMs - clock.now().getTime();
        if (wait > 0) await clock.sleep(wait);
        start();
      } catch (error) {
        fail(error);
      }
    });
  };

  return {
    take: (category, attempt) =>
      new Promise<void>((start, fail) => {
        const name = nameOf(category, attempt.lane);
        const queue = queues.get(name) ?? [];
        queue.push({ attempt, start, fail });
        if (queues.has(name)) return;
        queues.set(name, queue);
        // The microtask lets every call of this tick join the first reservation.
        queueMicrotask(async () => {
          try {
            await pump(category, attempt.lane, queue);
          } catch (error) {
            end(category, attempt.lane);
            for (const waiting of queue) waiting.fail(error);
          }
        });
      }),
    throttled: (category) =>
      reservations.postpone(category, clock.now().getTime() + THROTTLE_PAUSE_MS * (0.5 + random() / 2)),
  };
}

const nameOf = (category: Category, lane: Lane): string => `${category}/${lane}`;

/** Those whose deadline has come go back to their queue. */
function expire(queue: Waiting[], category: Category, now: number): void {
  const late = queue.filter(({ attempt }) => attempt.deadline <= now);
  for (const waiting of late) {
    queue.splice(queue.indexOf(waiting), 1);
    waiting.fail(new NoSlot(category, 1_000));
  }
}
