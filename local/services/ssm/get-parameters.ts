import { operation } from '../../core/operation.ts';
import { parameterAnswer, type SsmStore } from './parameters.ts';
import { selectParameter } from './select.ts';
import { getParametersInput } from './shapes.ts';

/** Unknown names and versions come back in InvalidParameters (AWS facts §5); the order of the answer is that of the question. */
export const getParameters = operation(getParametersInput, (store: SsmStore, input) => {
  const asked = [...new Set(input.Names)].map((name) => ({ name, selected: selectParameter(store, name) }));
  return {
    Parameters: asked.flatMap(({ selected }) =>
      selected.found === 'version'
        ? [parameterAnswer(store, selected.version, input.WithDecryption ?? false, selected.selector)]
        : [],
    ),
    InvalidParameters: asked.flatMap(({ name, selected }) => (selected.found === 'version' ? [] : [name])),
  };
});
