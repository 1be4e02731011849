import type { RateLimiting } from '../../lib/aws/rate-limiter/call-with-rate-limit.ts';
import type { CallContext } from '../../lib/reconcile/ports.ts';
import { type RecordedTelemetry, recordingTelemetry } from './recording-telemetry.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

/** A rate limiter that always has a free slot, and records the acquired slots and the throttled calls. */
export interface UnlimitedRate {
  readonly rateLimiting: RateLimiting;
  readonly clock: VirtualClock;
  readonly acquired: readonly { readonly category: string; readonly context: CallContext }[];
  readonly throttled: readonly string[];
  readonly recorded: RecordedTelemetry;
  /** Makes every later `acquire` throw this error. */
  failWith(error: Error): void;
}

export function unlimitedRate(random: () => number = () => 0.5): UnlimitedRate {
  const clock = virtualClock();
  const { telemetry, recorded } = recordingTelemetry();
  const acquired: { category: string; context: CallContext }[] = [];
  const throttled: string[] = [];
  let failure: Error | undefined;
  const rateLimiting: RateLimiting = {
    clock,
    random,
    telemetry,
    rateLimiter: {
      async acquire(category, context) {
        if (failure) throw failure;
        acquired.push({ category, context });
      },
      async throttled(category) {
        throttled.push(category);
      },
    },
  };
  return {
    rateLimiting,
    clock,
    acquired,
    throttled,
    recorded,
    failWith: (error) => {
      failure = error;
    },
  };
}

/** A context whose deadline is never reached. */
export const withoutDeadline: CallContext = { priority: 'upkeep', deadline: Number.MAX_SAFE_INTEGER };
