import { type Difference, difference, sameConfiguration } from '../../lib/domain/difference.ts';
import type { EventSource } from '../../lib/domain/log-configuration.ts';
import type { PoolLayers } from '../../lib/domain/policy/layers.ts';
import { compareRank, isPolicy } from '../../lib/domain/policy/owner.ts';
import type { ParsedPolicy } from '../../lib/domain/policy/policy.ts';
import {
  isConflict,
  resolveOwners,
  type SourceOwner,
  type SourceResolution,
} from '../../lib/domain/policy/resolve.ts';

/** In the order in which a summary shows them. */
export const EFFECTS = [
  'added',
  'changed',
  'leaving',
  'frozen',
  'conflict',
  'rejected',
  'uncovered',
] as const;
export type Effect = (typeof EFFECTS)[number];

/** The change for one event source of a pool by a new version of a policy. */
export interface PolicyEffect {
  readonly policy: string;
  readonly eventSource: EventSource;
  /**
   * `added`: the policy would own the event source. `changed`: another entry, or another `OnDelete`. `leaving`: it would no
   * longer own it. `frozen`: it owns it and would be in mode Observe. `conflict`: it would disagree with a policy of equal
   * rank. `rejected`: the entry is not valid for the pool. `uncovered`: the tier of the pool cannot have it.
   */
  readonly effect: Effect;
  /** From the entry of the stored version to that of the new one, with `changed`. */
  readonly differences: readonly Difference[];
}

/** Returns what the policies with these names change for a pool, if `after` replaces the stored policies. */
export function policyEffects(
  pool: PoolLayers,
  after: readonly ParsedPolicy[],
  names: readonly string[],
): readonly PolicyEffect[] {
  const old = resolveOwners(pool);
  return resolveOwners({ ...pool, policies: after }).flatMap((resolution) =>
    names.flatMap((policy) => {
      const { source } = resolution;
      const before = old.find((one) => one.source === source)?.winner ?? { kind: 'Free' };
      const wasOwner = ownedBy(before, policy) || isPolicy(pool.recorded.get(source), policy);
      const effect = effectOf(resolution, before, policy, wasOwner);
      if (effect === undefined) return [];
      const differences = effect === 'changed' ? changesOf(before, resolution.winner) : [];
      return [{ policy, eventSource: source, effect, differences }];
    }),
  );
}

function effectOf(
  resolution: SourceResolution,
  before: SourceOwner,
  policy: string,
  wasOwner: boolean,
): Effect | undefined {
  const { winner, layers, others } = resolution;
  if (winner.kind === 'Rejected') {
    const equals = layers.filter((owner) => compareRank(owner, winner.owner) === 0);
    if (equals.some((owner) => isPolicy(owner, policy)))
      return isConflict(resolution) ? 'conflict' : 'rejected';
  }
  if (winner.kind === 'Frozen' && ownedBy(winner, policy)) return 'frozen';
  if (winner.kind === 'Owned' && ownedBy(winner, policy)) {
    if (!wasOwner) return 'added';
    return before.kind === 'Owned' && ownedBy(before, policy) && sameState(before, winner)
      ? undefined
      : 'changed';
  }
  if (others.some((other) => other.isUncovered && isPolicy(other.owner, policy))) return 'uncovered';
  return wasOwner ? 'leaving' : undefined;
}

type Owned = Extract<SourceOwner, { kind: 'Owned' }>;

const sameState = ({ state: a }: Owned, { state: b }: Owned): boolean =>
  a.OnDelete === b.OnDelete && sameConfiguration(a.LogConfigurations, b.LogConfigurations);

const changesOf = (before: SourceOwner, after: SourceOwner): readonly Difference[] =>
  before.kind === 'Owned' && after.kind === 'Owned'
    ? difference(before.state.LogConfigurations, after.state.LogConfigurations)
    : [];

const ownedBy = (one: SourceOwner, name: string): boolean => one.kind !== 'Free' && isPolicy(one.owner, name);

/** The number of pools with each effect of one policy. */
export type EffectCounts = Readonly<Record<Effect, number>>;

export function countEffects(
  pools: readonly { readonly policyEffects?: readonly PolicyEffect[] }[],
  policy: string,
): EffectCounts {
  const of = (effect: Effect): number =>
    pools.filter(({ policyEffects = [] }) =>
      policyEffects.some((one) => one.policy === policy && one.effect === effect),
    ).length;
  return {
    added: of('added'),
    changed: of('changed'),
    leaving: of('leaving'),
    frozen: of('frozen'),
    conflict: of('conflict'),
    rejected: of('rejected'),
    uncovered: of('uncovered'),
  };
}
