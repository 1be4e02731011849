import { operation } from '../../core/operation.ts';
import { satisfiesFilters, validateFilters } from './filters.ts';
import { validatePath } from './name-rules.ts';
import { isBelow, matchingVersions, parameterPage } from './parameter-pages.ts';
import { type SsmStore, toParameter } from './parameters.ts';
import { getParametersByPathInput } from './shapes.ts';

export const getParametersByPath = operation(getParametersByPathInput, (store: SsmStore, input) => {
  validatePath(input.Path);
  const filters = input.ParameterFilters ?? [];
  validateFilters(filters, ['Type', 'KeyId', 'Label', 'Tier', 'DataType']);
  const found = matchingVersions(
    store,
    (version) =>
      isBelow(input.Path, version.name, input.Recursive ?? false) && satisfiesFilters(filters, version),
  );
  const page = parameterPage(
    found,
    (version) => version.name,
    input.MaxResults ?? 10,
    input.NextToken,
    store.isPageEmpty(),
  );
  return {
    Parameters: page.items.map((version) => toParameter(store, version, input.WithDecryption ?? false)),
    ...page.token,
  };
});
