import { QUOTA_CATEGORIES, QUOTA_RATES, type QuotaCategory } from './quota-rates.ts';

export interface Quota {
  /** Takes one token of the operation's category, for example of `ssm.PutParameter`; false when none is left. */
  acquire(operation: string): boolean;
  /** By category, those that were asked of so far. */
  read(): Readonly<Record<string, QuotaState>>;
}

export interface QuotaState {
  readonly perSecond: number;
  /** What is left now, fractions among it. */
  readonly tokens: number;
  readonly taken: number;
  readonly refused: number;
}

interface Bucket {
  readonly rate: number;
  readonly capacity: number;
  tokens: number;
  at: number;
  taken: number;
  refused: number;
}

/**
 * The token buckets of one cell. A bucket holds one second's worth, starts full and refills evenly.
 *
 * @param scale multiplies every figure; `off` lets everything through.
 * @param now milliseconds; may jump, never fills a bucket beyond its capacity.
 */
export function createQuota(scale: number | 'off', now: () => number): Quota {
  if (scale === 'off') return { acquire: () => true, read: () => ({}) };
  const buckets = new Map<QuotaCategory, Bucket>();
  const refilled = (category: QuotaCategory) => {
    const at = now();
    const rate = QUOTA_RATES[category] * scale;
    const capacity = Math.max(1, rate);
    const bucket = buckets.get(category) ?? { rate, capacity, tokens: capacity, at, taken: 0, refused: 0 };
    buckets.set(category, bucket);
    bucket.tokens = Math.min(capacity, bucket.tokens + (Math.max(0, at - bucket.at) * rate) / 1000);
    bucket.at = at;
    return bucket;
  };
  return {
    acquire(operation) {
      const category = QUOTA_CATEGORIES[operation];
      if (category === undefined) return true;
      const bucket = refilled(category);
      const allowed = bucket.tokens >= 1;
      if (allowed) {
        bucket.tokens -= 1;
        bucket.taken += 1;
      } else bucket.refused += 1;
      return allowed;
    },
    read: () =>
      Object.fromEntries(
        [...buckets.keys()].map((category) => {
          const { rate, tokens, taken, refused } = refilled(category);
          return [category, { perSecond: rate, tokens, taken, refused }];
        }),
      ),
  };
}

/** User pools for an account and Region: 1,000, adjustable to 10,000 (AWS facts §4). */
export function poolLimit(scale: number | 'off'): number {
  return scale === 'off' ? Number.POSITIVE_INFINITY : Math.min(10_000, Math.max(1, Math.floor(1000 * scale)));
}
