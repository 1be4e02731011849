import { QUOTA_CATEGORIES, QUOTA_RATES, type QuotaCategory } from './quota-rates.ts';

export interface Quota {
  /**
   * Uses one token of the category of an operation, for example `ssm.PutParameter`. Returns false when no
   * token is left.
   */
  acquire(operation: string): boolean;
  /** Returns the categories that were used so far. */
  read(): Readonly<Record<string, QuotaState>>;
}

export interface QuotaState {
  readonly perSecond: number;
  /** The tokens that are left, with fractions. */
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
 * Creates the token buckets of one account-region. A bucket has a capacity of one second, starts full and
 * refills evenly.
 *
 * @param scale multiplies every rate; `off` allows every call.
 * @param now returns milliseconds. Its value can jump, but a bucket is never filled beyond its capacity.
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

/**
 * Returns the maximum number of user pools in an account and Region: 1,000, adjustable to 10,000
 * (docs/aws-facts.md#pool-limit).
 */
export function poolLimit(scale: number | 'off'): number {
  return scale === 'off' ? Number.POSITIVE_INFINITY : Math.min(10_000, Math.max(1, Math.floor(1000 * scale)));
}
