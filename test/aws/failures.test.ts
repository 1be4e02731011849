import { classify, errorClass, errorName, toAwsCallError, wrapAwsErrors } from '../../lib/aws/failures.ts';
import { AwsCallError, RateLimitTimeoutError } from '../../lib/reconcile/errors.ts';
import { awsError } from '../support/aws-error.ts';

test.each([
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
  ['InternalErrorException', 'Transient'],
  ['TimeoutError', 'Transient'],
  ['SomethingNewException', 'Transient'],
] as const)('classifies %s as %s', (name, errorClassOfName) => {
  expect(classify(name)).toBe(errorClassOfName);
});

test.each([
  ['TooManyRequestsException', 'Throttled'],
  ['ThrottlingException', 'Throttled'],
  ['NotAuthorizedException', 'Permission'],
  ['ExpiredTokenException', 'Permission'],
  ['InternalErrorException', 'Transient'],
  ['TimeoutError', 'Transient'],
  // Adapters handle these two before. Here they are unexpected.
  ['InvalidParameterException', 'Transient'],
  ['ResourceNotFoundException', 'Transient'],
])('converts %s to an AwsCallError of kind %s with its name and cause', (name, kind) => {
  const cause = awsError(name);
  const failure = toAwsCallError('GetThings', cause);
  expect(failure).toMatchObject({ name: 'AwsCallError', kind, operation: 'GetThings', errorName: name });
  expect(failure.cause).toBe(cause);
});

test('classifies an error by its name even if the HTTP status disagrees', () => {
  const error = Object.assign(awsError('TooManyRequestsException'), {
    $metadata: { httpStatusCode: 400 },
  });
  expect(errorClass(error)).toBe('Throttled');
});

test('converts a thrown value that is not an Error to UnknownError', () => {
  expect(errorName('a string')).toBe('UnknownError');
  expect(toAwsCallError('GetThings', 'a string')).toMatchObject({
    kind: 'Transient',
    errorName: 'UnknownError',
  });
});

test('returns an AwsCallError unchanged', () => {
  const failure = new AwsCallError('Throttled', 'UpdateItem', 'ThrottlingException', undefined);
  expect(toAwsCallError('GetThings', failure)).toBe(failure);
});

test('returns a RateLimitTimeoutError unchanged', () => {
  const timeout = new RateLimitTimeoutError('CognitoRead', 1_000);
  expect(toAwsCallError('GetThings', timeout)).toBe(timeout);
});

test('wrapAwsErrors returns the result of the call', async () => {
  expect(await wrapAwsErrors('GetThings', async () => 7)).toBe(7);
});
