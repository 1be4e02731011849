import { z } from 'zod';
import type { LocalAccountRegion } from '../account-regions/local-account-region.ts';
import type { Metric } from '../services/cloudwatch/metrics.ts';
import { type Activity, hasThreatProtection } from '../services/cognito/activity.ts';
import type { Pool } from '../services/cognito/pools.ts';
import { accountRegionOf } from './requests.ts';

/** One day less than metrics are kept. */
const MAX_AGE_MS = 14 * 24 * 3_600_000;
const MAX_ENTRIES = 10_000;
const MAX_ACTIVITIES = 100_000;

const entry = z.strictObject({
  UserPoolId: z.string().min(1),
  Operation: z.enum(['SignIn', 'SignUp', 'PasswordChange']).default('SignIn'),
  /** Whether threat protection detects a risk. */
  Risk: z.boolean().default(false),
  Count: z.int().min(1).max(MAX_ACTIVITIES).default(1),
  /** Default: now. */
  At: z.iso.datetime({ offset: true }).optional(),
  UserName: z.string().min(1).max(128).default('local-user'),
  IpAddress: z.union([z.ipv4(), z.ipv6()]).default('192.0.2.1'),
});

export const activityRequest = z.strictObject({
  ...accountRegionOf,
  activity: z
    .array(entry)
    .min(1)
    .max(MAX_ENTRIES)
    .refine((entries) => entries.reduce((sum, { Count }) => sum + Count, 0) <= MAX_ACTIVITIES, {
      message: `The sum of Count must not be more than ${MAX_ACTIVITIES}.`,
    }),
});

export type ActivityRequest = z.infer<typeof activityRequest>;

/**
 * Carries out the activity of users, or nothing and throws a ZodError. A pool with threat protection gets metrics, and
 * records where `userAuthEvents` is configured. Other pools get neither.
 */
export function addActivity(accountRegion: LocalAccountRegion, { activity }: ActivityRequest): object {
  const all = validActivity(accountRegion, activity);
  const { metrics, deliveries } = accountRegion;
  const records = { delivered: 0, underway: 0, lost: 0 };
  let points = 0;
  deliveries.settle();
  for (const { pool, activity: one, count } of all) {
    if (!hasThreatProtection(pool)) continue;
    metrics.put(riskMetric(pool.id, one), one.at, 1, count);
    points += count;
    const sent = deliveries.send(pool, one, count);
    records.delivered += sent.delivered;
    records.underway += sent.underway;
    records.lost += sent.lost;
  }
  const { account, region } = accountRegion;
  return { account, region, metrics: points, records };
}

interface PoolActivity {
  readonly pool: Pool;
  readonly activity: Activity;
  readonly count: number;
}

function validActivity(
  accountRegion: LocalAccountRegion,
  entries: ActivityRequest['activity'],
): readonly PoolActivity[] {
  const now = accountRegion.now();
  const issues: z.core.$ZodIssue[] = [];
  const reject = (index: number, member: string, message: string, input: unknown) =>
    issues.push({ code: 'custom', path: ['activity', index, member], message, input });
  const valid = entries.flatMap((one, index) => {
    const pool = accountRegion.cognito.pools.get(one.UserPoolId);
    const at = one.At === undefined ? now : Date.parse(one.At);
    if (pool === undefined) reject(index, 'UserPoolId', `User pool ${one.UserPoolId} does not exist.`, one);
    if (at > now) reject(index, 'At', 'The time is in the future.', one);
    if (at < now - MAX_AGE_MS) reject(index, 'At', 'The time is more than 14 days ago.', one);
    const { Operation: operation, Risk: isRisky, UserName: userName, IpAddress: ipAddress } = one;
    const activity = { operation, isRisky, userName, ipAddress, at };
    return pool === undefined ? [] : [{ pool, activity, count: one.Count }];
  });
  if (issues.length > 0) throw new z.ZodError(issues);
  return valid;
}

/** The metrics of threat protection (Cognito developer guide). The unit is [unverified]. */
const riskMetric = (poolId: string, { isRisky, operation }: Activity): Metric => ({
  namespace: 'AWS/Cognito',
  name: isRisky ? 'Risk' : 'NoRisk',
  dimensions: [
    { Name: 'Operation', Value: operation },
    { Name: 'UserPoolId', Value: poolId },
  ],
  unit: 'Count',
});

/** Returns the numbers of records by destination and by pool, for `GET /_local/deliveries`. */
export function deliveriesOf({ deliveries, s3 }: LocalAccountRegion): readonly object[] {
  deliveries.settle();
  return [...deliveries.read()].map(([destination, pools]) => {
    const all = [...pools.values()];
    const total = (member: 'delivered' | 'lost' | 'underway') =>
      all.reduce((sum, counts) => sum + counts[member], 0);
    const bucket = /^arn:[^:]+:s3:::(.+)$/.exec(destination)?.[1];
    return {
      destination,
      delivered: total('delivered'),
      lost: total('lost'),
      underway: total('underway'),
      ...(bucket !== undefined && { objects: s3.objects.get(bucket) ?? 0 }),
      pools: [...pools].map(([UserPoolId, { lastArrival, ...counts }]) => ({
        UserPoolId,
        ...counts,
        ...(lastArrival !== undefined && { lastArrival: new Date(lastArrival).toISOString() }),
      })),
    };
  });
}
