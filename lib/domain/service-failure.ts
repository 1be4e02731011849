/**
 * A call to AWS that failed for a reason that passes, or that the deployment is at fault for. What a call
 * answers about its subject (not there, refused) is a value, not a failure.
 */
export type FailureKind = 'Throttled' | 'Deployment' | 'Transient';

/** Classified by error name and never by HTTP status: the two disagree (AWS facts §1). */
export type ErrorClass = FailureKind | 'Refused' | 'NotFound';

const CLASSES: ReadonlyMap<string, ErrorClass> = new Map<string, ErrorClass>([
  ['InvalidParameterException', 'Refused'],
  ['FeatureUnavailableInTierException', 'Refused'],
  ['ResourceNotFoundException', 'NotFound'],
  ['TooManyRequestsException', 'Throttled'],
  ['ThrottlingException', 'Throttled'],
  ['ThrottledException', 'Throttled'],
  ['Throttling', 'Throttled'],
  ['RequestLimitExceeded', 'Throttled'],
  ['ProvisionedThroughputExceededException', 'Throttled'],
  ['NotAuthorizedException', 'Deployment'],
  ['AccessDeniedException', 'Deployment'],
  ['AccessDenied', 'Deployment'],
  ['UnauthorizedOperation', 'Deployment'],
  ['ExpiredTokenException', 'Deployment'],
  ['ExpiredToken', 'Deployment'],
  ['UnrecognizedClientException', 'Deployment'],
  ['InvalidClientTokenId', 'Deployment'],
  ['InvalidSignatureException', 'Deployment'],
  ['MissingAuthenticationTokenException', 'Deployment'],
  ['CredentialsProviderError', 'Deployment'],
]);

/** Unknown names, 500s and the network pass: `Transient`. */
export const classify = (errorName: string): ErrorClass => CLASSES.get(errorName) ?? 'Transient';

export class ServiceFailure extends Error {
  override readonly name = 'ServiceFailure';
  readonly kind: FailureKind;
  /** For example `SetLogDeliveryConfiguration`. */
  readonly operation: string;
  /** AWS's name for the error. */
  readonly errorName: string;

  constructor(kind: FailureKind, operation: string, errorName: string, cause: unknown) {
    super(`${operation} failed: ${errorName}`, { cause });
    this.kind = kind;
    this.operation = operation;
    this.errorName = errorName;
  }
}

/** There is no slot before the deadline: the work goes back to its queue, and that is no failure of it. */
export class NoSlot extends Error {
  override readonly name = 'NoSlot';
  readonly retryAfterMs: number;

  constructor(category: string, retryAfterMs: number) {
    super(`no ${category} slot before the deadline`);
    this.retryAfterMs = retryAfterMs;
  }
}
