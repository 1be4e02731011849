import { RateLimitTimeoutError } from '../../reconcile/errors.ts';
import type { CallContext, Clock, QueueName, Random } from '../../reconcile/ports.ts';
import type { Category, Quotas } from '../config.ts';
import { limitsOf, MAX_RESERVED_MS } from './category-limits.ts';
import { type KeptSlots, keptSlots } from './kept-slots.ts';
import type { RateLimiter, Reservations } from './rate-limiter.ts';

/** Upkeep reserves only while the next free time is less than this ahead. */
const MAX_UPKEEP_START_MS = 100;
const THROTTLE_PAUSE_MS = 500;
const MIN_RETRY_MS = 1_000;
/** Spreads the workers that wait for the same free time, so that few of them write at once. */
const POLL_JITTER_MS = 100;
/** The maximum time between two checks of the deadlines. The next free time can be much further away. */
const MAX_POLL_MS = 900;

interface WaitingCall {
  readonly context: CallContext;
  readonly start: () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Creates a rate limiter for all workers of the account and Region. It reserves slots for all waiting calls
 * of this worker together, and for the next batch if the worker has steady work. So a batch of pools costs less than one write.
 */
export function sharedRateLimiter(
  reservations: Reservations,
  quotas: Quotas,
  clock: Clock,
  random: Random,
): RateLimiter {
  const queues = new Map<string, WaitingCall[]>();
  const spacingOf = (category: Category): number => 1000 / quotas[category];
  const keptOf = new Map<Category, KeptSlots>();
  const keptSlotsOf = (category: Category): KeptSlots => {
    const kept =
      keptOf.get(category) ?? keptSlots(limitsOf(category, spacingOf(category)), spacingOf(category));
    keptOf.set(category, kept);
    return kept;
  };

  const processQueue = async (
    category: Category,
    priority: QueueName,
    queue: WaitingCall[],
  ): Promise<void> => {
    const spacingMs = spacingOf(category);
    const { burst, maxAheadMs } = limitsOf(category, spacingMs);
    const maxCount = Math.max(1, Math.floor(MAX_RESERVED_MS / spacingMs));
    const kept = keptSlotsOf(category);
    kept.resume(clock.now().getTime());
    let failures = 0;
    for (;;) {
      kept.expire(clock.now().getTime());
      assignSlots(category, queue, kept);
      const now = clock.now().getTime();
      failExpired(queue, category, now, now);
      if (queue.length === 0) return deleteQueue(category, priority);
      const last = Math.max(...queue.map(({ context }) => context.deadline));
      // Edits reserve what they need, up to their deadline.
      const isUpkeep = priority === 'upkeep';
      const count = Math.min(queue.length + (isUpkeep ? kept.spare() : 0), maxCount);
      const until = isUpkeep ? Math.min(now + MAX_UPKEEP_START_MS, last) : last;
      const end = isUpkeep ? now + maxAheadMs : Number.POSITIVE_INFINITY;
      const reservation = await reservations.reserve(category, { count, spacingMs, burst, until, end });
      let next: number | undefined;
      if (reservation.kind === 'Reserved') {
        const reserved = reservation.count ?? count;
        kept.add(reservation.first, reserved);
        assignSlots(category, queue, kept);
        next = reservation.first + reserved * spacingMs;
        failures = 0;
      } else {
        next = reservation.next;
        failures += 1;
      }
      if (next !== undefined) failExpired(queue, category, next, now);
      // A worker that failed more often polls earlier, so that no worker starves.
      const jitter = failures === 0 ? 0 : (POLL_JITTER_MS * random()) / Math.sqrt(failures);
      const pause = Math.min(Math.max(0, (next ?? until) - until), MAX_POLL_MS) + jitter;
      if (queue.length > 0 && pause > 0) await clock.sleep(pause);
    }
  };

  /**
   * Runs in the same tick as the check for an empty queue. Otherwise a call could join a queue that is not
   * processed.
   */
  const deleteQueue = (category: Category, priority: QueueName): void => {
    queues.delete(queueKey(category, priority));
  };

  /** Gives each slot to the first waiting call whose deadline is after it. Slots without a call are kept. */
  const assignSlots = (category: Category, queue: WaitingCall[], kept: KeptSlots): void => {
    for (;;) {
      const now = clock.now().getTime();
      const earliest = kept.earliest();
      if (earliest === undefined) return;
      const slot = Math.max(now, earliest);
      failExpired(queue, category, slot, now);
      const waiting = queue.shift();
      if (waiting === undefined) return;
      kept.use();
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
    throttled: (category) => {
      const until = clock.now().getTime() + THROTTLE_PAUSE_MS * (0.5 + random() / 2);
      keptSlotsOf(category).discardBefore(until);
      return reservations.postpone(category, until);
    },
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
