import { sameState } from '../desired.ts';
import type { PoolRecord } from '../record.ts';
import { nextRevision, withStatus } from './next-record.ts';

/** How Cognito refused a Set: its error name and its own words. */
export interface Rejection {
  readonly name: string;
  readonly message: string;
}

const FIRST_RETRY_MS = 15 * 60_000;
const LONGEST_RETRY_MS = 24 * 3_600_000;

/**
 * Cognito refused the intent. The pool is untouched, and so what stood on it before the first write is not known yet
 * if this was to be the first; tried again at growing intervals, 15 minutes to a day.
 */
export function rejected(
  intent: PoolRecord,
  { name, message }: Rejection,
  recorded: PoolRecord | undefined,
  now: Date,
): PoolRecord {
  const { Intent: _undone, Original: _ofThisWrite, ...rest } = intent;
  const attempts = 1 + earlierAttempts(intent, recorded);
  const wait = Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LONGEST_RETRY_MS);
  const RetryAt = new Date(now.getTime() + wait).toISOString();
  const Original = recorded?.Original;
  const record = {
    ...rest,
    ...(Original && { Original }),
    Rejection: { Name: name, Attempts: attempts, RetryAt },
  };
  return nextRevision(withStatus(record, { to: 'Rejected', reasons: [`Cognito: ${name}: ${message}`], now }));
}

/** Refusals of this very state before; another state starts anew. */
const earlierAttempts = (intent: PoolRecord, recorded: PoolRecord | undefined): number =>
  recorded?.Rejection && recorded.Desired && intent.Desired && sameState(recorded.Desired, intent.Desired)
    ? recorded.Rejection.Attempts
    : 0;

/** The pool went away between the read and the Set. */
export function poolDeleted(intent: PoolRecord, now: Date): PoolRecord {
  const { Intent, Desired, LastApplied, Finding, ...rest } = intent;
  const reasons = [`no user pool ${intent.UserPoolId} in this account and Region`];
  return nextRevision(withStatus(rest, { to: 'PoolNotFound', reasons, now }));
}

/** It will be tried again, and why it could not be done now. */
export function postponed(record: PoolRecord, reason: string, retryAt: Date, now: Date): PoolRecord {
  return nextRevision(withStatus(record, { to: 'Waiting', reasons: [reason], now, retryAt }));
}
