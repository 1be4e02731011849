import type { RateLimiting } from '../../lib/aws/rate-limiter/call-with-rate-limit.ts';
import type { CallContext } from '../../lib/reconcile/ports.ts';
import { type Told, tellingTelemetry } from './recording-telemetry.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

/** A budget with a slot for everybody, that remembers who took one and who was throttled. */
export interface OpenPace {
  readonly rateLimiting: RateLimiting;
  readonly clock: VirtualClock;
  readonly taken: readonly { readonly category: string; readonly context: CallContext }[];
  readonly throttled: readonly string[];
  readonly told: Told;
  /** From now on `take` throws this. */
  close(error: Error): void;
}

export function unlimitedRate(random: () => number = () => 0.5): OpenPace {
  const clock = virtualClock();
  const { telemetry, told } = tellingTelemetry();
  const taken: { category: string; context: CallContext }[] = [];
  const throttled: string[] = [];
  let closed: Error | undefined;
  const rateLimiting: RateLimiting = {
    clock,
    random,
    telemetry,
    rateLimiter: {
      async acquire(category, context) {
        if (closed) throw closed;
        taken.push({ category, context });
      },
      async throttled(category) {
        throttled.push(category);
      },
    },
  };
  return {
    rateLimiting,
    clock,
    taken,
    throttled,
    told,
    close: (error) => {
      closed = error;
    },
  };
}

/** With a deadline that never comes. */
export const patient: CallContext = { priority: 'upkeep', deadline: Number.MAX_SAFE_INTEGER };
