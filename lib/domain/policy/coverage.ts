import { recordedOwners } from '../decide/sources/source-records.ts';
import type { Desired } from '../desired.ts';
import type { EventSource } from '../log-configuration.ts';
import type { RecordedOwners } from '../record.ts';
import { sameFacts } from './facts.ts';
import type { LayerSettings } from './layers.ts';
import { type Owner, sameOwner } from './owner.ts';
import type { ParsedPolicy, PoolFacts } from './policy.ts';
import { isConflict, resolveOwners, type SourceResolution } from './resolve.ts';
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
  /** Two policies disagree about an event source. */
  readonly isConflicting: boolean;
  /** Two policies disagree, or the policy that owns an event source is invalid. */
  readonly isRejected: boolean;
  /** An event source is rejected in the record, for example because of a conflict that a policy can solve. */
  readonly wasRejected: boolean;
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
  const resolve = (known: PoolFacts | undefined): readonly SourceResolution[] =>
    resolveOwners({ userPoolId, desired, policies, facts: known, recorded: owners, settings });
  const resolutions = resolve(facts);
  const hasNewFacts =
    listed !== undefined && recorded?.Facts !== undefined && !sameFacts(facts, recorded.Facts);
  // A listing can be out of date. A pool that left according to the confirmed facts is lost, although the listing still has it.
  const lost = [...resolutions, ...(hasNewFacts ? resolve(recorded?.Facts) : [])].flatMap(
    (resolution) => lostOwner(resolution, owners) ?? [],
  );
  // A policy applies only to pools that exist. The worker finds out whether a managed pool still does.
  const exists = listed !== undefined || desired.kind !== 'Absent' || owners.size > 0;
  const named = [...resolutions.flatMap(({ layers }) => layers), ...owners.values()];
  return {
    userPoolId,
    isOwned: exists && resolutions.some(({ winner }) => winner.kind !== 'Free'),
    isOfPolicy: exists && resolutions.some(isOfPolicy),
    isLost: lost.length > 0,
    lostBy: [...new Set(lost.flatMap((owner) => (owner.Kind === 'Policy' ? [owner.Name] : [])))],
    isUnknown: resolutions.some(({ others }) => others.some((other) => other.isUnknown)),
    hasNewFacts,
    restsOnTier: recorded?.Facts?.tier !== undefined && policies.some(dependsOnTier),
    isUncovered: resolutions.some(({ others }) => others.some((other) => other.isUncovered)),
    isConflicting: resolutions.some(isConflict),
    isRejected: resolutions.some((one) => one.winner.kind === 'Rejected' && isOfPolicy(one)),
    wasRejected: Object.values(recorded?.Sources ?? {}).some(({ Status }) => Status.Outcome === 'Rejected'),
    policies: new Set(named.flatMap((owner) => (owner.Kind === 'Policy' ? [owner.Name] : []))),
  };
}

/** Returns the owner that the event source lost without another layer that takes over. */
function lostOwner(
  { source, winner, layers }: SourceResolution,
  owners: ReadonlyMap<EventSource, Owner>,
): Owner | undefined {
  const owner = owners.get(source);
  const isKept = owner && layers.some((layer) => sameOwner(layer, owner));
  return winner.kind === 'Free' && !isKept ? owner : undefined;
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
