import type { Desired, StoredParameter } from '../domain/desired.ts';
import { parseParameter } from '../domain/parameter/parse.ts';
import { coverageOf, type PoolCoverage } from '../domain/policy/coverage.ts';
import { parsePolicy } from '../domain/policy/parse.ts';
import type { ParsedPolicy, PoolFacts } from '../domain/policy/policy.ts';
import { needsFacts } from '../domain/policy/select.ts';
import type { ListedPool } from '../domain/replicas.ts';
import type { Settings } from '../domain/settings.ts';
import type { CallContext, DesiredStore, PolicyNames, RecordSummary, TaggedPools } from './ports.ts';

export interface FleetPolicyPorts {
  readonly settings: Settings;
  readonly policyNames: PolicyNames;
  readonly desired: Pick<DesiredStore, 'readPolicies'>;
  readonly taggedPools: TaggedPools;
}

/** All parameters of the fleet, as listed. */
export interface ListedParameters {
  readonly withParameter: ReadonlySet<string>;
  readonly inheriting: ReadonlyMap<string, StoredParameter>;
  readonly policies: ReadonlyMap<string, StoredParameter>;
}

/** Parses the listed policies, and updates the names that the workers read. */
export async function fleetPolicies(
  { settings, policyNames, desired }: Omit<FleetPolicyPorts, 'taggedPools'>,
  listed: ReadonlyMap<string, StoredParameter>,
  context: CallContext,
): Promise<readonly ParsedPolicy[]> {
  const known = await policyNames.read();
  await policyNames.add([...listed.keys()].filter((name) => !known.includes(name)));
  const { policies, missing } = await readFleetPolicies({ settings, desired }, known, listed, context);
  await policyNames.remove(missing);
  return policies;
}

/**
 * Parses the listed policies and the known ones that are not listed. A policy that was created after the listing is not missing:
 * it is read by its name. `missing`: the known policies without a parameter.
 */
export async function readFleetPolicies(
  { settings, desired }: Pick<FleetPolicyPorts, 'settings' | 'desired'>,
  known: readonly string[],
  listed: ReadonlyMap<string, StoredParameter>,
  context: CallContext,
): Promise<{ readonly policies: readonly ParsedPolicy[]; readonly missing: readonly string[] }> {
  const unlisted = known.filter((name) => !listed.has(name));
  const read =
    unlisted.length === 0
      ? new Map<string, StoredParameter>()
      : await desired.readPolicies(unlisted, context);
  return {
    policies: [...listed, ...read].map(([name, parameter]) => parsePolicy(parameter, name, settings)),
    missing: unlisted.filter((name) => !read.has(name)),
  };
}

/**
 * Returns what the policies mean for each pool that has a parameter, a record or a listing. The tags are listed only if a
 * policy selects by tags.
 */
export async function fleetCoverage(
  ports: FleetPolicyPorts,
  policies: readonly ParsedPolicy[],
  fleet: {
    readonly parameters: Omit<ListedParameters, 'policies'>;
    readonly records: readonly RecordSummary[];
    readonly listed: readonly ListedPool[];
  },
  context: CallContext,
): Promise<readonly PoolCoverage[]> {
  const tags = policies.some(selectsByTag) ? await ports.taggedPools.list(context) : undefined;
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
    return coverageOf({ userPoolId, listed, desired, recorded }, policies, ports.settings);
  });
}

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
