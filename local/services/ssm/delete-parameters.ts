import { operation } from '../../core/operation.ts';
import { removeParameter } from './delete-parameter.ts';
import { validateName } from './name-rules.ts';
import type { SsmStore } from './parameters.ts';
import { deleteParametersInput } from './shapes.ts';

/** An invalid name fails the whole request [unverified]. */
export const deleteParameters = operation(deleteParametersInput, (store: SsmStore, input) => {
  const names = [...new Set(input.Names)];
  for (const name of names) validateName(name.trim());
  const deleted = names.filter((name) => removeParameter(store, name.trim()));
  return {
    DeletedParameters: deleted,
    InvalidParameters: names.filter((name) => !deleted.includes(name)),
  };
});
