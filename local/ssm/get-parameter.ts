import { AwsError } from '../http/answer.ts';
import { operation } from '../operation.ts';
import { parameterAnswer, type SsmWorld } from './parameters.ts';
import { selectParameter } from './select.ts';
import { getParameterInput } from './shapes.ts';

export const getParameter = operation(getParameterInput, (world: SsmWorld, input) => {
  const selected = selectParameter(world, input.Name);
  if (selected.found === 'version')
    return {
      Parameter: parameterAnswer(world, selected.version, input.WithDecryption ?? false, selected.selector),
    };
  // Names are documented, wording is [unverified].
  throw selected.found === 'parameter'
    ? new AwsError('ParameterVersionNotFound', `Systems Manager could not find version of ${input.Name}.`)
    : new AwsError('ParameterNotFound', `Parameter ${input.Name} not found.`);
});
