import { type QuotaCategory, quotaCategories, quotaFigures } from './quota-figures.ts';

export interface Quota {
  /** Takes one token of the operation's category, for example of `ssm.PutParameter`; false when none is left. */
  take(operation: string): boolean;
}

/**
 * The token buckets of one cell. A bucket holds one second's worth, starts full and refills evenly.
 *
 * @param scale multiplies every figure; `off` lets everything through.
 * @param now milliseconds; may jump, never fills a bucket beyond its capacity.
 */
export function createQuota(scale: number | 'off', now: () => number): Quota {
  if (scale === 'off') return { take: () => true };
  const buckets = new Map<QuotaCategory, { tokens: number; at: number }>();
  return {
    take(operation) {
      const category = quotaCategories[operation];
      if (category === undefined) return true;
      const rate = quotaFigures[category] * scale;
      const capacity = Math.max(1, rate);
      const at = now();
      const before = buckets.get(category) ?? { tokens: capacity, at };
      const refilled = before.tokens + (Math.max(0, at - before.at) * rate) / 1000;
      const tokens = Math.min(capacity, refilled);
      const allowed = tokens >= 1;
      buckets.set(category, { tokens: allowed ? tokens - 1 : tokens, at });
      return allowed;
    },
  };
}
