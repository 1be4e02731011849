import { operation } from '../operation.ts';
import { refuseFilters, satisfiesFilters } from './filters.ts';
import { matchingVersions } from './matching.ts';
import { refusePath } from './name-rules.ts';
import { parameterPage } from './page.ts';
import { parameterAnswer, type SsmWorld } from './parameters.ts';
import { isBelow } from './path.ts';
import { getParametersByPathInput } from './shapes.ts';

export const getParametersByPath = operation(getParametersByPathInput, (world: SsmWorld, input) => {
  refusePath(input.Path);
  const filters = input.ParameterFilters ?? [];
  refuseFilters(filters, ['Type', 'KeyId', 'Label', 'Tier', 'DataType']);
  const found = matchingVersions(
    world,
    (version) =>
      isBelow(input.Path, version.name, input.Recursive ?? false) && satisfiesFilters(filters, version),
  );
  const page = parameterPage(
    found,
    (version) => version.name,
    input.MaxResults ?? 10,
    input.NextToken,
    world.isPageEmpty(),
  );
  return {
    Parameters: page.items.map((version) => parameterAnswer(world, version, input.WithDecryption ?? false)),
    ...page.token,
  };
});
