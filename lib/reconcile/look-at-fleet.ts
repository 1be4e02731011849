import type { StoredParameter } from '../domain/desired.ts';
import { coverageOf } from '../domain/policy/coverage.ts';
import type { PolicyRollout } from '../domain/rollout/rollout.ts';
import { type PolicyVersions, policiesFor } from '../domain/rollout/versions.ts';
import { collect } from './collect.ts';
import { type FleetPolicyPorts, type FleetPool, fleetPools } from './fleet-policies.ts';
import { listParameters } from './list-parameters.ts';
import { policyVersions } from './policy-inputs.ts';
import type { CallContext, DesiredListing, RecordSummary, UserPoolListing } from './ports.ts';
import { type RejectedPoliciesPorts, reportRejectedPolicies } from './rejected-policies.ts';
import { coverageOfFleet, reportCoverage } from './report-coverage.ts';
import type { SeenPool } from './rollout-messages.ts';

export interface FleetLookPorts extends FleetPolicyPorts, RejectedPoliciesPorts {
  readonly parameters: DesiredListing;
  readonly pools: UserPoolListing;
  readonly records: { pages(): AsyncIterable<readonly RecordSummary[]> };
}

/** The policies as read, and the records. Both were read before the listings of the fleet. */
export interface ReadPolicies {
  readonly names: readonly string[];
  readonly parameters: ReadonlyMap<string, StoredParameter>;
  readonly records: readonly RecordSummary[];
}

export interface FleetLook extends ReadPolicies {
  readonly fleet: readonly SeenPool[];
}

/** Lists the fleet, and reports invalid policies and how many pools the policies cover. */
export async function lookAtFleet(
  ports: FleetLookPorts,
  policies: ReadPolicies,
  rollouts: ReadonlyMap<string, PolicyRollout>,
  context: CallContext,
): Promise<FleetLook> {
  const { settings, telemetry } = ports;
  const parameters = await listParameters(ports.parameters, context);
  const listed = await collect(ports.pools.pages(context));
  const versions = versionsWith(ports, policies, rollouts);
  const listings = { parameters, records: policies.records, listed };
  const pools = await fleetPools(ports, versions, listings, context);
  const fleet = pools.map((pool): SeenPool => {
    const coverage = coverageOf(pool, policiesFor(versions, pool, settings), settings);
    return { pool: withFacts(pool), coverage, isListed: pool.listed !== undefined };
  });
  await reportRejectedPolicies(
    ports,
    versions.map(({ current }) => current),
  );
  // The alarms on these must not wait for the next sweep.
  reportCoverage(
    telemetry,
    coverageOfFleet(
      fleet.map(({ coverage }) => coverage),
      versions,
    ),
  );
  return { ...policies, fleet };
}

/** Returns the policies with these rollouts. */
export const versionsWith = (
  { settings }: Pick<FleetPolicyPorts, 'settings'>,
  { names, parameters }: Pick<ReadPolicies, 'names' | 'parameters'>,
  rollouts: ReadonlyMap<string, PolicyRollout>,
): readonly PolicyVersions[] =>
  names.flatMap((name) => {
    const parameter = parameters.get(name);
    return parameter ? [policyVersions(parameter, name, rollouts.get(name), settings)] : [];
  });

/** No listing shows the tier, so it is that of the record. */
const withFacts = ({ listed, recorded, ...pool }: FleetPool): SeenPool['pool'] => ({
  ...pool,
  recorded,
  facts: listed ? { ...listed, tier: recorded?.Facts?.tier } : recorded?.Facts,
});
