import type { EventSource } from '../../lib/domain/log-configuration.ts';
import { isPolicy } from '../../lib/domain/policy/owner.ts';
import type { ParsedPolicy, PoolFacts } from '../../lib/domain/policy/policy.ts';
import type { SourceResolution } from '../../lib/domain/policy/resolve.ts';
import { selects } from '../../lib/domain/policy/select.ts';

/** A pool, and the version of each policy that applies to it. */
export interface PoolInForce {
  readonly userPoolId: string;
  readonly facts: PoolFacts | undefined;
  readonly policies: readonly ParsedPolicy[];
}

/** Why a policy that owns an event source leaves it unchanged, although the policy is valid. */
export type FrozenBy = 'Observe' | 'Rollout' | 'UnknownFacts';

/** Returns why an event source is frozen, as `layersOf` decides it; undefined if it is not frozen. */
export function frozenBy(pool: PoolInForce, { source, winner }: SourceResolution): FrozenBy | undefined {
  if (winner.kind !== 'Frozen') return undefined;
  const parsed = pool.policies.find(({ name }) => isPolicy(winner.owner, name));
  const given = parsed?.kind === 'Valid' ? parsed.policy : parsed?.readable;
  if (given?.Mode === 'Observe') return 'Observe';
  if (parsed?.kind !== 'Valid' || parsed.stage === undefined) return 'UnknownFacts';
  const isUnknown =
    parsed.stage === 'Open' && pool.facts === undefined && selectsSource(parsed, source, pool);
  return isUnknown ? 'UnknownFacts' : 'Rollout';
}

/** Whether a policy has an entry for the event source and can select the pool. */
export const selectsSource = (
  parsed: ParsedPolicy,
  source: EventSource,
  { userPoolId, facts }: Omit<PoolInForce, 'policies'>,
): boolean =>
  parsed.kind === 'Valid' &&
  parsed.policy.LogConfigurations.some(({ EventSource }) => EventSource === source) &&
  selects(parsed.policy.Select, userPoolId, facts) !== 'NotSelected';

const TEXTS: Readonly<Record<FrozenBy, string>> = {
  Observe: 'the policy is in mode Observe',
  Rollout: 'during the rollout of the policy, no event source leaves it',
  UnknownFacts: 'the facts of the pool that the policy needs are not known',
};

/** Returns the reason as a clause. */
export const frozenText = (by: FrozenBy): string => TEXTS[by];
