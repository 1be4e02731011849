import { RateLimitTimeoutError } from '../../reconcile/errors.ts';
import type { CallContext, Clock, Random, Telemetry } from '../../reconcile/ports.ts';
import type { Category } from '../config.ts';
import { errorClass, toAwsCallError } from '../failures.ts';
import type { RateLimiter } from './rate-limiter.ts';

/** The dependencies of a rate-limited call. */
export interface RateLimiting<C extends string = Category> {
  readonly rateLimiter: RateLimiter<C>;
  readonly clock: Clock;
  readonly random: Random;
  readonly telemetry: Pick<Telemetry, 'count' | 'countOf'>;
}

/** How often a call with a transient error is made, the first attempt included. */
const MAX_TRANSIENT_ATTEMPTS = 3;
const BACKOFF_MS = 200;

/**
 * Makes a call that counts against a quota. Each attempt acquires a slot, so the SDK's own retries must be
 * off. Retries throttled calls until the deadline of the context. Makes at most `MAX_TRANSIENT_ATTEMPTS`
 * attempts for other transient errors. Throws RateLimitTimeoutError, AwsCallError, or the SDK's own error for
 * the classes `Rejected` and `NotFound`. `hasSlot`: the slot of the first attempt is already acquired.
 */
export async function callWithRateLimit<T, C extends string = Category>(
  { rateLimiter, clock, random, telemetry }: RateLimiting<C>,
  category: C,
  operation: string,
  context: CallContext,
  call: () => Promise<T>,
  hasSlot = false,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    if (!hasSlot || attempt > 1) await rateLimiter.acquire(category, context);
    if (attempt > 1) await context.beforeRetry?.();
    telemetry.countOf('Calls', category);
    try {
      return await call();
    } catch (error) {
      const kind = errorClass(error);
      if (kind === 'Rejected' || kind === 'NotFound') throw error;
      if (kind === 'Permission') throw toAwsCallError(operation, error);
      if (kind === 'Transient' && attempt >= MAX_TRANSIENT_ATTEMPTS) throw toAwsCallError(operation, error);
      if (kind === 'Throttled') {
        telemetry.count('Throttled');
        telemetry.countOf('Throttles', category);
        await rateLimiter.throttled(category);
      }
      const wait = BACKOFF_MS * 2 ** Math.min(attempt, 4) * random();
      if (clock.now().getTime() + wait >= context.deadline)
        throw kind === 'Throttled'
          ? new RateLimitTimeoutError(category, wait)
          : toAwsCallError(operation, error);
      await clock.sleep(wait);
    }
  }
}
