import { operation } from '../../core/operation.ts';
import { validateName } from './name-rules.ts';
import { emitChange, latest, type SsmStore, storedName } from './parameters.ts';
import { parameterNotFound } from './responses.ts';
import { deleteParameterInput } from './shapes.ts';

export const deleteParameter = operation(deleteParameterInput, (store: SsmStore, input) => {
  validateName(input.Name.trim());
  if (!removeParameter(store, input.Name.trim())) throw parameterNotFound(input.Name);
  return {};
});

/**
 * Deletes a parameter with its history and its tags, and emits the event. Returns false when it does not exist.
 */
export function removeParameter(store: SsmStore, name: string): boolean {
  const stored = storedName(store.parameters, name);
  const history = store.parameters.get(stored);
  if (history === undefined) return false;
  store.parameters.delete(stored);
  store.tags.delete(stored);
  emitChange(store, 'Delete', latest(history));
  return true;
}
