import { operation } from '../../core/operation.ts';
import { satisfiesFilters } from './filter-matches.ts';
import { type Filter, validateFilters } from './filters.ts';
import { validatePath } from './name-rules.ts';
import { isBelow, matchingVersions, parameterPage } from './parameter-pages.ts';
import { type History, latest, type SsmStore, type Version } from './parameters.ts';
import { toParameter } from './responses.ts';
import { getParametersByPathInput } from './shapes.ts';

const FILTER_KEYS = ['Type', 'KeyId', 'Label'];

export const getParametersByPath = operation(getParametersByPathInput, (store: SsmStore, input) => {
  const path = input.Path.trim();
  validatePath(path);
  const filters = input.ParameterFilters ?? [];
  validateFilters(filters, FILTER_KEYS);
  const found = matchingVersions(
    store,
    versionFor(filters),
    (version) =>
      isBelow(path, version.name, input.Recursive ?? false) && satisfiesFilters(store, filters, version),
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

/** With a Label filter, the version that has the label; otherwise the latest one. That older versions count is [unverified]. */
function versionFor(filters: readonly Filter[]): (history: History) => Version | undefined {
  const labels = filters.find(({ Key }) => Key === 'Label')?.Values;
  if (labels === undefined) return latest;
  return (history) => history.findLast((version) => version.labels?.some((label) => labels.includes(label)));
}
