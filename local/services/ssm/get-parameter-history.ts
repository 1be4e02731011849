import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/operation.ts';
import { parameterPage } from './parameter-pages.ts';
import { type SsmStore, shownValue, toParameterMetadata } from './parameters.ts';
import { getParameterHistoryInput } from './shapes.ts';

/** Returns the versions, oldest first. */
export const getParameterHistory = operation(getParameterHistoryInput, (store: SsmStore, input) => {
  const history = store.seen.get(input.Name);
  if (history === undefined) throw new AwsError('ParameterNotFound', `Parameter ${input.Name} not found.`);
  const page = parameterPage(
    (after = '0') => history.filter((version) => version.version > Number(after)),
    (version) => String(version.version),
    input.MaxResults ?? 50,
    input.NextToken,
  );
  return {
    Parameters: page.items.map((version) => ({
      ...toParameterMetadata(version),
      Value: shownValue(version, input.WithDecryption ?? false),
      Labels: [],
    })),
    ...page.token,
  };
});
