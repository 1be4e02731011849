import { AwsError } from '../../core/aws-error.ts';
import { region as regionSchema } from '../../core/schemas.ts';
import { type CognitoStore, findPool, newPool, type Pool, type PoolSettings } from './pools.ts';

/**
 * A pool and its secondary have the same ID and are in the stores of their Regions. Each has its own log
 * configurations and regional settings. All other settings of the secondary follow the primary (developer guide,
 * "Multi-Region replication for user pools").
 */
const REGIONAL_SETTINGS: ReadonlySet<string> = new Set([
  'EmailConfiguration',
  'SmsConfiguration',
  'LambdaConfig',
  'UserPoolTags',
]);

/** Returns the settings that each replica has on its own. */
export function regionalSettings(settings: PoolSettings): PoolSettings {
  return filtered(settings, (name) => REGIONAL_SETTINGS.has(name));
}

/** Returns the settings that are the same in the primary and in the secondary. */
export function globalSettings(settings: PoolSettings): PoolSettings {
  return filtered(settings, (name) => !REGIONAL_SETTINGS.has(name));
}

function filtered(settings: PoolSettings, keeps: (name: string) => boolean): PoolSettings {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => keeps(name)));
}

/**
 * Returns the Region in which the pool was created, which is the Region of its primary: the prefix of its ID. Returns
 * `otherwise` for a seeded ID without such a prefix.
 */
export function primaryRegionOf(id: string, otherwise: string): string {
  const prefix = id.slice(0, id.lastIndexOf('_'));
  return isRegionName(prefix) ? prefix : otherwise;
}

export const isRegionName = (name: string) => regionSchema.safeParse(name).success;

/** Whether the pool with this ID is a secondary in the Region of the store. */
export function isSecondary(store: CognitoStore, id: string): boolean {
  return primaryRegionOf(id, store.region) !== store.region;
}

/** Throws in a secondary. The name of the error is in the API model; its text is [unverified]. */
export function requirePrimary(store: CognitoStore, id: string): void {
  if (isSecondary(store, id))
    throw new AwsError(
      'OperationNotEnabledException',
      `The operation is not enabled in the secondary Region ${store.region} of user pool ${id}.`,
    );
}

/** A secondary, and the store that contains it. */
export interface Secondary {
  readonly store: CognitoStore;
  readonly pool: Pool;
}

/** Returns the secondary of a primary, or undefined without one. */
export function secondaryOf(store: CognitoStore, primary: Pool): Secondary | undefined {
  if (primary.replicaRegion === undefined) return undefined;
  const other = store.inRegion(primary.replicaRegion);
  const pool = other.pools.get(primary.id);
  return pool && { store: other, pool };
}

/**
 * Returns the secondary of a pool in the named Region. The store is that of the primary or of the secondary. Which
 * errors Cognito throws is [unverified], as are their texts.
 */
export function findSecondary(store: CognitoStore, id: string, regionName: string): Secondary {
  const pool = findPool(store.pools, id);
  if (regionName === primaryRegionOf(id, store.region))
    throw new AwsError(
      'InvalidParameterException',
      `${regionName} is the Region of the primary of user pool ${id}.`,
    );
  const secondary = isSecondary(store, id) ? { store, pool } : secondaryOf(store, pool);
  if (secondary?.store.region !== regionName)
    throw new AwsError(
      'ResourceNotFoundException',
      `User pool ${id} does not have a replica in the Region ${regionName}.`,
    );
  return secondary;
}

/**
 * Stores a secondary of the pool in another Region. It starts with the global settings of the primary, without log
 * configurations [unverified], and with regional settings only as given [unverified]. AWS takes some time for this.
 */
export function addSecondary(
  store: CognitoStore,
  primary: Pool,
  regionName: string,
  own: { readonly settings?: PoolSettings; readonly logConfigurations?: Pool['logConfigurations'] },
): Secondary {
  const other = store.inRegion(regionName);
  const settings = { ...globalSettings(primary.settings), ...own.settings };
  const pool: Pool = {
    ...newPool(other, primary.name, primary.tier, settings, primary.id),
    logConfigurations: own.logConfigurations ?? [],
    replicaStatus: 'INACTIVE',
  };
  other.pools.set(pool.id, pool);
  store.pools.set(primary.id, { ...primary, replicaRegion: regionName });
  return { store: other, pool };
}

/** Returns both replicas of a pool that readers see, with their Regions. A pool without a replica is its primary. */
export function replicasOf(
  store: CognitoStore,
  id: string,
): { readonly primary?: Pool; readonly secondary?: Secondary } {
  const primaryStore = store.inRegion(primaryRegionOf(id, store.region));
  const primary = primaryStore.seen.get(id);
  const other = isSecondary(store, id) ? store.region : primary?.replicaRegion;
  const otherStore = other === undefined ? undefined : store.inRegion(other);
  const pool = otherStore?.seen.get(id);
  return {
    ...(primary && { primary }),
    ...(otherStore && pool && { secondary: { store: otherStore, pool } }),
  };
}
