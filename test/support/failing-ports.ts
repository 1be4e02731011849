import { AwsCallError, type AwsCallErrorKind } from '../../lib/reconcile/errors.ts';

const ERROR_NAMES: Readonly<Record<AwsCallErrorKind, string>> = {
  Throttled: 'ThrottlingException',
  Permission: 'AccessDeniedException',
  Transient: 'InternalErrorException',
};

/** Returns the error of a failed call: `operation` is for example `GetItem`. */
export const awsCallError = (operation: string, kind: AwsCallErrorKind, cause?: unknown): AwsCallError =>
  new AwsCallError(kind, operation, ERROR_NAMES[kind], cause);

/** Returns a port's method that always rejects with an AwsCallError of this kind. */
export const failing = (operation: string, kind: AwsCallErrorKind) => (): Promise<never> =>
  Promise.reject(awsCallError(operation, kind));

/** Returns a port's method that the test does not expect to be called. */
export const notCalled = (): Promise<never> => Promise.reject(new Error('This method must not be called.'));
