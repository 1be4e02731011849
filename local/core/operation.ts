import { readInput } from './shapes/check.ts';
import type { Infer, StructureShape } from './shapes/shape.ts';
import type { Identity } from './user-identity.ts';

/** The call as an operation sees it, except its input. */
export interface Call {
  readonly identity: Identity;
  readonly requestId: string;
  readonly userAgent: string;
}

/** One operation of a service: the constraints of its input, and its implementation. */
export interface Operation<Store> {
  readonly input: StructureShape;
  /** Throws AwsError and leaves the store unchanged. `invalid` is the error name for input that violates a shape. */
  handle(store: Store, input: unknown, invalid: string, call: Call): object;
}

export function operation<Store, S extends StructureShape>(
  input: S,
  run: (store: Store, input: Infer<S>, call: Call) => object,
): Operation<Store> {
  return {
    input,
    handle: (store, given, invalid, call) => run(store, readInput(input, given, invalid), call),
  };
}
