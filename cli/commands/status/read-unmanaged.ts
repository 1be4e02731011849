import type { DirectoryEntry } from '../../../lib/domain/pool-directory.ts';
import { describeError } from '../../errors/describe-error.ts';
import { mapPools } from '../../pools/map-pools.ts';
import { readDirectory } from '../../pools/pool-names.ts';
import { deliveryText } from '../../pools/short-destination.ts';
import type { StatusRow } from '../../pools/status-row.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** Returns the pools that the last sweep found without a parameter, with the logs that each sends now. */
export async function readUnmanagedRows(
  terminal: Terminal,
  service: OpenService,
  pools: readonly string[],
): Promise<readonly StatusRow[]> {
  const wanted = new Set(pools);
  const unmanaged = [...(await readDirectory(service))].filter(
    ([id, { unmanagedSince }]) => unmanagedSince !== undefined && (wanted.size === 0 || wanted.has(id)),
  );
  return mapPools({ terminal, label: 'Reading pools' }, unmanaged, async ([userPoolId, entry]) => ({
    ...unmanagedRow(userPoolId, entry, service.clock.now()),
    ...(await sentNow(service, userPoolId)),
  }));
}

/** Returns what the pool sends, or why that is not known. */
async function sentNow(
  { delivery, context, settings }: OpenService,
  userPoolId: string,
): Promise<Pick<StatusRow, 'reasons' | 'liveError'>> {
  try {
    const observed = await delivery.get(userPoolId, context);
    if (observed.kind === 'PoolNotFound') return { reasons: ['The pool does not exist any more.'] };
    const { LogConfigurations } = observed;
    const sent = LogConfigurations.length === 0 ? 'no logs' : deliveryText(LogConfigurations, settings);
    return { reasons: [`Sends ${sent}.`] };
  } catch (error) {
    const liveError = describeError(error).message;
    return { reasons: [`Not read: ${liveError}`], liveError };
  }
}

/** The row of a pool without a record. */
export const unmanagedRow = (
  userPoolId: string,
  entry: DirectoryEntry | undefined,
  now: Date,
): StatusRow => ({
  userPoolId,
  ...(entry?.name && { userPoolName: entry.name }),
  outcome: 'Unmanaged',
  reasons: [],
  since: entry?.unmanagedSince ?? now.toISOString(),
  driftCount: 0,
  findings: [],
  replicaRegions: [],
});
