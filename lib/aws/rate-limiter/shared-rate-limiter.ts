import { RateLimitTimeoutError } from '../../reconcile/errors.ts';
import type { CallContext, Clock, QueueName, Random } from '../../reconcile/ports.ts';
import type { Category, Quotas } from '../config.ts';
import type { RateLimiter, Reservations } from './rate-limiter.ts';

/** A worker reserves no more than this at once: what a dead one wastes, for each reservation it had. */
const MOST_RESERVED_MS = 500;
/** Upkeep queues no further ahead than this, so that a person's edit finds a slot within a second. */
const UPKEEP_AHEAD_MS = 400;
const THROTTLE_PAUSE_MS = 500;
const LEAST_RETRY_MS = 1_000;
/** The spread of workers that look for the same free moment. */
const POLL_MS = 50;
/** So often a deadline is looked after, however far off the next free moment is. */
const LONGEST_LOOK_MS = 500;

interface Waiting {
  readonly context: CallContext;
  readonly start: () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * One budget for all workers of the account and Region. Calls that wait in this worker are reserved for
 * together, so that a batch of pools costs one write.
 */
export function sharedRateLimiter(
  reservations: Reservations,
  quotas: Quotas,
  clock: Clock,
  random: Random,
): RateLimiter {
  const queues = new Map<string, Waiting[]>();

  const pump = async (category: Category, priority: QueueName, queue: Waiting[]): Promise<void> => {
    const spacingMs = 1000 / quotas[category];
    const most = Math.max(1, Math.floor(MOST_RESERVED_MS / spacingMs));
    let lost = 0;
    for (;;) {
      const now = clock.now().getTime();
      expire(queue, category, now, now);
      if (queue.length === 0) return end(category, priority);
      const count = Math.min(queue.length, most);
      const last = Math.max(...queue.map(({ context }) => context.deadline));
      const until = priority === 'upkeep' ? Math.min(now + UPKEEP_AHEAD_MS, last) : last;
      const reservation = await reservations.reserve(category, { count, spacingMs, until });
      if (reservation.kind === 'Reserved') {
        hand(category, queue, reservation.count ?? count, reservation.first);
        lost = 0;
        continue;
      }
      lost += 1;
      const spread = POLL_MS * (0.5 + random());
      const { next } = reservation;
      if (next === undefined) {
        await clock.sleep(spread);
        continue;
      }
      expire(queue, category, next, now);
      // Who lost more often looks earlier, so that no worker starves.
      const due = Math.min(Math.max(0, next - until), LONGEST_LOOK_MS) + spread / lost;
      if (queue.length > 0) await clock.sleep(due);
    }
  };

  /** In the same tick as the look that found the queue empty, or a call might join a queue nobody serves. */
  const end = (category: Category, priority: QueueName): void => {
    queues.delete(nameOf(category, priority));
  };

  /** Each slot goes to the first whose deadline it keeps. */
  const hand = (category: Category, queue: Waiting[], count: number, first: number): void => {
    for (let at = 0; at < count; at++) {
      const now = clock.now().getTime();
      const slot = Math.max(now, first + at * (1000 / quotas[category]));
      expire(queue, category, slot, now);
      const waiting = queue.shift();
      if (waiting === undefined) return;
      if (slot > now) clock.sleep(slot - now).then(waiting.start, waiting.fail);
      else waiting.start();
    }
  };

  return {
    acquire: (category, context) =>
      new Promise<void>((start, fail) => {
        const name = nameOf(category, context.priority);
        const queue = queues.get(name) ?? [];
        queue.push({ context, start, fail });
        if (queues.has(name)) return;
        queues.set(name, queue);
        // The microtask lets every call of this tick join the first reservation.
        queueMicrotask(async () => {
          try {
            await pump(category, context.priority, queue);
          } catch (error) {
            end(category, context.priority);
            for (const waiting of queue) waiting.fail(error);
          }
        });
      }),
    throttled: (category) =>
      reservations.postpone(category, clock.now().getTime() + THROTTLE_PAUSE_MS * (0.5 + random() / 2)),
  };
}

const nameOf = (category: Category, priority: QueueName): string => `${category}/${priority}`;

/** Those who cannot have a slot before their deadline, now that there is none before `free`, learn so at once. */
function expire(queue: Waiting[], category: Category, free: number, now: number): void {
  const late = queue.filter(({ context }) => context.deadline <= free);
  for (const waiting of late) {
    queue.splice(queue.indexOf(waiting), 1);
    waiting.fail(new RateLimitTimeoutError(category, Math.max(LEAST_RETRY_MS, free - now)));
  }
}
