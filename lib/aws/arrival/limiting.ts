import type { CheckContext } from '../../reconcile/arrival/ports.ts';
import type { CallContext, Clock, Random, Telemetry } from '../../reconcile/ports.ts';
import type { RateLimiting } from '../rate-limiter/call-with-rate-limit.ts';
import { steadyRate } from '../rate-limiter/steady-rate.ts';

export type ArrivalCategory = 'MetricList' | 'MetricRead' | 'LogSearch';
export type ArrivalLimiting = RateLimiting<ArrivalCategory>;

/**
 * Calls per second, below AWS's quotas (docs/aws-facts.md#arrival-quotas). Only one check runs at a time, so no other worker
 * shares them. `FilterLogEvents` allows 5; the rest is for people.
 */
const RATES: Readonly<Record<ArrivalCategory, number>> = { MetricList: 10, MetricRead: 4, LogSearch: 4 };

/** The limiter of a check. Its calls are not counted by category, because each custom metric has a price. */
export const arrivalLimiting = (
  clock: Clock,
  random: Random,
  telemetry: Pick<Telemetry, 'count'>,
): ArrivalLimiting => ({
  rateLimiter: steadyRate(RATES, clock),
  clock,
  random,
  telemetry: { count: (metric, value) => telemetry.count(metric, value), countOf: () => {} },
});

export const callContext = ({ deadline }: CheckContext): CallContext => ({ priority: 'upkeep', deadline });

/** Longer than the other timeouts allow a call to last. */
const MAX_CALL_MS = 60_000;

/** Returns the options of a call that begins now: it ends at the deadline, so that the check can still store its results. */
export const untilDeadline = (
  { clock }: ArrivalLimiting,
  { deadline }: CheckContext,
): { readonly abortSignal: AbortSignal } => {
  const left = Math.ceil(deadline - clock.now().getTime());
  return { abortSignal: AbortSignal.timeout(Math.min(Math.max(left, 0), MAX_CALL_MS)) };
};
