import { CliError } from '../errors/cli-error.ts';
import { readParameter } from '../parameters/parameter-store.ts';
import { lookUpPool } from '../pools/check-exists.ts';
import { listPoolNames, readPoolNames } from '../pools/pool-names.ts';
import { isCertainlyId, matchesOf, type PoolSelector } from '../pools/select-pools.ts';
import type { OpenService } from '../service/open-service.ts';
import type { AccountTarget } from './account-target.ts';
import type { TargetRead } from './read-targets.ts';

/**
 * Returns the selectors that match a pool of this account and Region. An ID also matches a pool that was deleted, if its parameter
 * or its record exists.
 */
export async function selectorsHere(
  service: OpenService,
  selectors: readonly PoolSelector[],
): Promise<readonly PoolSelector[]> {
  const stored = await readPoolNames(service);
  const isStored = selectors.every((one) => isCertainlyId(one) || matchesOf(one, stored).length > 0);
  const names = isStored ? stored : await listPoolNames(service);
  const known = await Promise.all(
    selectors.map(async (one) =>
      isCertainlyId(one) ? names.has(one) || isKnown(service, one) : matchesOf(one, names).length > 0,
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
  targets: readonly AccountTarget[],
): void {
  if (selectors.length === 0 || reads.some(({ kind }) => kind !== 'Absent')) return;
  throw new CliError(
    `None of the ${targets.length} targets has a pool ${selectors.map((one) => JSON.stringify(one)).join(' or ')}.`,
    'To see all pools and their names, run: clr list',
  );
}
