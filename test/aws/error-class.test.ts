import { classify } from '../../lib/aws/failures.ts';

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
] as const)('%s is %s', (name, kind) => {
  expect(classify(name)).toBe(kind);
});
