import { operation } from '../../core/operation.ts';
import { removeParameter } from './delete-parameter.ts';
import type { SsmStore } from './parameters.ts';
import { deleteParametersInput } from './shapes.ts';

export const deleteParameters = operation(deleteParametersInput, (store: SsmStore, input) => {
  const names = [...new Set(input.Names)];
  const deleted = names.filter((name) => removeParameter(store, name));
  return {
    DeletedParameters: deleted,
    InvalidParameters: names.filter((name) => !deleted.includes(name)),
  };
});
