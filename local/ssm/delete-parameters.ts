import { operation } from '../operation.ts';
import { removeParameter } from './delete-parameter.ts';
import type { SsmWorld } from './parameters.ts';
import { deleteParametersInput } from './shapes.ts';

export const deleteParameters = operation(deleteParametersInput, (world: SsmWorld, input) => {
  const names = [...new Set(input.Names)];
  const deleted = names.filter((name) => removeParameter(world, name));
  return {
    DeletedParameters: deleted,
    InvalidParameters: names.filter((name) => !deleted.includes(name)),
  };
});
