/**
 * A call to AWS that failed for a reason that passes, or that the deployment is at fault for. What a call
 * answers about its subject (not there, refused) is a value, not a failure.
 */
export type AwsCallErrorKind = 'Throttled' | 'Permission' | 'Transient';

export class AwsCallError extends Error {
  override readonly name = 'AwsCallError';
  readonly kind: AwsCallErrorKind;
  /** For example `SetLogDeliveryConfiguration`. */
  readonly operation: string;
  /** AWS's name for the error. */
  readonly errorName: string;

  constructor(kind: AwsCallErrorKind, operation: string, errorName: string, cause: unknown) {
    super(`${operation} failed: ${errorName}`, { cause });
    this.kind = kind;
    this.operation = operation;
    this.errorName = errorName;
  }
}

/** There is no slot before the deadline: the work goes back to its queue, and that is no failure of it. */
export class RateLimitTimeoutError extends Error {
  override readonly name = 'RateLimitTimeoutError';
  readonly retryAfterMs: number;

  constructor(category: string, retryAfterMs: number) {
    super(`no ${category} slot before the deadline`);
    this.retryAfterMs = retryAfterMs;
  }
}
