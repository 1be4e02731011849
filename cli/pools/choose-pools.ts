import { CliError } from '../errors/cli-error.ts';
import { EXIT } from '../errors/exit-codes.ts';
import type { OpenService } from '../service/open-service.ts';
import { hasFilters, type PoolFilters } from './pool-filters.ts';
import { type PoolSelector, selectPools } from './select-pools.ts';

/** The pools of a command that shows or changes one pool in another form than several. */
export type ChosenPools =
  /** One argument names one pool, and no option selects pools. */
  | { readonly kind: 'One'; readonly userPoolId: string }
  | { readonly kind: 'Several'; readonly userPoolIds: readonly string[] };

/** Throws CliError if neither an argument nor an option selects pools: these commands never mean all pools. */
export function checkChoice(selectors: readonly PoolSelector[], filters: PoolFilters): void {
  if (selectors.length > 0 || hasFilters(filters)) return;
  throw new CliError(
    'No pool is selected.',
    "Specify a pool by its ID or its name, or select pools with --tag, --name or --outcome. For all pools: '*'",
    { exitCode: EXIT.usage },
  );
}

/**
 * Returns the pools that the selectors name and the filters match. Throws CliError as `checkChoice` and `selectPools`. A selection
 * by options is several pools, also if one matches, so that its output always has the same form.
 */
export async function choosePools(
  service: OpenService,
  selectors: readonly PoolSelector[],
  filters: PoolFilters,
): Promise<ChosenPools> {
  checkChoice(selectors, filters);
  const userPoolIds = await selectPools(service, selectors, filters);
  const [userPoolId] = userPoolIds;
  const isOne = selectors.length === 1 && userPoolIds.length === 1 && !hasFilters(filters);
  return isOne && userPoolId !== undefined ? { kind: 'One', userPoolId } : { kind: 'Several', userPoolIds };
}

/** Throws CliError for an option that concerns the parameter of one pool. */
export function checkOnlyOne(options: Readonly<Record<string, unknown>>, pools: number): void {
  const [option] = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (option === undefined) return;
  throw new CliError(
    `${option} is for one pool, and ${pools} are selected.`,
    `Remove ${option}, or specify one pool.`,
    { exitCode: EXIT.usage },
  );
}
