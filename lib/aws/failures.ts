import { AwsCallError, type AwsCallErrorKind, RateLimitTimeoutError } from '../reconcile/errors.ts';

/**
 * The class of an AWS error. It depends on the error name, never on the HTTP status, because the two can
 * disagree (docs/aws-facts.md#classify-by-name).
 */
export type ErrorClass = AwsCallErrorKind | 'Rejected' | 'NotFound';

const CLASSES: readonly (readonly [ErrorClass, readonly string[]])[] = [
  // CloudWatch Logs returns the last one for a log group that cannot be searched.
  [
    'Rejected',
    ['InvalidParameterException', 'FeatureUnavailableInTierException', 'InvalidOperationException'],
  ],
  ['NotFound', ['ResourceNotFoundException']],
  [
    'Throttled',
    [
      'TooManyRequestsException',
      'ThrottlingException',
      'ThrottledException',
      'Throttling',
      'RequestLimitExceeded',
      'ProvisionedThroughputExceededException',
    ],
  ],
  [
    'Permission',
    [
      'NotAuthorizedException',
      'AccessDeniedException',
      'AccessDenied',
      'UnauthorizedOperation',
      'ExpiredTokenException',
      'ExpiredToken',
      'UnrecognizedClientException',
      'InvalidClientTokenId',
      'InvalidSignatureException',
      'MissingAuthenticationTokenException',
      'CredentialsProviderError',
    ],
  ],
];

/** Returns the class of an error name. Unknown names, server errors and network errors are `Transient`. */
export const classify = (errorName: string): ErrorClass =>
  CLASSES.find(([, names]) => names.includes(errorName))?.[0] ?? 'Transient';

/** Returns AWS's name of an error. The SDK reads it from the response body (docs/aws-facts.md#error-name). */
export const errorName = (error: unknown): string => (error instanceof Error ? error.name : 'UnknownError');

export const errorClass = (error: unknown): ErrorClass => classify(errorName(error));

/**
 * Converts an error to an AwsCallError with the error as its cause. An adapter must handle `Rejected` and
 * `NotFound` before, where they are expected; here they are unexpected and become `Transient`. Returns an
 * AwsCallError and a RateLimitTimeoutError unchanged: after the latter the message is deferred, and does not
 * fail.
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

/** Makes a call and converts each of its errors with `toAwsCallError`. */
export async function wrapAwsErrors<T>(operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toAwsCallError(operation, error);
  }
}
