import { AwsCallError, type AwsCallErrorKind } from '../../lib/reconcile/errors.ts';

const ERROR_NAMES: Readonly<Record<AwsCallErrorKind, string>> = {
  Throttled: 'ThrottlingException',
  Permission: 'AccessDeniedException',
  Transient: 'InternalErrorException',
};

/** Returns the error of a failed call, with a typical AWS error name of its kind. */
export const failedCall = (operation: string, kind: AwsCallErrorKind): AwsCallError =>
  new AwsCallError(kind, operation, ERROR_NAMES[kind], undefined);

/** Returns a port function whose calls all fail. */
export const failing =
  (operation: string, kind: AwsCallErrorKind): (() => Promise<never>) =>
  () =>
    Promise.reject(failedCall(operation, kind));
