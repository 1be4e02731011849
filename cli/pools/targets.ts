import { dynamoRecordListing } from '../../lib/aws/records-list.ts';
import type { Cause } from '../../lib/domain/cause.ts';
import type { StoredParameter } from '../../lib/domain/desired.ts';
import { isOnHold } from '../../lib/domain/mass-deletion-guard.ts';
import { isManagedRecord } from '../../lib/domain/record.ts';
import { listParameters, readParameter } from '../parameters/parameter-store.ts';
import { readLastSweep } from '../service/last-sweep.ts';
import type { OpenService } from '../service/open-service.ts';
import { showProgress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { noteWaiting } from '../terminal/waiting-note.ts';
import { mapPools } from './map-pools.ts';

/** A pool and its parameter, from Parameter Store or from a file. */
export interface Target {
  readonly userPoolId: string;
  readonly stored: StoredParameter | undefined;
}

/** Every pool with a parameter or an unfinished record: the pools that a sweep covers. */
export interface Fleet {
  readonly targets: readonly Target[];
  /** Whether a sweep would put the deletions on hold. */
  readonly held: boolean;
}

export async function readFleet(service: OpenService, terminal: Terminal): Promise<Fleet> {
  const progress = showProgress(terminal, READING);
  const endNote = noteWaiting(terminal, () => {
    progress.end();
    return 1;
  });
  try {
    const managed: string[] = [];
    for await (const page of dynamoRecordListing(service.table, service.deployed.stateTable).pages()) {
      managed.push(...page.filter(isManagedRecord).map(({ UserPoolId }) => UserPoolId));
      if (terminal.interrupted.aborted) break;
    }
    const stored = new Map<string, StoredParameter>();
    for await (const page of listParameters(service)) {
      for (const one of page) stored.set(one.userPoolId, one.stored);
      progress.step(page.length);
      if (terminal.interrupted.aborted) break;
    }
    const wasHeld = (await readLastSweep(service.table, service.deployed.stateTable))?.held ?? false;
    const lost = managed.filter((id) => !stored.has(id)).length;
    const ids = [...new Set([...stored.keys(), ...managed])].sort();
    return {
      targets: ids.map((userPoolId) => ({ userPoolId, stored: stored.get(userPoolId) })),
      held: isOnHold({ managed: managed.length, lost, accepted: 0, wasHeld }, service.settings),
    };
  } finally {
    endNote();
    progress.end();
  }
}

/** Returns the named pools, or every managed pool if none is named. */
export async function selectTargets(
  service: OpenService,
  terminal: Terminal,
  userPoolIds: readonly string[],
): Promise<readonly Target[]> {
  if (userPoolIds.length === 0) return (await readFleet(service, terminal)).targets;
  return mapPools({ terminal, label: READING }, userPoolIds, (userPoolId) => readTarget(service, userPoolId));
}

/** Returns the same targets as `selectTargets`, and whether a sweep would put the deletions on hold. */
export async function selectFleet(
  service: OpenService,
  terminal: Terminal,
  userPoolIds: readonly string[],
): Promise<Fleet> {
  if (userPoolIds.length === 0) return readFleet(service, terminal);
  const read = await mapPools({ terminal, label: READING }, userPoolIds, async (userPoolId) => {
    const target = await readTarget(service, userPoolId);
    const recorded = target.stored === undefined ? await service.records.read(userPoolId) : undefined;
    return { target, isLost: recorded !== undefined && isManagedRecord(recorded) };
  });
  // Only a pool that lost its parameter needs to know about the others.
  const lost = read.some(({ isLost }) => isLost);
  const held = lost && !terminal.interrupted.aborted && (await readFleet(service, terminal)).held;
  return { targets: read.map(({ target }) => target), held };
}

const READING = 'Reading parameters';

const readTarget = async (service: OpenService, userPoolId: string): Promise<Target> => ({
  userPoolId,
  stored: await readParameter(service, userPoolId),
});

/** Returns the cause of a message of a sweep that starts now. */
export const sweepCause = (service: OpenService, held: boolean): Cause => ({
  sweep: { id: service.clock.now().toISOString(), held },
  poolUpdated: false,
  recheck: false,
});

/** The cause of `clr sync`: the service neither clears nor releases a pool. */
export const ON_DEMAND_CAUSE: Cause = { poolUpdated: false, recheck: false };
