import { operation } from '../../core/operation.ts';
import type { SsmStore } from './parameters.ts';
import { toParameter } from './responses.ts';
import { selectParameter } from './select.ts';
import { getParametersInput } from './shapes.ts';

/**
 * Returns the parameters in the order of the request, and unknown names and versions in InvalidParameters
 * (docs/aws-facts.md#parameter-batch).
 */
export const getParameters = operation(getParametersInput, (store: SsmStore, input) => {
  const selections = [...new Set(input.Names)].map((name) => ({
    name,
    selected: selectParameter(store, name),
  }));
  return {
    Parameters: selections.flatMap(({ selected }) =>
      selected.found === 'version'
        ? [toParameter(store, selected.version, input.WithDecryption ?? false, selected)]
        : [],
    ),
    InvalidParameters: selections.flatMap(({ name, selected }) =>
      selected.found === 'version' ? [] : [name],
    ),
  };
});
