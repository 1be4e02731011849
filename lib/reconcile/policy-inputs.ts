import { recordedOwners } from '../domain/decide/sources/source-records.ts';
import { parsePolicy } from '../domain/policy/parse.ts';
import type { ParsedPolicy, PoolFacts } from '../domain/policy/policy.ts';
import { needsFacts } from '../domain/policy/select.ts';
import type { PoolRecord } from '../domain/record.ts';
import type { Settings } from '../domain/settings.ts';
import type { CallContext, DesiredStore, PoolDescription } from './ports.ts';

interface PolicyPorts {
  readonly desired: Pick<DesiredStore, 'readPolicies'>;
  readonly settings: Settings;
}

/** Reads and parses these policies. A policy whose parameter was deleted is not in the result. */
export async function readPolicies(
  { desired, settings }: PolicyPorts,
  names: readonly string[],
  context: CallContext,
): Promise<readonly ParsedPolicy[]> {
  if (names.length === 0) return [];
  const stored = await desired.readPolicies(names, context);
  return [...stored].map(([name, parameter]) => parsePolicy(parameter, name, settings));
}

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
