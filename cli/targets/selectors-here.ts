import { isCertainUserPoolId } from '../../lib/domain/user-pool-id.ts';
import { CliError } from '../errors/cli-error.ts';
import { readParameter } from '../parameters/parameter-store.ts';
import { lookUpPool } from '../pools/check-exists.ts';
import { filterWords, hasFilters, matchingPools, type PoolFilters } from '../pools/pool-filters.ts';
import { listPoolNames, readPoolNames } from '../pools/pool-names.ts';
import { matchesOf, type PoolSelector, selectPools } from '../pools/select-pools.ts';
import type { OpenService } from '../service/open-service.ts';
import type { AccountTarget } from './account-target.ts';
import type { TargetRead } from './read-targets.ts';

/** For the pools that `selectorsHere` returns: the filters are applied already. */
export const NO_FILTERS: PoolFilters = { tag: [], name: [], outcome: [], arrival: [] };

/**
 * Returns the selectors for the pools of this account and Region: none for all of them. Undefined if no pool matches the selectors and
 * filters.
 */
export async function selectorsHere(
  service: OpenService,
  selectors: readonly PoolSelector[],
  filters: PoolFilters,
): Promise<readonly PoolSelector[] | undefined> {
  const here = await matchingSelectors(service, selectors);
  if (selectors.length > 0 && here.length === 0) return undefined;
  if (!hasFilters(filters)) return here;
  const ids = here.length > 0 ? await selectPools(service, here) : undefined;
  const matching = await matchingPools(service, filters, ids);
  return matching.length > 0 ? matching : undefined;
}

/**
 * Returns the selectors that match a pool of this account and Region. An ID also matches a pool that was deleted, if its parameter
 * or its record exists.
 */
async function matchingSelectors(
  service: OpenService,
  selectors: readonly PoolSelector[],
): Promise<readonly PoolSelector[]> {
  const stored = await readPoolNames(service);
  const isStored = selectors.every((one) => isCertainUserPoolId(one) || matchesOf(one, stored).length > 0);
  const names = isStored ? stored : await listPoolNames(service);
  const known = await Promise.all(
    selectors.map(async (one) =>
      isCertainUserPoolId(one) ? names.has(one) || isKnown(service, one) : matchesOf(one, names).length > 0,
    ),
  );
  return selectors.filter((_, at) => known[at]);
}

const isKnown = async (service: OpenService, userPoolId: string): Promise<boolean> =>
  (await lookUpPool(service, userPoolId)).kind === 'Exists' ||
  (await service.records.read(userPoolId)) !== undefined ||
  (await readParameter(service, userPoolId)) !== undefined;

/** Throws CliError if no target has a pool that a selector matches, and all targets were read. */
export function checkFoundSomewhere<T>(
  reads: readonly TargetRead<T>[],
  selectors: readonly PoolSelector[],
  filters: PoolFilters,
  targets: readonly AccountTarget[],
): void {
  const isSelective = selectors.length > 0 || hasFilters(filters);
  if (!isSelective || reads.some(({ kind }) => kind !== 'Absent')) return;
  const named = selectors.map((one) => JSON.stringify(one)).join(' or ');
  const given = [...(named === '' ? [] : [named]), ...filterWords(filters)];
  throw new CliError(
    `None of the ${targets.length} targets has a pool ${given.join(' ')}.`,
    'To see all pools and their names, run: clr list',
  );
}
