import { operation } from '../operation.ts';
import { parameterAnswer, type SsmWorld } from './parameters.ts';
import { selectParameter } from './select.ts';
import { getParametersInput } from './shapes.ts';

/** Unknown names and versions come back in InvalidParameters (AWS facts §5); the order of the answer is that of the question. */
export const getParameters = operation(getParametersInput, (world: SsmWorld, input) => {
  const asked = [...new Set(input.Names)].map((name) => ({ name, selected: selectParameter(world, name) }));
  return {
    Parameters: asked.flatMap(({ selected }) =>
      selected.found === 'version'
        ? [parameterAnswer(world, selected.version, input.WithDecryption ?? false, selected.selector)]
        : [],
    ),
    InvalidParameters: asked.flatMap(({ name, selected }) => (selected.found === 'version' ? [] : [name])),
  };
});
