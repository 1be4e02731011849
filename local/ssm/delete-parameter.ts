import { AwsError } from '../http/answer.ts';
import { operation } from '../operation.ts';
import { emitChange, latest, type SsmWorld } from './parameters.ts';
import { deleteParameterInput } from './shapes.ts';

export const deleteParameter = operation(deleteParameterInput, (world: SsmWorld, input) => {
  if (!removeParameter(world, input.Name))
    throw new AwsError('ParameterNotFound', `Parameter ${input.Name} not found.`);
  return {};
});

/** Removes it with its history and says so on the bus; false when it was not there. */
export function removeParameter(world: SsmWorld, name: string): boolean {
  const history = world.parameters.get(name);
  if (history === undefined) return false;
  world.parameters.delete(name);
  emitChange(world, 'Delete', latest(history));
  return true;
}
