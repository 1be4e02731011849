import { type Collapsed, collapse } from '../../pools/collapse.ts';
import type { PoolPlan } from '../../pools/pool-plan.ts';

/** Collapses the pools that get the same change, or have the same problem, in the order of the first pool of each. */
export const groupPlans = (plans: readonly PoolPlan[]): readonly Collapsed<PoolPlan>[] =>
  collapse(plans, causeOf);

/** Two pools have the same plan if all texts are equal, apart from their own ID and name. */
function causeOf(plan: PoolPlan): string {
  const { step, why, sources, policyEffects, differences, reasons } = generalized(plan);
  const effects = policyEffects?.map(({ policy, eventSource, effect }) => [policy, eventSource, effect]);
  return JSON.stringify([step, why, sources, effects, differences, reasons]);
}

/** Replaces the ID and the name of the pool by the macros with which a policy contains them. */
export function generalized(plan: PoolPlan): PoolPlan {
  const general = (text: string): string => withMacros(text, plan);
  return {
    ...plan,
    differences: plan.differences.map(({ path, before, after }) => ({
      path,
      before: before === undefined ? undefined : general(before),
      after: after === undefined ? undefined : general(after),
    })),
    reasons: plan.reasons.map(general),
  };
}

/** Returns a text with macros in place of the ID and the name of the pool. */
export function withMacros(
  text: string,
  { userPoolId, userPoolName }: Pick<PoolPlan, 'userPoolId' | 'userPoolName'>,
): string {
  const withId = text.replaceAll(userPoolId, '<userPoolId>');
  if (!userPoolName) return withId;
  const name = userPoolName.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  // Whole words only: a pool can have the name `a`.
  return withId.replaceAll(new RegExp(`(?<![A-Za-z0-9])${name}(?![A-Za-z0-9])`, 'g'), '<userPoolName>');
}
