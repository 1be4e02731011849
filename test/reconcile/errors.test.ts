import { AwsCallError } from '../../lib/reconcile/errors.ts';

test('an AwsCallError names the operation and the AWS error, and keeps its cause', () => {
  const cause = new Error('socket');
  const failure = new AwsCallError('Transient', 'GetItem', 'TimeoutError', cause);
  expect(failure).toMatchObject({ message: 'GetItem failed: TimeoutError', cause, name: 'AwsCallError' });
});
