import { RateLimitTimeoutError } from '../../reconcile/errors.ts';
import type { CallContext, Clock, QueueName, Random } from '../../reconcile/ports.ts';
import type { Category, Quotas } from '../config.ts';
import type { RateLimiter, Reservations } from './rate-limiter.ts';

/**
 * The maximum length of one reservation. A worker that stops wastes up to this time for each of its
 * reservations.
 */
const MAX_RESERVED_MS = 500;
/** Upkeep reserves no further ahead than this, so that an edit gets a slot within one second. */
const MAX_UPKEEP_AHEAD_MS = 400;
const THROTTLE_PAUSE_MS = 500;
const MIN_RETRY_MS = 1_000;
/** Spreads the workers that wait for the same free time. */
const POLL_JITTER_MS = 50;
/** The maximum time between two checks of the deadlines. The next free time can be much further away. */
const MAX_POLL_MS = 500;

interface WaitingCall {
  readonly context: CallContext;
  readonly start: () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Creates a rate limiter for all workers of the account and Region. It reserves slots for all waiting calls
 * of this worker together, so that a batch of pools costs one write.
 */
export function sharedRateLimiter(
  reservations: Reservations,
  quotas: Quotas,
  clock: Clock,
  random: Random,
): RateLimiter {
  const queues = new Map<string, WaitingCall[]>();

  const processQueue = async (
    category: Category,
    priority: QueueName,
    queue: WaitingCall[],
  ): Promise<void> => {
    const spacingMs = 1000 / quotas[category];
    const maxCount = Math.max(1, Math.floor(MAX_RESERVED_MS / spacingMs));
    let failures = 0;
    for (;;) {
      const now = clock.now().getTime();
      failExpired(queue, category, now, now);
      if (queue.length === 0) return deleteQueue(category, priority);
      const count = Math.min(queue.length, maxCount);
      const last = Math.max(...queue.map(({ context }) => context.deadline));
      const until = priority === 'upkeep' ? Math.min(now + MAX_UPKEEP_AHEAD_MS, last) : last;
      const reservation = await reservations.reserve(category, { count, spacingMs, until });
      if (reservation.kind === 'Reserved') {
        assignSlots(category, queue, reservation.count ?? count, reservation.first);
        failures = 0;
        continue;
      }
      failures += 1;
      const jitter = POLL_JITTER_MS * (0.5 + random());
      const { next } = reservation;
      if (next === undefined) {
        await clock.sleep(jitter);
        continue;
      }
      failExpired(queue, category, next, now);
      // A worker that failed more often polls earlier, so that no worker starves.
      const pause = Math.min(Math.max(0, next - until), MAX_POLL_MS) + jitter / failures;
      if (queue.length > 0) await clock.sleep(pause);
    }
  };

  /**
   * Runs in the same tick as the check for an empty queue. Otherwise a call could join a queue that is not
   * processed.
   */
  const deleteQueue = (category: Category, priority: QueueName): void => {
    queues.delete(queueKey(category, priority));
  };

  /** Gives each slot to the first waiting call whose deadline is after it. */
  const assignSlots = (category: Category, queue: WaitingCall[], count: number, first: number): void => {
    for (let at = 0; at < count; at++) {
      const now = clock.now().getTime();
      const slot = Math.max(now, first + at * (1000 / quotas[category]));
      failExpired(queue, category, slot, now);
      const waiting = queue.shift();
      if (waiting === undefined) return;
      if (slot > now) clock.sleep(slot - now).then(waiting.start, waiting.fail);
      else waiting.start();
    }
  };

  return {
    acquire: (category, context) =>
      new Promise<void>((start, fail) => {
        const key = queueKey(category, context.priority);
        const queue = queues.get(key) ?? [];
        queue.push({ context, start, fail });
        if (queues.has(key)) return;
        queues.set(key, queue);
        // The microtask lets all calls of this tick join the first reservation.
        queueMicrotask(async () => {
          try {
            await processQueue(category, context.priority, queue);
          } catch (error) {
            deleteQueue(category, context.priority);
            for (const waiting of queue) waiting.fail(error);
          }
        });
      }),
    throttled: (category) =>
      reservations.postpone(category, clock.now().getTime() + THROTTLE_PAUSE_MS * (0.5 + random() / 2)),
  };
}

const queueKey = (category: Category, priority: QueueName): string => `${category}/${priority}`;

/** Fails the calls whose deadline is not after `free`, the next free time: they cannot get a slot. */
function failExpired(queue: WaitingCall[], category: Category, free: number, now: number): void {
  const expired = queue.filter(({ context }) => context.deadline <= free);
  for (const waiting of expired) {
    queue.splice(queue.indexOf(waiting), 1);
    waiting.fail(new RateLimitTimeoutError(category, Math.max(MIN_RETRY_MS, free - now)));
  }
}
