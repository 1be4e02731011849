import { recordedOwners } from '../decide/sources/source-records.ts';
import type { Desired } from '../desired.ts';
import type { RecordedOwners } from '../record.ts';
import { sameFacts } from './facts.ts';
import type { LayerSettings } from './layers.ts';
import { sameOwner } from './owner.ts';
import type { ParsedPolicy, PoolFacts } from './policy.ts';
import { resolveOwners, type SourceResolution } from './resolve.ts';
import { needsFacts } from './select.ts';

/** A pool as a sweep knows it. */
export interface SweptPool {
  readonly userPoolId: string;
  /** The facts of the listings, without the tier; undefined if the pool was not listed. */
  readonly listed: PoolFacts | undefined;
  readonly desired: Desired;
  readonly recorded: (RecordedOwners & { readonly Facts?: PoolFacts }) | undefined;
}

/** The effect of the policies on one pool, as far as listings show it. */
export interface PoolCoverage {
  readonly userPoolId: string;
  /** A parameter or a policy owns an event source now. */
  readonly isOwned: boolean;
  /** A policy owns an event source now. */
  readonly isOfPolicy: boolean;
  /** An event source lost its owner, and no other layer takes over. */
  readonly isLost: boolean;
  /** The policies that lost the pool. */
  readonly lostBy: readonly string[];
  /** Listings do not show whether a policy selects the pool. */
  readonly isUnknown: boolean;
  /** The listed facts are not those that the record rests on. */
  readonly hasNewFacts: boolean;
  /** The answer depends on the tier of the record, which no listing shows. */
  readonly restsOnTier: boolean;
  /** A policy selects the pool for an event source that its tier cannot have. */
  readonly isUncovered: boolean;
  /** Two policies disagree, or the policy that owns an event source is invalid. */
  readonly isRejected: boolean;
  /** The names of the policies that apply to the pool, or own an event source of it. */
  readonly policies: ReadonlySet<string>;
}

/** Returns what the policies mean for a pool. The tier is that of the record. */
export function coverageOf(
  { userPoolId, listed, desired, recorded }: SweptPool,
  policies: readonly ParsedPolicy[],
  settings: LayerSettings,
): PoolCoverage {
  const facts = listed ? { ...listed, tier: recorded?.Facts?.tier } : recorded?.Facts;
  const owners = recordedOwners(recorded);
  const resolutions = resolveOwners({ userPoolId, desired, policies, facts, recorded: owners, settings });
  const lost = resolutions.flatMap(({ source, winner, layers }) => {
    const owner = owners.get(source);
    const isKept = owner && layers.some((layer) => sameOwner(layer, owner));
    return owner && winner.kind === 'Free' && !isKept ? [owner] : [];
  });
  const named = [...resolutions.flatMap(({ layers }) => layers), ...owners.values()];
  return {
    userPoolId,
    isOwned: resolutions.some(({ winner }) => winner.kind !== 'Free'),
    isOfPolicy: resolutions.some(isOfPolicy),
    isLost: lost.length > 0,
    lostBy: [...new Set(lost.flatMap((owner) => (owner.Kind === 'Policy' ? [owner.Name] : [])))],
    isUnknown: resolutions.some(({ others }) => others.some((other) => other.isUnknown)),
    hasNewFacts: listed !== undefined && recorded?.Facts !== undefined && !sameFacts(facts, recorded.Facts),
    restsOnTier: recorded?.Facts?.tier !== undefined && policies.some(dependsOnTier),
    isUncovered: resolutions.some(({ others }) => others.some((other) => other.isUncovered)),
    isRejected: resolutions.some((one) => one.winner.kind === 'Rejected' && isOfPolicy(one)),
    policies: new Set(named.flatMap((owner) => (owner.Kind === 'Policy' ? [owner.Name] : []))),
  };
}

const isOfPolicy = ({ winner }: SourceResolution): boolean =>
  winner.kind !== 'Free' && winner.owner.Kind === 'Policy';

/** Returns whether a policy selects by tier, or concerns sign-ins, which not every tier can have. */
const dependsOnTier = (parsed: ParsedPolicy): boolean => {
  const sources =
    parsed.kind === 'Valid'
      ? parsed.policy.LogConfigurations.map(({ EventSource }) => EventSource)
      : (parsed.readable?.sources ?? []);
  const given = parsed.kind === 'Valid' ? parsed.policy : parsed.readable;
  const selectsByTier = given !== undefined && needsFacts({ LogConfigurations: [], ...given }).tiers;
  return selectsByTier || sources.includes('userAuthEvents');
};
