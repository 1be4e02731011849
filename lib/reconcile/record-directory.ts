import {
  newUnmanagedPools,
  type PoolDirectory,
  poolDirectory,
  sameDirectory,
} from '../domain/pool-directory.ts';
import type { ListedPool } from '../domain/replicas.ts';
import type { Settings } from '../domain/settings.ts';
import { unmanagedPoolEvent } from './events.ts';
import type { LastFleet } from './fleet.ts';
import type { DirectoryStore, Publisher, Telemetry } from './ports.ts';
import { publishOrCount } from './publish.ts';

export interface DirectoryPorts {
  readonly directory: DirectoryStore;
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
  readonly settings: Pick<Settings, 'account' | 'region' | 'partition'>;
}

/** The pools of a sweep. */
export interface DirectoryUpdate {
  readonly sweepId: string;
  readonly last: LastFleet | undefined;
  /** The directory that the last sweep stored. */
  readonly before: PoolDirectory | undefined;
  readonly listed: readonly ListedPool[];
  readonly managed: ReadonlySet<string>;
  /** The pools that have a record, also a finished one. */
  readonly recorded: ReadonlySet<string>;
}

/** The number of pools that the log line names. */
const SAMPLE = 20;

/**
 * Stores the names of all pools and which of them are unmanaged, if that changed. Reports each pool that two sweeps in a row
 * found unmanaged as an event, and returns their number and since when every sweep stored the directory.
 */
export async function recordDirectory(
  ports: DirectoryPorts,
  swept: DirectoryUpdate,
): Promise<{ readonly since: string; readonly newUnmanaged: number }> {
  const { directory: store, telemetry, settings } = ports;
  const { sweepId, last, before, listed, managed, recorded } = swept;
  const now = poolDirectory(listed, managed, before, sweepId);
  const since = before === undefined ? sweepId : (last?.DirectorySince ?? sweepId);
  const added = since === sweepId ? [] : newUnmanagedPools(now, { sweepId, last }, recorded);
  if (added.length > 0) {
    telemetry.warn('unmanaged pools found', {
      sweepId,
      pools: added.length,
      userPoolIds: added.slice(0, SAMPLE),
    });
    const events = added.map((userPoolId) =>
      unmanagedPoolEvent(settings, sweepId, { userPoolId, userPoolName: now.get(userPoolId)?.name ?? '' }),
    );
    await publishOrCount(ports, events, { sweepId });
  }
  if (before === undefined || !sameDirectory(now, before)) await store.write(now);
  return { since, newUnmanaged: added.length };
}
