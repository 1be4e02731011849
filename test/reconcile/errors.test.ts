import { AwsCallError } from '../../lib/reconcile/errors.ts';

test('a failure names the operation and the error, and keeps its cause', () => {
  const cause = new Error('socket');
  const failure = new AwsCallError('Transient', 'GetItem', 'TimeoutError', cause);
  expect(failure).toMatchObject({ message: 'GetItem failed: TimeoutError', cause, name: 'AwsCallError' });
});
