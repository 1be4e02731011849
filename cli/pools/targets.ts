import type { Cause } from '../../lib/domain/cause.ts';
import type { StoredParameter } from '../../lib/domain/desired.ts';
import type { ParsedPolicy } from '../../lib/domain/policy/policy.ts';
import { readParameter } from '../parameters/parameter-store.ts';
import type { OpenService } from '../service/open-service.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { readFleet } from './fleet.ts';
import { mapPools } from './map-pools.ts';

/** A pool and its parameter, from Parameter Store or from a file. */
export interface Target {
  readonly userPoolId: string;
  readonly stored: StoredParameter | undefined;
}

/** A pool as a sweep would find it. */
export interface FleetTarget extends Target {
  /** A sweep would put the deletion of its parameter, or the loss of its policy, on hold. */
  readonly held: boolean;
  /** The listed name or tags of the pool are not those of its record. */
  readonly confirmFacts?: boolean;
}

/** Returns the named pools, or every pool that a sweep covers if none is named. */
export async function selectTargets(
  service: OpenService,
  terminal: Terminal,
  userPoolIds: readonly string[],
  policies: readonly ParsedPolicy[],
): Promise<readonly Target[]> {
  if (userPoolIds.length === 0) return (await readFleet(service, terminal, policies)).targets;
  return mapPools({ terminal, label: 'Reading parameters' }, userPoolIds, (userPoolId) =>
    readTarget(service, userPoolId),
  );
}

export async function readTarget(service: OpenService, userPoolId: string): Promise<Target> {
  return { userPoolId, stored: await readParameter(service, userPoolId) };
}

/** Returns the cause of a message of a sweep that starts now. */
export const sweepCause = (
  service: Pick<OpenService, 'clock'>,
  { held, confirmFacts }: Pick<FleetTarget, 'held' | 'confirmFacts'>,
): Cause => ({
  sweep: { id: service.clock.now().toISOString(), held },
  poolUpdated: false,
  recheck: false,
  ...(confirmFacts && { factsChanged: true }),
});

/** The cause of `clr sync`: the service neither clears nor releases a pool. */
export const ON_DEMAND_CAUSE: Cause = { poolUpdated: false, recheck: false };
