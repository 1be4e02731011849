import { errorClass, errorName, toAwsCallError, wrapAwsErrors } from '../../lib/aws/failures.ts';
import { AwsCallError, RateLimitTimeoutError } from '../../lib/reconcile/errors.ts';
import { awsError } from '../support/aws-error.ts';

test.each([
  ['TooManyRequestsException', 'Throttled'],
  ['ThrottlingException', 'Throttled'],
  ['NotAuthorizedException', 'Permission'],
  ['ExpiredTokenException', 'Permission'],
  ['InternalErrorException', 'Transient'],
  ['TimeoutError', 'Transient'],
  // What an answer means for its subject is said before; whoever comes here did not foresee it.
  ['InvalidParameterException', 'Transient'],
  ['ResourceNotFoundException', 'Transient'],
])('%s becomes a failure of kind %s that keeps its name and cause', (name, kind) => {
  const cause = awsError(name);
  const failure = toAwsCallError('GetThings', cause);
  expect(failure).toMatchObject({ name: 'AwsCallError', kind, operation: 'GetThings', errorName: name });
  expect(failure.cause).toBe(cause);
});

test('the class follows the name, whatever the HTTP status says', () => {
  const error = Object.assign(awsError('TooManyRequestsException'), {
    $metadata: { httpStatusCode: 400 },
  });
  expect(errorClass(error)).toBe('Throttled');
});

test('what is thrown without being an error passes as unknown', () => {
  expect(errorName('a string')).toBe('UnknownError');
  expect(toAwsCallError('GetThings', 'a string')).toMatchObject({
    kind: 'Transient',
    errorName: 'UnknownError',
  });
});

test('a failure that is one already goes on as it is', () => {
  const failure = new AwsCallError('Throttled', 'UpdateItem', 'ThrottlingException', undefined);
  expect(toAwsCallError('GetThings', failure)).toBe(failure);
});

test('waiting for a slot in vain is no failure of the call', () => {
  const noSlot = new RateLimitTimeoutError('CognitoRead', 1_000);
  expect(toAwsCallError('GetThings', noSlot)).toBe(noSlot);
});

test('wrapAwsErrors answers what the call answers', async () => {
  expect(await wrapAwsErrors('GetThings', async () => 7)).toBe(7);
});
