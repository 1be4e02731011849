import { AwsError } from '../../core/aws-error.ts';
import type { ReadableMap } from '../../core/eventually-consistent-map.ts';
import { partitionOf } from '../../core/partition.ts';
import type { Infer } from '../../core/shapes/shape.ts';
import type { SortedMap } from '../../core/sorted-map.ts';
import type { TaggedResources } from '../../core/tagged-resources.ts';
import type { createUserPoolInput, setLogDeliveryConfigurationInput } from './shapes.ts';

type CreateInput = Infer<typeof createUserPoolInput>;

export type LogConfiguration = Infer<typeof setLogDeliveryConfigurationInput>['LogConfigurations'][number];

/** The settings of CreateUserPool and UpdateUserPool. Missing members have the default of AWS. */
export type PoolSettings = Omit<CreateInput, 'PoolName' | 'UserPoolTier'>;

export interface Pool {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly tier: 'LITE' | 'ESSENTIALS' | 'PLUS';
  readonly settings: PoolSettings;
  /** In the order in which they were set. Get returns them in a random order. */
  readonly logConfigurations: readonly LogConfiguration[];
  /** On a primary: the Region of its replica, if it has one. */
  readonly replicaRegion?: string;
  /** On a secondary. A missing status is INACTIVE. */
  readonly replicaStatus?: 'ACTIVE' | 'INACTIVE';
  /** Milliseconds. */
  readonly createdAt: number;
  readonly changedAt: number;
}

/**
 * The pools of one account-region. Each change replaces the whole value of a pool, so a rejected request
 * changes nothing.
 */
export interface CognitoStore {
  readonly account: string;
  readonly region: string;
  readonly pools: SortedMap<Pool>;
  /** The view of readers: the same map, or a delayed one when reads lag. */
  readonly seen: ReadableMap<Pool>;
  /** The tags, as the Resource Groups Tagging API sees them. */
  readonly tagged: TaggedResources;
  /** The maximum number of pools (docs/aws-facts.md#pool-limit). */
  readonly poolLimit: number;
  /**
   * Prepares a destination as Cognito does, with the permissions of its caller, when delivery to it is
   * configured (docs/aws-facts.md#log-delivery-permissions).
   */
  prepareDestination(configuration: LogConfiguration): void;
  /** Returns the store of another Region of the same account. */
  inRegion(region: string): CognitoStore;
  now(): number;
  /** Returns 0 ≤ x < 1 from the seed of the cloud, for the order of entries. IDs have a separate sequence. */
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

/** Settings that DescribeUserPool returns also when they were never set. */
export const SETTING_DEFAULTS = { DeletionProtection: 'INACTIVE', MfaConfiguration: 'OFF' } as const;

/**
 * Returns a pool as DescribeUserPool and CreateUserPool do, but with few of the defaults of AWS (no standard
 * attributes and no password policy).
 */
export function describePool(pool: Pool): object {
  const { Schema, ...settings } = pool.settings;
  return {
    Id: pool.id,
    Name: pool.name,
    Arn: pool.arn,
    LambdaConfig: {},
    ...SETTING_DEFAULTS,
    UserPoolTags: {},
    ...settings,
    ...(Schema && { SchemaAttributes: Schema }),
    UserPoolTier: pool.tier,
    EstimatedNumberOfUsers: 0,
    CreationDate: pool.createdAt / 1000,
    LastModifiedDate: pool.changedAt / 1000,
  };
}

/**
 * Threat protection requires the PLUS tier (API documentation of UserPoolAddOns); the text is [unverified].
 */
export function requirePlusForAddOns(tier: Pool['tier'], settings: PoolSettings): void {
  const mode = settings.UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF';
  if (mode !== 'OFF' && tier !== 'PLUS')
    throw new AwsError(
      'FeatureUnavailableInTierException',
      `Threat protection is not available in the ${tier} tier.`,
    );
}
