import { AwsCallError, type AwsCallErrorKind, RateLimitTimeoutError } from '../reconcile/errors.ts';

/** Classified by error name and never by HTTP status: the two disagree (docs/aws-facts.md#classify-by-name). */
export type ErrorClass = AwsCallErrorKind | 'Rejected' | 'NotFound';

const CLASSES: ReadonlyMap<string, ErrorClass> = new Map<string, ErrorClass>([
  ['InvalidParameterException', 'Rejected'],
  ['FeatureUnavailableInTierException', 'Rejected'],
  ['ResourceNotFoundException', 'NotFound'],
  ['TooManyRequestsException', 'Throttled'],
  ['ThrottlingException', 'Throttled'],
  ['ThrottledException', 'Throttled'],
  ['Throttling', 'Throttled'],
  ['RequestLimitExceeded', 'Throttled'],
  ['ProvisionedThroughputExceededException', 'Throttled'],
  ['NotAuthorizedException', 'Permission'],
  ['AccessDeniedException', 'Permission'],
  ['AccessDenied', 'Permission'],
  ['UnauthorizedOperation', 'Permission'],
  ['ExpiredTokenException', 'Permission'],
  ['ExpiredToken', 'Permission'],
  ['UnrecognizedClientException', 'Permission'],
  ['InvalidClientTokenId', 'Permission'],
  ['InvalidSignatureException', 'Permission'],
  ['MissingAuthenticationTokenException', 'Permission'],
  ['CredentialsProviderError', 'Permission'],
]);

/** Unknown names, 500s and the network pass: `Transient`. */
export const classify = (errorName: string): ErrorClass => CLASSES.get(errorName) ?? 'Transient';

/** AWS's name for an error; the SDK has read it from the body already (docs/aws-facts.md#error-name). */
export const errorName = (error: unknown): string => (error instanceof Error ? error.name : 'UnknownError');

export const errorClass = (error: unknown): ErrorClass => classify(errorName(error));

/**
 * A failed call as a AwsCallError with its cause. What an answer means for its subject (`Refused`,
 * `NotFound`) is the adapter's to say before; here it is an answer that nobody foresaw: transient. RateLimitTimeoutError stays
 * RateLimitTimeoutError: the message is put off for it, not failed.
 */
export function toAwsCallError(operation: string, error: unknown): AwsCallError | RateLimitTimeoutError {
  if (error instanceof AwsCallError || error instanceof RateLimitTimeoutError) return error;
  const kind = errorClass(error);
  return new AwsCallError(
    kind === 'Rejected' || kind === 'NotFound' ? 'Transient' : kind,
    operation,
    errorName(error),
    error,
  );
}

/** Runs a call whose every error is a failure. */
export async function wrapAwsErrors<T>(operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toAwsCallError(operation, error);
  }
}
