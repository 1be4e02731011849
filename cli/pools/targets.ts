import type { Cause } from '../../lib/domain/cause.ts';
import { parseParameter } from '../../lib/domain/parameter/parse.ts';
import { coverageOf } from '../../lib/domain/policy/coverage.ts';
import { isManagedRecord } from '../../lib/domain/record.ts';
import { type PolicyVersions, policiesFor } from '../../lib/domain/rollout/versions.ts';
import { readParameter } from '../parameters/parameter-store.ts';
import type { OpenService } from '../service/open-service.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { readFleet } from './fleet.ts';
import { mapPools } from './map-pools.ts';
import type { FleetTarget, Target } from './target.ts';

/** Returns the named pools, or every pool that a sweep covers if none is named. */
export async function selectTargets(
  service: OpenService,
  terminal: Terminal,
  userPoolIds: readonly string[],
  policies: readonly PolicyVersions[],
): Promise<readonly Target[]> {
  if (userPoolIds.length === 0) return (await readFleet(service, terminal, policies)).targets;
  return mapPools({ terminal, label: READING }, userPoolIds, (userPoolId) => readTarget(service, userPoolId));
}

/**
 * Returns the same targets as `selectTargets`, and whether a sweep would put their deletions on hold. `withPreviews`: without
 * named pools, also the pools that only policies in mode Observe select.
 */
export async function selectFleet(
  service: OpenService,
  terminal: Terminal,
  userPoolIds: readonly string[],
  policies: readonly PolicyVersions[],
  withPreviews = false,
): Promise<readonly FleetTarget[]> {
  if (userPoolIds.length === 0)
    return (await readFleet(service, terminal, policies, { withPreviews })).targets;
  const read = await mapPools({ terminal, label: READING }, userPoolIds, async (userPoolId) => {
    const target = await readTarget(service, userPoolId);
    return { target, isLost: await hasLostOwner(service, target, policies) };
  });
  // Only a pool that lost its parameter or policy needs to know about the others.
  const isRead = read.some(({ isLost }) => isLost) && !terminal.interrupted.aborted;
  const fleet = isRead ? await readFleet(service, terminal, policies) : undefined;
  const held = new Map(fleet?.targets.map((one) => [one.userPoolId, one.held]));
  return read.map(({ target, isLost }) => ({
    ...target,
    held: isLost && (held.get(target.userPoolId) ?? fleet?.held ?? false),
  }));
}

/** Whether the pool is managed, and an event source of it lost its parameter or policy. */
async function hasLostOwner(
  { records, settings }: OpenService,
  { userPoolId, stored }: Target,
  policies: readonly PolicyVersions[],
): Promise<boolean> {
  if (stored !== undefined && policies.length === 0) return false;
  const recorded = await records.read(userPoolId);
  if (recorded === undefined || !isManagedRecord(recorded)) return false;
  const desired = parseParameter(stored, userPoolId, settings);
  const inForce = policiesFor(policies, { userPoolId, recorded }, settings);
  return coverageOf({ userPoolId, listed: undefined, desired, recorded }, inForce, settings).isLost;
}

const READING = 'Reading parameters';

const readTarget = async (service: OpenService, userPoolId: string): Promise<Target> => ({
  userPoolId,
  stored: await readParameter(service, userPoolId),
});

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
