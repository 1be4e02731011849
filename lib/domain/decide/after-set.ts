import { sameState } from '../desired.ts';
import { type LookedUpIn, poolNotFoundText } from '../pool-not-found.ts';
import type { PoolRecord } from '../record.ts';
import { nextRevision, withStatus } from './next-record.ts';

/** The error name and message with which Cognito rejected a Set. */
export interface Rejection {
  readonly name: string;
  readonly message: string;
}

const FIRST_RETRY_MS = 15 * 60_000;
const MAX_RETRY_MS = 24 * 3_600_000;

/**
 * Returns the record after Cognito rejected the intent. The pool is unchanged; if this was to be the first
 * write, `Original` stays unset. The service retries at growing intervals, from 15 minutes to one day.
 */
export function rejected(
  intent: PoolRecord,
  { name, message }: Rejection,
  recorded: PoolRecord | undefined,
  now: Date,
): PoolRecord {
  const { Intent: _intent, Original: _original, ...rest } = intent;
  const attempts = 1 + earlierAttempts(intent, recorded);
  const delay = Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), MAX_RETRY_MS);
  const RetryAt = new Date(now.getTime() + delay).toISOString();
  const Original = recorded?.Original;
  const record = {
    ...rest,
    ...(Original && { Original }),
    Rejection: { Name: name, Attempts: attempts, RetryAt },
  };
  return nextRevision(
    withStatus(record, { to: 'Rejected', reasons: [`Cognito returned ${name}: ${message}`], now }),
  );
}

/** Returns how often Cognito has rejected this state. A different state starts at 0. */
const earlierAttempts = (intent: PoolRecord, recorded: PoolRecord | undefined): number =>
  recorded?.Rejection && recorded.Desired && intent.Desired && sameState(recorded.Desired, intent.Desired)
    ? recorded.Rejection.Attempts
    : 0;

/** Returns the record after the pool was deleted between the read and the Set. */
export function poolDeleted(intent: PoolRecord, lookedUpIn: LookedUpIn, now: Date): PoolRecord {
  const { Intent, Desired, LastApplied, Finding, ...rest } = intent;
  const reasons = [poolNotFoundText(intent.UserPoolId, lookedUpIn)];
  return nextRevision(withStatus(rest, { to: 'PoolNotFound', reasons, now }));
}

/** Returns the record of a write that failed for now, with the reason and the time of the next try. */
export function postponed(record: PoolRecord, reason: string, retryAt: Date, now: Date): PoolRecord {
  return nextRevision(withStatus(record, { to: 'Waiting', reasons: [reason], now, retryAt }));
}
