import type { Freeze } from '../domain/freeze.ts';

/** Why a call to AWS failed. `Permission`: the function's role or credentials do not allow the call. */
export type AwsCallErrorKind = 'Throttled' | 'Permission' | 'Transient';

/**
 * A call to AWS that failed for a reason unrelated to the pool. Results about the pool itself (not found,
 * rejected) are return values, not errors.
 */
export class AwsCallError extends Error {
  override readonly name = 'AwsCallError';
  readonly kind: AwsCallErrorKind;
  /** For example `SetLogDeliveryConfiguration`. */
  readonly operation: string;
  /** The error's name in AWS, for example `AccessDeniedException`. */
  readonly errorName: string;

  constructor(kind: AwsCallErrorKind, operation: string, errorName: string, cause: unknown) {
    super(`${operation} failed: ${errorName}`, { cause });
    this.kind = kind;
    this.operation = operation;
    this.errorName = errorName;
  }
}

/** The rate limiter has no slot before the deadline. The message is deferred, which does not count as a failure. */
export class RateLimitTimeoutError extends Error {
  override readonly name = 'RateLimitTimeoutError';
  readonly retryAfterMs: number;

  constructor(category: string, retryAfterMs: number) {
    super(`No ${category} slot before the deadline.`);
    this.retryAfterMs = retryAfterMs;
  }
}

/** The record or the parameter changed during every try. The message is deferred. */
export class ConflictRetriesExhaustedError extends Error {
  override readonly name = 'ConflictRetriesExhaustedError';

  constructor(tries: number) {
    super(`The record or the parameter changed during each of ${tries} tries.`);
  }
}

/** The service is frozen, so the pool is left unchanged. Its message is dropped: the sweep after the freeze reconciles all pools. */
export class FrozenError extends Error {
  override readonly name = 'FrozenError';
  readonly freeze: Freeze;

  constructor(freeze: Freeze) {
    super('The service is frozen.');
    this.freeze = freeze;
  }
}
