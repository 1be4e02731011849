import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/operation.ts';
import { type SsmStore, toParameter } from './parameters.ts';
import { selectParameter } from './select.ts';
import { getParameterInput } from './shapes.ts';

export const getParameter = operation(getParameterInput, (store: SsmStore, input) => {
  const selected = selectParameter(store, input.Name);
  if (selected.found === 'version')
    return {
      Parameter: toParameter(store, selected.version, input.WithDecryption ?? false, selected.selector),
    };
  // The names are documented, the texts are [unverified].
  throw selected.found === 'parameter'
    ? new AwsError('ParameterVersionNotFound', `Systems Manager could not find version of ${input.Name}.`)
    : new AwsError('ParameterNotFound', `Parameter ${input.Name} not found.`);
});
