import { classify, type ErrorClass, NoSlot, ServiceFailure } from '../domain/service-failure.ts';

/** AWS's name for an error; the SDK has read it from the body already (AWS facts §1). */
export const errorName = (error: unknown): string => (error instanceof Error ? error.name : 'UnknownError');

export const errorClass = (error: unknown): ErrorClass => classify(errorName(error));

/**
 * A failed call as a ServiceFailure with its cause. What an answer means for its subject (`Refused`,
 * `NotFound`) is the adapter's to say before; here it is an answer that nobody foresaw: transient. NoSlot stays
 * NoSlot: the message is put off for it, not failed.
 */
export function asFailure(operation: string, error: unknown): ServiceFailure | NoSlot {
  if (error instanceof ServiceFailure || error instanceof NoSlot) return error;
  const kind = errorClass(error);
  return new ServiceFailure(
    kind === 'Refused' || kind === 'NotFound' ? 'Transient' : kind,
    operation,
    errorName(error),
    error,
  );
}

/** Runs a call whose every error is a failure. */
export async function calling<T>(operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw asFailure(operation, error);
  }
}
