import { AwsError } from '../core/aws-error.ts';
import type { CallFault } from '../core/fault-schema.ts';
import type { Delivery } from '../core/http-message.ts';
import type { ServiceResponse } from '../core/service-response.ts';

/** The response of an operation, or its error. */
export type Result =
  | { readonly response: ServiceResponse; readonly error?: never }
  | { readonly error: AwsError; readonly response?: never };

interface Outcome {
  /** The real result. Undefined: the operation was neither carried out nor rejected. */
  readonly result: Result | undefined;
  /** The result that the caller sees. */
  readonly sent: Result & { readonly delivery?: Delivery };
}

const NOTHING: ServiceResponse = { status: 0, headers: {}, body: '' };

/** Runs an operation under an injected fault, which can prevent the operation, its response, or both. */
export async function withInjectedFault(
  fault: CallFault,
  operation: () => Promise<Result>,
): Promise<Outcome> {
  if (fault.do === 'late') {
    const result = await operation();
    return { result, sent: { ...result, delivery: { late: fault.delay } } };
  }
  const result = fault.when === 'after' ? await operation() : undefined;
  if (fault.do !== 'fail') return { result, sent: { response: NOTHING, delivery: fault.do } };
  const failed = { error: new AwsError(fault.error ?? 'InternalFailure', fault.message, fault.status) };
  return { result: result ?? failed, sent: failed };
}
