import type { Policy } from '../../../lib/domain/policy/policy.ts';
import { sameContent } from '../../../lib/domain/rollout/policy-text.ts';
import { rankOf } from '../../../lib/domain/rollout/rank.ts';
import type { PolicyVersions } from '../../../lib/domain/rollout/versions.ts';
import { nextWave } from '../../../lib/domain/rollout/waves.ts';
import { nameAndId } from '../../pools/pool-names.ts';
import type { PoolPlan } from '../../pools/pool-plan.ts';
import { formatSample } from '../../terminal/text.ts';
import type { GivenPolicies } from './given-policies.ts';

/** How the change of a policy in a file would reach its pools. A member of the JSON of `clr plan --policy`. */
export interface PlannedRollout {
  readonly policy: string;
  readonly waves: Policy['Rollout']['Waves'];
  /** The pools of the first wave; null if not all pools were planned. */
  readonly firstWave: readonly { readonly userPoolId: string; readonly userPoolName?: string }[] | null;
  /** The number of pools for which the policy owns an event source; null if not all pools were planned. */
  readonly pools: number | null;
  /** The state of the rollout that the change would replace. */
  readonly replaces: 'Running' | 'Halted' | 'Aborted' | null;
}

/**
 * Returns the rollouts that the policies in the files would start, except those that reach all pools at once.
 *
 * @param plans the plans of all pools; undefined if only some pools were planned
 */
export const plannedRollouts = (
  { policies, files }: GivenPolicies,
  stored: readonly PolicyVersions[],
  plans: readonly PoolPlan[] | undefined,
): readonly PlannedRollout[] =>
  files.flatMap(({ name }) => {
    const given = policies.find((one) => one.name === name)?.current;
    const before = stored.find((one) => one.name === name);
    if (given?.kind !== 'Valid' || sameContent(given, before?.settled)) return [];
    const { Waves } = given.policy.Rollout;
    if (Waves.length === 1) return [];
    const owned = plans?.filter((plan) => isOwned(plan, name));
    return [
      {
        policy: name,
        waves: Waves,
        firstWave: owned ? firstWave(owned, name, Waves) : null,
        pools: owned?.length ?? null,
        replaces: before?.open?.Status ?? null,
      },
    ];
  });

/** Whether the policy owns an event source of the pool, or is one of the policies that disagree about one. */
const isOwned = ({ sources = [], policyEffects = [] }: PoolPlan, name: string): boolean =>
  sources.some(
    ({ state, owner }) =>
      owner?.kind === 'Policy' && owner.name === name && (state === 'Owned' || state === 'Rejected'),
  ) || policyEffects.some(({ policy, effect }) => policy === name && effect === 'conflict');

function firstWave(
  plans: readonly PoolPlan[],
  policy: string,
  waves: Policy['Rollout']['Waves'],
): NonNullable<PlannedRollout['firstWave']> {
  const ranked = plans
    .map((plan) => ({
      ...plan,
      rank: rankOf(policy, plan.userPoolId),
      state: 'Pending' as const,
      destinations: [],
    }))
    .toSorted((a, b) => a.rank - b.rank);
  const { threshold } = nextWave(waves, ranked, 0);
  return ranked
    .filter(({ rank }) => rank <= threshold)
    .map(({ userPoolId, userPoolName }) => ({ userPoolId, ...(userPoolName && { userPoolName }) }));
}

/** Returns for example `Policy "prod" is rolled out in waves (1, 10%, 100%). The first wave is 1 of 120 pools: shop (eu-west-1_a).` */
export function plannedRolloutLine({
  policy,
  waves,
  firstWave: first,
  pools,
  replaces,
}: PlannedRollout): string {
  const start = `Policy "${policy}" is rolled out in waves (${waves.join(', ')}).`;
  const names = first?.map(({ userPoolId, userPoolName }) => nameAndId(userPoolId, userPoolName));
  const wave = names?.length
    ? ` The first wave is ${names.length} of ${pools} pools: ${formatSample(names, names.length)}.`
    : '';
  const open = replaces === null ? '' : ` This replaces the rollout that is open (${replaces}).`;
  return `${start}${wave}${open}`;
}
