import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/operation.ts';
import { satisfiesFilters, validateFilters } from './filters.ts';
import { matchingVersions, parameterPage } from './parameter-pages.ts';
import { arnOf, type SsmStore, toParameterMetadata } from './parameters.ts';
import { describeParametersInput } from './shapes.ts';

const FILTER_KEYS = ['Path', 'Name', 'Type', 'KeyId', 'Tier', 'DataType', 'tag:'];

/**
 * `Filters` is the older form of `ParameterFilters` with the option Equals. A request can use one of them.
 */
export const describeParameters = operation(describeParametersInput, (store: SsmStore, input) => {
  if (input.Filters !== undefined && input.ParameterFilters !== undefined)
    throw new AwsError(
      'ValidationException',
      'You can use either Filters or ParameterFilters in a single request.',
    );
  const filters = input.ParameterFilters ?? input.Filters ?? [];
  validateFilters(filters, FILTER_KEYS);
  const found = matchingVersions(store, (version) => satisfiesFilters(filters, version));
  const page = parameterPage(
    found,
    (version) => version.name,
    input.MaxResults ?? 50,
    input.NextToken,
    store.isPageEmpty(),
  );
  return {
    Parameters: page.items.map((version) => ({
      ...toParameterMetadata(version),
      ARN: arnOf(store, version.name),
    })),
    ...page.token,
  };
});
