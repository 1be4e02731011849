import { isOnHold, type Losses } from '../domain/mass-deletion-guard.ts';
import type { PoolCoverage } from '../domain/policy/coverage.ts';
import type { PoolDirectory } from '../domain/pool-directory.ts';
import { isManagedRecord } from '../domain/record.ts';
import type { ListedPool } from '../domain/replicas.ts';
import type { PolicyVersions } from '../domain/rollout/versions.ts';
import { isSampled } from '../domain/sampling.ts';
import type { Settings } from '../domain/settings.ts';
import type { FleetCoverage, LastFleet } from './fleet.ts';
import { type FleetPolicyPorts, fleetCoverage } from './fleet-policies.ts';
import type { AllParameters } from './list-parameters.ts';
import type { CallContext, RecordSummary } from './ports.ts';
import { coverageOfFleet } from './report-coverage.ts';

/** A message to send for a pool. */
export interface SweptMessage {
  readonly userPoolId: string;
  readonly held: boolean;
  /** The listed facts are not those of the record. */
  readonly confirmFacts: boolean;
}

export interface SweptPools {
  readonly messages: readonly SweptMessage[];
  /** The pools that a parameter or policy owns, or that are still managed. */
  readonly managed: ReadonlySet<string>;
  readonly lost: number;
  readonly held: boolean;
  /** The hold of the fleet, without those of single policies. */
  readonly isFleetHeld: boolean;
  readonly heldPolicies: readonly string[];
  readonly coverage: FleetCoverage | undefined;
}

export interface SweepListings {
  readonly sweepId: string;
  readonly last: LastFleet | undefined;
  readonly accepted: number;
  /** Events were dropped since the last sweep, so no pool is left out. */
  readonly isAfterFreeze?: boolean;
  readonly records: readonly RecordSummary[];
  readonly parameters: AllParameters;
  readonly policies: readonly PolicyVersions[];
}

type HoldSettings = Pick<Settings, 'holdMinimum' | 'holdSharePercent'>;

/** Returns whether event sources of the fleet are decided one by one, so that listings show what is owned. */
export const hasDividedPools = ({
  policies,
  records,
  parameters,
}: Pick<SweepListings, 'policies' | 'records' | 'parameters'>): boolean =>
  policies.length > 0 ||
  parameters.inheriting.size > 0 ||
  records.some(({ Sources }) => Sources !== undefined);

/** Returns the pools of a fleet in which a parameter owns all event sources of its pool. */
export function wholePools(
  { records, parameters, accepted, last }: SweepListings,
  settings: HoldSettings,
): SweptPools {
  const { withParameter } = parameters;
  const managed = records.filter(isManagedRecord).map(({ UserPoolId }) => UserPoolId);
  const lost = managed.filter((id) => !withParameter.has(id));
  const held = isOnHold(
    { managed: managed.length, lost: lost.length, accepted, wasHeld: wasFleetHeld(last) },
    settings,
  );
  const message = (userPoolId: string, isHeld: boolean): SweptMessage => ({
    userPoolId,
    held: isHeld,
    confirmFacts: false,
  });
  return {
    messages: [...[...withParameter].map((id) => message(id, false)), ...lost.map((id) => message(id, held))],
    managed: new Set([...withParameter, ...lost]),
    lost: lost.length,
    held,
    isFleetHeld: held,
    heldPolicies: [],
    coverage: undefined,
  };
}

/** Returns the pools of a fleet with policies. The loss of pools is put on hold for the fleet or for single policies. */
export async function dividedPools(
  ports: FleetPolicyPorts,
  listings: SweepListings,
  listed: readonly ListedPool[],
  before: PoolDirectory | undefined,
  context: CallContext,
): Promise<SweptPools> {
  const { sweepId, records, parameters, policies, accepted, last, isAfterFreeze = false } = listings;
  const pools = await fleetCoverage(ports, policies, { parameters, records, listed }, context);
  const managedIds = new Set(records.filter(isManagedRecord).map(({ UserPoolId }) => UserPoolId));
  const lost = pools.filter(({ isLost }) => isLost);
  const isFleetHeld = isOnHold(
    {
      managed: managedIds.size,
      lost: lost.length,
      accepted,
      wasHeld: wasFleetHeld(last),
    },
    ports.settings,
  );
  // An operator accepts a number of deletions in total, not for each policy.
  const acceptedOfPolicy = lost.length > accepted ? 0 : accepted;
  const heldPolicies = policiesOnHold(
    pools,
    managedIds,
    { accepted: acceptedOfPolicy, last },
    ports.settings,
  );
  const isHeld = ({ isLost, lostBy }: PoolCoverage): boolean =>
    isLost && (isFleetHeld || lostBy.some((name) => heldPolicies.includes(name)));
  // The event of a new tier can be lost, and no listing shows the tier.
  const isDue = ({ userPoolId }: PoolCoverage): boolean => isAfterFreeze || isSampled(sweepId, userPoolId);
  const isTierDue = (pool: PoolCoverage): boolean => pool.restsOnTier && isDue(pool);
  const isMessage = (pool: PoolCoverage): boolean =>
    pool.isOwned ||
    managedIds.has(pool.userPoolId) ||
    isTierDue(pool) ||
    (pool.isUnknown && (!before?.has(pool.userPoolId) || isDue(pool)));
  return {
    messages: pools.filter(isMessage).map((pool) => ({
      userPoolId: pool.userPoolId,
      held: isHeld(pool),
      confirmFacts: pool.hasNewFacts || isTierDue(pool),
    })),
    managed: new Set(
      pools.filter((pool) => pool.isOwned || managedIds.has(pool.userPoolId)).map((pool) => pool.userPoolId),
    ),
    lost: lost.length,
    held: isFleetHeld || heldPolicies.length > 0,
    isFleetHeld,
    heldPolicies,
    coverage: coverageOfFleet(pools, policies),
  };
}

/** `Held` is also true if only the loss of single policies was on hold. `FleetHeld` is then stored too. */
const wasFleetHeld = (last: LastFleet | undefined): boolean => last?.FleetHeld ?? last?.Held ?? false;

/** Returns the policies whose loss of pools exceeds the limit and waits for an operator. */
function policiesOnHold(
  pools: readonly PoolCoverage[],
  managed: ReadonlySet<string>,
  { accepted, last }: Pick<SweepListings, 'accepted' | 'last'>,
  settings: HoldSettings,
): readonly string[] {
  const losses = new Map<string, Losses>();
  for (const { userPoolId, policies, lostBy } of pools)
    for (const name of managed.has(userPoolId) ? policies : []) {
      const wasHeld = last?.HeldPolicies?.includes(name) ?? false;
      const counted = losses.get(name) ?? { managed: 0, lost: 0, accepted, wasHeld };
      const lost = counted.lost + (lostBy.includes(name) ? 1 : 0);
      losses.set(name, { ...counted, managed: counted.managed + 1, lost });
    }
  return [...losses]
    .filter(([, counted]) => isOnHold(counted, settings))
    .map(([name]) => name)
    .toSorted();
}
