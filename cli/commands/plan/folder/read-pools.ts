import { AwsCallError } from '../../../../lib/reconcile/errors.ts';
import type { FolderChange } from '../../../folder/compare.ts';
import { lookUpPool } from '../../../pools/check-exists.ts';
import { mapPools } from '../../../pools/map-pools.ts';
import { listPoolNames, type PoolNames, readPoolNames } from '../../../pools/pool-names.ts';
import type { OpenService } from '../../../service/open-service.ts';
import type { Terminal } from '../../../terminal/terminal.ts';

/** The pools of the account and Region. */
export interface KnownPools {
  readonly names: PoolNames;
  /** False without the permission to list them: then the names are those of the last sweep. */
  readonly isListed: boolean;
}

export async function readKnownPools(service: OpenService): Promise<KnownPools> {
  try {
    return { names: await listPoolNames(service), isListed: true };
  } catch (error) {
    if (!(error instanceof AwsCallError) || error.kind !== 'Permission') throw error;
    return { names: await readPoolNames(service), isListed: false };
  }
}

/**
 * Returns the IDs of the pools of files that do not exist. A pool that is not in the listing is looked up: it can be a replica,
 * or new.
 */
export async function missingPools(
  terminal: Terminal,
  service: OpenService,
  changes: readonly FolderChange[],
  { names, isListed }: KnownPools,
): Promise<readonly string[]> {
  if (!isListed) return [];
  const unlisted = changes.filter(
    ({ kind, name, file }) => kind === 'Pool' && file !== undefined && !names.has(name),
  );
  const found = await mapPools({ terminal, label: 'Looking up pools' }, unlisted, async ({ name }) => ({
    name,
    existence: await lookUpPool(service, name),
  }));
  return found.filter(({ existence }) => existence.kind === 'Missing').map(({ name }) => name);
}
