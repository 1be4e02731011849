import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/operation.ts';
import type { Infer } from '../../core/shapes/shape.ts';
import { satisfiesFilters } from './filter-matches.ts';
import { type Filter, validateFilters } from './filters.ts';
import { matchingVersions, parameterPage } from './parameter-pages.ts';
import { arnOf, latest, type SsmStore } from './parameters.ts';
import { toParameterMetadata } from './responses.ts';
import { describeParametersInput } from './shapes.ts';

const FILTER_KEYS = ['Path', 'Name', 'Type', 'KeyId', 'Tier', 'DataType', 'tag:'];

/** A request can use Filters or ParameterFilters. */
export const describeParameters = operation(describeParametersInput, (store: SsmStore, input) => {
  if (input.Filters !== undefined && input.ParameterFilters !== undefined)
    throw new AwsError(
      'ValidationException',
      'You can use either Filters or ParameterFilters in a single request.',
    );
  const filters = input.ParameterFilters ?? (input.Filters ?? []).map(fromOlderForm);
  validateFilters(filters, FILTER_KEYS);
  const found = matchingVersions(store, latest, (version) => satisfiesFilters(store, filters, version));
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

type OlderFilter = NonNullable<Infer<typeof describeParametersInput>['Filters']>[number];

/** A Name in `Filters` is the beginning of a name, as in getmoto/moto. AWS does not document it [unverified]. */
function fromOlderForm({ Key, Values }: OlderFilter): Filter {
  return { Key, Values, Option: Key === 'Name' ? 'BeginsWith' : 'Equals' };
}
