import { operation } from '../../core/operation.ts';
import { parameterPage } from './parameter-pages.ts';
import { historyOf, type SsmStore } from './parameters.ts';
import { parameterNotFound, shownValue, toParameterMetadata } from './responses.ts';
import { selectParameter } from './select.ts';
import { getParameterHistoryInput } from './shapes.ts';

/** Returns the versions, oldest first. The parameter can be named by its ARN (API documentation). */
export const getParameterHistory = operation(getParameterHistoryInput, (store: SsmStore, input) => {
  const selected = selectParameter(store, input.Name);
  // That a name with a version or a label is not found here is [unverified].
  const history =
    selected.found === 'version' && selected.selector === undefined
      ? historyOf(store.seen, selected.version.name)
      : undefined;
  if (history === undefined) throw parameterNotFound(input.Name);
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
      Labels: version.labels ?? [],
    })),
    ...page.token,
  };
});
