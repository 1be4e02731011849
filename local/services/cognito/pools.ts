import { AwsError } from '../../core/aws-error.ts';
import type { ReadableMap } from '../../core/eventually-consistent-map.ts';
import { partitionOf } from '../../core/partition.ts';
import type { Infer } from '../../core/shapes/shape.ts';
import type { SortedMap } from '../../core/sorted-map.ts';
import type { createUserPoolInput, setLogDeliveryConfigurationInput } from './shapes.ts';

type CreateInput = Infer<typeof createUserPoolInput>;

export type LogConfiguration = Infer<typeof setLogDeliveryConfigurationInput>['LogConfigurations'][number];

/** What CreateUserPool and UpdateUserPool set; absent members have AWS's default. */
export type PoolSettings = Omit<CreateInput, 'PoolName' | 'UserPoolTier'>;

export interface Pool {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly tier: 'LITE' | 'ESSENTIALS' | 'PLUS';
  readonly settings: PoolSettings;
  /** In the order they were set; Get shuffles them. */
  readonly logConfigurations: readonly LogConfiguration[];
  /** Milliseconds. */
  readonly createdAt: number;
  readonly changedAt: number;
}

/** The pools of one cell. A change replaces the pool's whole value, so that a refused request changes nothing. */
export interface CognitoStore {
  readonly account: string;
  readonly region: string;
  readonly pools: SortedMap<Pool>;
  /** What reads see: the same, or, where reads lag, what `pools` was a while ago. */
  readonly seen: ReadableMap<Pool>;
  /** How many pools there may be (AWS facts §4). */
  readonly poolLimit: number;
  /** What Cognito does to a destination, in its caller's name, once it was told to deliver there (AWS facts §3). */
  prepareDestination(configuration: LogConfiguration): void;
  now(): number;
  /** 0 ≤ x < 1, from the cloud's seed: for the order of entries, and apart from it, for ids. */
  randomOrder(): number;
  randomId(): number;
}

export function findPool(pools: ReadableMap<Pool>, id: string): Pool {
  const pool = pools.get(id);
  if (pool === undefined) throw new AwsError('ResourceNotFoundException', `User pool ${id} does not exist.`);
  return pool;
}

export function newPool(
  store: CognitoStore,
  name: string,
  tier: Pool['tier'],
  settings: PoolSettings,
  id: string = newPoolId(store),
): Pool {
  const { account, region } = store;
  const now = store.now();
  return {
    id,
    arn: `arn:${partitionOf(region)}:cognito-idp:${region}:${account}:userpool/${id}`,
    name,
    tier,
    settings,
    logConfigurations: [],
    createdAt: now,
    changedAt: now,
  };
}

const ALPHANUMERICS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function newPoolId(store: CognitoStore): string {
  for (;;) {
    const tail = Array.from({ length: 9 }, () => ALPHANUMERICS[Math.floor(store.randomId() * 62)]).join('');
    const id = `${store.region}_${tail}`;
    if (!store.pools.has(id)) return id;
  }
}

/**
 * As DescribeUserPool and CreateUserPool show it: what was set, and few of the defaults that AWS adds (the
 * standard attributes and the password policy are not among them).
 */
export function describePool(pool: Pool): object {
  const { Schema, ...settings } = pool.settings;
  return {
    Id: pool.id,
    Name: pool.name,
    Arn: pool.arn,
    LambdaConfig: {},
    DeletionProtection: 'INACTIVE',
    MfaConfiguration: 'OFF',
    UserPoolTags: {},
    ...settings,
    ...(Schema && { SchemaAttributes: Schema }),
    UserPoolTier: pool.tier,
    EstimatedNumberOfUsers: 0,
    CreationDate: pool.createdAt / 1000,
    LastModifiedDate: pool.changedAt / 1000,
  };
}

/** Threat protection needs the Plus tier (API documentation of UserPoolAddOns); the wording is [unverified]. */
export function requirePlusForAddOns(tier: Pool['tier'], settings: PoolSettings): void {
  const mode = settings.UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF';
  if (mode !== 'OFF' && tier !== 'PLUS')
    throw new AwsError(
      'FeatureUnavailableInTierException',
      `Threat protection is not available in the ${tier} tier.`,
    );
}
