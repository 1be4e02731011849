import type { Identity } from './cell.ts';
import { readInput } from './shape/check.ts';
import type { Infer, StructureShape } from './shape/shape.ts';

/** What an operation may know of the request beside its body. */
export interface Call {
  readonly identity: Identity;
  readonly requestId: string;
  readonly userAgent: string;
}

/** One operation of a service: its table of constraints, and what it does once they hold. */
export interface Operation<World> {
  readonly input: StructureShape;
  /** Throws AwsError; the world is then as it was. `invalid` names the error for shape faults. */
  answer(world: World, body: unknown, invalid: string, call: Call): object;
}

export function operation<World, S extends StructureShape>(
  input: S,
  run: (world: World, input: Infer<S>, call: Call) => object,
): Operation<World> {
  return {
    input,
    answer: (world, body, invalid, call) => run(world, readInput(input, body, invalid), call),
  };
}
