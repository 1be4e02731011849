import { recordedOwners } from '../domain/decide/sources/source-records.ts';
import type { StoredParameter } from '../domain/desired.ts';
import { parsePolicy } from '../domain/policy/parse.ts';
import type { ParsedPolicy, PoolFacts } from '../domain/policy/policy.ts';
import { needsFacts } from '../domain/policy/select.ts';
import type { PoolRecord } from '../domain/record.ts';
import type { PolicyRollout } from '../domain/rollout/rollout.ts';
import { type PolicyVersions, versionsOf } from '../domain/rollout/versions.ts';
import type { Settings } from '../domain/settings.ts';
import type { CallContext, DesiredStore, PoolDescription, RolloutStore } from './ports.ts';

export interface PolicyPorts {
  readonly desired: Pick<DesiredStore, 'readPolicies'>;
  readonly rollouts: Pick<RolloutStore, 'read'>;
  readonly settings: Settings;
}

/** Reads these policies and their rollouts. A policy whose parameter was deleted is not in the result. */
export async function readPolicies(
  { desired, rollouts, settings }: PolicyPorts,
  names: readonly string[],
  context: CallContext,
): Promise<readonly PolicyVersions[]> {
  if (names.length === 0) return [];
  const [stored, open] = await Promise.all([desired.readPolicies(names, context), rollouts.read(names)]);
  return [...stored].map(([name, parameter]) => policyVersions(parameter, name, open.get(name), settings));
}

/** Returns the versions of one policy. */
export function policyVersions(
  parameter: StoredParameter,
  name: string,
  rollout: PolicyRollout | undefined,
  settings: Settings,
): PolicyVersions {
  const current = parsePolicy(parameter, name, settings);
  return versionsOf(current, rollout, (text) =>
    text === parameter.value ? current : parseText(text, name, settings),
  );
}

/** Parses the stored text of a version. */
export const parseText = (value: string, name: string, settings: Settings): ParsedPolicy =>
  parsePolicy({ name, type: 'String', value }, name, settings);

/**
 * Returns the names of the policies that can concern these pools: all known ones, and the owners in the records, so that an
 * incomplete list of names never makes a pool leave its policy.
 */
export function policyNamesFor(
  known: readonly string[],
  records: readonly (PoolRecord | undefined)[],
): readonly string[] {
  const owners = records.flatMap((record) => [...recordedOwners(record).values()]);
  const recorded = owners.flatMap((owner) => (owner.Kind === 'Policy' ? [owner.Name] : []));
  return [...new Set([...known, ...recorded])].toSorted();
}

/** Returns whether it depends on facts of a pool which policies select it, or what they say. */
export const selectByFacts = (policies: readonly ParsedPolicy[]): boolean =>
  policies.some((parsed) => {
    const given = parsed.kind === 'Valid' ? parsed.policy : parsed.readable;
    if (given === undefined) return false;
    const { names, tags, tiers } = needsFacts({ LogConfigurations: [], ...given });
    return names || tags || tiers;
  });

/** Returns whether a write depends on facts of the pool: an entry for `userAuthEvents` depends on the tier. */
export const writeByFacts = (policies: readonly ParsedPolicy[]): boolean =>
  selectByFacts(policies) ||
  policies.some(
    (parsed) =>
      parsed.kind === 'Valid' &&
      parsed.policy.LogConfigurations.some(({ EventSource }) => EventSource === 'userAuthEvents'),
  );

export const factsOf = (description: PoolDescription | undefined): PoolFacts | undefined =>
  description && {
    name: description.Name,
    tags: description.Tags,
    tier: description.UserPoolTier,
  };
