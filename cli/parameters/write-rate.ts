import type { RateLimiting } from '../../lib/aws/rate-limiter/call-with-rate-limit.ts';
import { steadyRate } from '../../lib/aws/rate-limiter/steady-rate.ts';
import type { CallContext } from '../../lib/reconcile/ports.ts';

/** The default quota of PutParameter, in calls per second (docs/aws-facts.md#parameter-quota). */
export const DEFAULT_WRITE_RATE = 3;

/** A write that is throttled for this long fails. */
const MAX_WRITE_MS = 300_000;

/** The rate of writes to Parameter Store, which have a quota of their own. */
export type WriteLimiting = RateLimiting<'ParameterWrite'>;

export const writeLimiting = (
  perSecond: number,
  { clock, random, telemetry }: Omit<WriteLimiting, 'rateLimiter'>,
): WriteLimiting => ({
  rateLimiter: steadyRate({ ParameterWrite: perSecond }, clock),
  clock,
  random,
  telemetry,
});

export const writeContext = ({ clock }: Pick<WriteLimiting, 'clock'>): CallContext => ({
  priority: 'edits',
  deadline: clock.now().getTime() + MAX_WRITE_MS,
});
