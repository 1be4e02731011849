import { matchesPattern } from '../../lib/domain/pattern.ts';
import { isCertainUserPoolId } from '../../lib/domain/user-pool-id.ts';
import { CliError } from '../errors/cli-error.ts';
import type { OpenService } from '../service/open-service.ts';
import { formatSample, pluralize } from '../terminal/text.ts';
import { filterPools, hasFilters, matchingPools, type PoolFilters } from './pool-filters.ts';
import { listPoolNames, nameAndId, type PoolNames, readPoolNames } from './pool-names.ts';

/** A pool is selected by its ID, its name, or a pattern for names in which `*` is any text; with an underscore, for IDs too. */
export type PoolSelector = string;

/**
 * Returns the IDs of the pools that the selectors name and the filters match, each once; none without selectors and filters. A pool that
 * was created after the last sweep is looked up in Cognito. Throws CliError when a selector or the filters match no pool, or when several
 * pools have the same name.
 */
export async function selectPools(
  service: OpenService,
  selectors: readonly PoolSelector[],
  filters: PoolFilters = {},
): Promise<readonly string[]> {
  const { ids } = await select(service, selectors);
  if (!hasFilters(filters)) return ids;
  return filterPools(service, filters, selectors.length === 0 ? undefined : ids);
}

/**
 * The same as `selectPools`; undefined if the filters match no pool. For a command that selects again and again: the last pool with an
 * outcome can have another one now.
 */
export async function selectPoolsIfAny(
  service: OpenService,
  selectors: readonly PoolSelector[],
  filters: PoolFilters,
): Promise<readonly string[] | undefined> {
  const { ids } = await select(service, selectors);
  if (!hasFilters(filters)) return ids;
  const matching = await matchingPools(service, filters, selectors.length === 0 ? undefined : ids);
  return matching.length === 0 ? undefined : matching;
}

/** Returns the ID of the one pool that the selector names. Throws CliError when it matches several pools or none. */
export async function selectPool(service: OpenService, selector: PoolSelector): Promise<string> {
  const { ids, names } = await select(service, [selector]);
  const [id, ...others] = ids;
  if (id === undefined || others.length > 0) {
    const found = ids.map((one) => nameAndId(one, names.get(one)));
    throw new CliError(
      `"${selector}" matches ${pluralize(ids.length, 'pool')}: ${formatSample(found, found.length)}.`,
      'This command takes one pool. Specify its ID or its complete name.',
    );
  }
  return id;
}

async function select(
  service: OpenService,
  selectors: readonly PoolSelector[],
): Promise<{ readonly ids: readonly string[]; readonly names: PoolNames }> {
  if (selectors.every(isCertainUserPoolId)) return { ids: [...new Set(selectors)], names: new Map() };
  const stored = await readPoolNames(service);
  const isStored = selectors.every((selector) => matchesOf(selector, stored).length > 0);
  const names = isStored ? stored : await listPoolNames(service);
  return { ids: [...new Set(selectors.flatMap((selector) => selected(selector, names)))], names };
}

/** Returns the IDs that match. An ID has precedence over an equal name. */
export function matchesOf(selector: PoolSelector, names: PoolNames): readonly string[] {
  if (isCertainUserPoolId(selector) || names.has(selector)) return [selector];
  // Every ID begins with the Region and has an underscore after it. A pattern of names such as `eu-*` would match all IDs.
  const isForIds = selector === '*' || selector.includes('_');
  const matches = selector.includes('*')
    ? ([id, name]: readonly [string, string]) =>
        matchesPattern(selector, name) || (isForIds && matchesPattern(selector, id))
    : ([, name]: readonly [string, string]) => name === selector;
  return [...names].filter(matches).map(([id]) => id);
}

function selected(selector: PoolSelector, names: PoolNames): readonly string[] {
  const ids = matchesOf(selector, names);
  if (ids.length === 0) throw notFound(selector, names);
  if (ids.length > 1 && !selector.includes('*'))
    throw new CliError(
      `${ids.length} pools have the name "${selector}": ${formatSample(ids, ids.length)}.`,
      'Specify the ID of one of them.',
    );
  return ids;
}

function notFound(selector: PoolSelector, names: PoolNames): CliError {
  const wanted = selector.toLowerCase();
  const similar = [...new Set(names.values())].filter((name) => {
    const known = name.toLowerCase();
    return known.includes(wanted) || wanted.includes(known);
  });
  return new CliError(
    selector.includes('*')
      ? `No pool matches "${selector}".`
      : `No pool has the ID or the name "${selector}".`,
    similar.length === 0 || wanted === ''
      ? 'To see all pools and their names, run: clr list'
      : `Similar names: ${formatSample(similar, similar.length)}. To see all pools, run: clr list`,
  );
}
