import { RateLimitTimeoutError } from '../../reconcile/errors.ts';
import type { CallContext, Clock, Random, Telemetry } from '../../reconcile/ports.ts';
import type { Category } from '../config.ts';
import { errorClass, toAwsCallError } from '../failures.ts';
import type { RateLimiter } from './rate-limiter.ts';

export interface RateLimiting {
  readonly rateLimiter: RateLimiter;
  readonly clock: Clock;
  readonly random: Random;
  readonly telemetry: Pick<Telemetry, 'count' | 'countOf'>;
}

/** So often a call that fails for a passing reason is made in one attempt at a pool. */
const TRANSIENT_TRIES = 3;
const BACKOFF_MS = 200;

/**
 * Makes a call that counts against a quota: each try takes a slot, so the SDK's own retries are off. A
 * throttled one is tried again until the attempt's deadline, other passing failures a few times.
 * Throws RateLimitTimeoutError, AwsCallError, or, where the answer is about its subject, the SDK's own error.
 */
export async function callWithRateLimit<T>(
  { rateLimiter, clock, random, telemetry }: RateLimiting,
  category: Category,
  operation: string,
  context: CallContext,
  call: () => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    await rateLimiter.acquire(category, context);
    telemetry.countOf('Calls', category);
    try {
      return await call();
    } catch (error) {
      const kind = errorClass(error);
      if (kind === 'Rejected' || kind === 'NotFound') throw error;
      if (kind === 'Permission') throw toAwsCallError(operation, error);
      if (kind === 'Transient' && tries >= TRANSIENT_TRIES) throw toAwsCallError(operation, error);
      if (kind === 'Throttled') {
        telemetry.count('Throttled');
        telemetry.countOf('Throttles', category);
        await rateLimiter.throttled(category);
      }
      const wait = BACKOFF_MS * 2 ** Math.min(tries, 4) * random();
      if (clock.now().getTime() + wait >= context.deadline)
        throw kind === 'Throttled'
          ? new RateLimitTimeoutError(category, wait)
          : toAwsCallError(operation, error);
      await clock.sleep(wait);
    }
  }
}
