import type { FolderChange } from '../../../folder/compare.ts';
import { lookUpPool } from '../../../pools/check-exists.ts';
import { mapPools } from '../../../pools/map-pools.ts';
import type { KnownPools } from '../../../pools/pool-names.ts';
import type { OpenService } from '../../../service/open-service.ts';
import type { Terminal } from '../../../terminal/terminal.ts';

/**
 * Returns the IDs of the pools of files that do not exist. A pool that is not in the listing is looked up: it can be a replica,
 * or new.
 */
export async function missingPools(
  terminal: Terminal,
  service: OpenService,
  changes: readonly FolderChange[],
  { names, listed }: KnownPools,
): Promise<readonly string[]> {
  if (listed === undefined) return [];
  const unlisted = changes.filter(
    ({ kind, name, file }) => kind === 'Pool' && file !== undefined && !names.has(name),
  );
  const found = await mapPools({ terminal, label: 'Looking up pools' }, unlisted, async ({ name }) => ({
    name,
    existence: await lookUpPool(service, name),
  }));
  return found.filter(({ existence }) => existence.kind === 'Missing').map(({ name }) => name);
}
