import type { Desired, StoredParameter } from '../domain/desired.ts';
import { parseParameter } from '../domain/parameter/parse.ts';
import { coverageOf, type PoolCoverage, type SweptPool } from '../domain/policy/coverage.ts';
import type { ParsedPolicy, PoolFacts } from '../domain/policy/policy.ts';
import { needsFacts } from '../domain/policy/select.ts';
import type { ListedPool } from '../domain/replicas.ts';
import { type PolicyVersions, policiesFor } from '../domain/rollout/versions.ts';
import type { Settings } from '../domain/settings.ts';
import { type PolicyPorts, policyVersions } from './policy-inputs.ts';
import type { CallContext, PolicyNames, RecordSummary, TaggedPools } from './ports.ts';

export interface FleetPolicyPorts extends PolicyPorts {
  readonly policyNames: PolicyNames;
  readonly taggedPools: TaggedPools;
}

/** All parameters of the fleet, as listed. */
export interface ListedParameters {
  readonly withParameter: ReadonlySet<string>;
  readonly inheriting: ReadonlyMap<string, StoredParameter>;
  readonly policies: ReadonlyMap<string, StoredParameter>;
}

/** Returns the names of the listed policies and of the known ones, and adds new ones to the names that the workers read. */
export async function namesWithListed(
  { policyNames }: Pick<FleetPolicyPorts, 'policyNames'>,
  listed: ReadonlyMap<string, StoredParameter>,
): Promise<readonly string[]> {
  const known = await policyNames.read();
  await policyNames.add([...listed.keys()].filter((name) => !known.includes(name)));
  return [...new Set([...known, ...listed.keys()])].toSorted();
}

/** A policy that was created after the listing is not missing: it is read by its name. */
async function withUnlisted(
  { desired }: Pick<FleetPolicyPorts, 'desired'>,
  known: readonly string[],
  listed: ReadonlyMap<string, StoredParameter>,
  context: CallContext,
): Promise<ReadonlyMap<string, StoredParameter>> {
  const unlisted = known.filter((name) => !listed.has(name));
  if (unlisted.length === 0) return listed;
  return new Map([...listed, ...(await desired.readPolicies(unlisted, context))]);
}

/** Returns the listed policies and the known ones, with their rollouts. Stores nothing. */
export async function readFleetPolicies(
  ports: PolicyPorts,
  known: readonly string[],
  listed: ReadonlyMap<string, StoredParameter>,
  context: CallContext,
): Promise<readonly PolicyVersions[]> {
  const parameters = await withUnlisted(ports, known, listed, context);
  const rollouts = await ports.rollouts.read([...parameters.keys()]);
  return [...parameters].map(([name, parameter]) =>
    policyVersions(parameter, name, rollouts.get(name), ports.settings),
  );
}

export interface FleetListings {
  readonly parameters: Omit<ListedParameters, 'policies'>;
  readonly records: readonly RecordSummary[];
  readonly listed: readonly ListedPool[];
}

/** A pool of the fleet with its record. */
export interface FleetPool extends SweptPool {
  readonly recorded: RecordSummary | undefined;
}

/** Returns what the policies mean for each pool that has a parameter, a record or a listing. */
export async function fleetCoverage(
  ports: FleetPolicyPorts,
  policies: readonly PolicyVersions[],
  fleet: FleetListings,
  context: CallContext,
): Promise<readonly PoolCoverage[]> {
  const pools = await fleetPools(ports, policies, fleet, context);
  return pools.map((pool) => coverageOf(pool, policiesFor(policies, pool, ports.settings), ports.settings));
}

/**
 * Returns each pool that has a parameter, a record or a listing. The tags are listed only if a policy selects by tags.
 */
export async function fleetPools(
  ports: Pick<FleetPolicyPorts, 'settings' | 'taggedPools'>,
  policies: readonly PolicyVersions[],
  fleet: FleetListings,
  context: CallContext,
): Promise<readonly FleetPool[]> {
  const tags = policies.some(anyVersionSelectsByTag) ? await ports.taggedPools.list(context) : undefined;
  const records = new Map(fleet.records.map((record) => [record.UserPoolId, record]));
  const names = new Map(fleet.listed.map(({ id, name }) => [id, name]));
  const ids = new Set([...names.keys(), ...fleet.parameters.withParameter, ...records.keys()]);
  return [...ids].map((userPoolId) => {
    const recorded = records.get(userPoolId);
    const name = names.get(userPoolId);
    const listed: PoolFacts | undefined =
      name === undefined
        ? undefined
        : { name, tags: (tags ? tags.get(userPoolId) : recorded?.Facts?.tags) ?? {} };
    const desired = desiredOf(ports.settings, fleet.parameters, userPoolId);
    return { userPoolId, listed, desired, recorded };
  });
}

const anyVersionSelectsByTag = ({ current, settled, open }: PolicyVersions): boolean =>
  [current, settled, open?.next].some((version) => version !== undefined && selectsByTag(version));

const selectsByTag = (parsed: ParsedPolicy): boolean => {
  const given = parsed.kind === 'Valid' ? parsed.policy : parsed.readable;
  return given !== undefined && needsFacts({ LogConfigurations: [], ...given }).tags;
};

/** Returns the part of the desired state that shows what the parameter owns. The value of most parameters is not read. */
function desiredOf(
  settings: Settings,
  { withParameter, inheriting }: Omit<ListedParameters, 'policies'>,
  userPoolId: string,
): Desired {
  if (!withParameter.has(userPoolId)) return { kind: 'Absent' };
  const stored = inheriting.get(userPoolId);
  if (stored) return parseParameter(stored, userPoolId, settings);
  return {
    kind: 'Valid',
    state: { LogConfigurations: [], Mode: 'Enforce', OnDelete: 'Retain' },
    warnings: [],
  };
}
