import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/operation.ts';
import { emitChange, latest, type SsmStore } from './parameters.ts';
import { deleteParameterInput } from './shapes.ts';

export const deleteParameter = operation(deleteParameterInput, (store: SsmStore, input) => {
  if (!removeParameter(store, input.Name))
    throw new AwsError('ParameterNotFound', `Parameter ${input.Name} not found.`);
  return {};
});

/** Deletes a parameter with its history and emits the event. Returns false when it does not exist. */
export function removeParameter(store: SsmStore, name: string): boolean {
  const history = store.parameters.get(name);
  if (history === undefined) return false;
  store.parameters.delete(name);
  emitChange(store, 'Delete', latest(history));
  return true;
}
