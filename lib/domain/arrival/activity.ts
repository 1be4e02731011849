import { hash } from '../sampling.ts';
import type { PoolArrival } from './arrival.ts';

/** The metrics of Cognito's threat protection that count the activity of a pool (docs/aws-facts.md#arrival). */
export const ACTIVITY_METRICS = ['NoRisk', 'Risk'] as const;
export type ActivityMetricName = (typeof ACTIVITY_METRICS)[number];

/** A metric of a pool that had data in the last two weeks. */
export interface ActivityMetric {
  readonly userPoolId: string;
  readonly name: ActivityMetricName;
  /** `SignIn`, `SignUp` or `PasswordChange`. */
  readonly operation: string;
}

/** Returns the metrics of each pool, those that most likely show activity first: most requests are sign-ins without a risk. */
export function metricsByPool(
  metrics: readonly ActivityMetric[],
): ReadonlyMap<string, readonly ActivityMetric[]> {
  const byPool = new Map<string, ActivityMetric[]>();
  for (const metric of metrics) {
    const known = byPool.get(metric.userPoolId);
    if (known === undefined) byPool.set(metric.userPoolId, [metric]);
    else known.push(metric);
  }
  const rank = ({ name, operation }: ActivityMetric): number =>
    (operation === 'SignIn' ? 0 : 2) + (name === 'NoRisk' ? 0 : 1);
  return new Map([...byPool].map(([id, all]) => [id, all.toSorted((a, b) => rank(a) - rank(b))]));
}

/**
 * Returns how many metrics a check may read: AWS charges 0.01 dollars for 1,000. Each pool has one that shows its activity
 * and one of its destination; the rest is for pools whose first metric shows none.
 */
export const metricLimit = (pools: number): number => 2 * pools + 50;

/** Higher than each hash. */
const LAST_RANK = 2 ** 32;

/** Returns the pools in the order of the check: first those that missed records, and each group in another order in each check. */
export function checkOrder<P extends { readonly UserPoolId: string }>(
  pools: readonly P[],
  before: ReadonlyMap<string, PoolArrival>,
  at: string,
): readonly P[] {
  const rank = new Map(
    pools.map(({ UserPoolId: id }) => {
      const hasMissed = (before.get(id)?.Missed ?? 0) > 0;
      return [id, hash(`${at} ${id}`) + (hasMissed ? 0 : LAST_RANK)];
    }),
  );
  return pools.toSorted((a, b) => (rank.get(a.UserPoolId) ?? 0) - (rank.get(b.UserPoolId) ?? 0));
}
