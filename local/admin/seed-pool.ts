import { type CognitoStore, newPool, type Pool, type PoolSettings } from '../services/cognito/pools.ts';
import { addSecondary, globalSettings, regionalSettings, secondaryOf } from '../services/cognito/replicas.ts';
import type { SeededPool } from './requests.ts';

/**
 * Creates a pool, or changes the given members of an existing one. The secondary of a primary gets its new global
 * settings. Returns the ID.
 */
export function seedPool(cognito: CognitoStore, seeded: SeededPool): string {
  const existing = seeded.Id === undefined ? undefined : cognito.pools.get(seeded.Id);
  const before = existing ?? newPool(cognito, 'seeded', 'ESSENTIALS', {}, seeded.Id);
  const pool: Pool = {
    ...before,
    name: seeded.PoolName ?? before.name,
    tier: seeded.UserPoolTier ?? before.tier,
    settings: { ...before.settings, ...settingsOf(seeded) },
    logConfigurations: seeded.LogConfigurations ?? before.logConfigurations,
    changedAt: cognito.now(),
  };
  cognito.pools.set(pool.id, pool);
  cognito.tagged.seed(pool.arn, pool.settings.UserPoolTags ?? {});
  seedSecondary(cognito, pool, seeded);
  return pool.id;
}

function settingsOf({ UserPoolTags, UserPoolAddOns, AdvancedSecurityMode }: SeededPool): PoolSettings {
  return {
    ...(UserPoolTags !== undefined && { UserPoolTags }),
    ...(AdvancedSecurityMode !== undefined && { UserPoolAddOns: { AdvancedSecurityMode } }),
    ...(UserPoolAddOns !== undefined && { UserPoolAddOns }),
  };
}

function seedSecondary(
  cognito: CognitoStore,
  primary: Pool,
  { ReplicaRegion, ReplicaLogConfigurations }: SeededPool,
): void {
  const secondary = secondaryOf(cognito, primary);
  const isSame = secondary?.store.region === ReplicaRegion;
  if (secondary !== undefined && (isSame || ReplicaRegion === undefined)) {
    secondary.store.pools.set(primary.id, {
      ...secondary.pool,
      name: primary.name,
      tier: primary.tier,
      settings: { ...globalSettings(primary.settings), ...regionalSettings(secondary.pool.settings) },
      logConfigurations: ReplicaLogConfigurations ?? secondary.pool.logConfigurations,
      changedAt: primary.changedAt,
    });
    return;
  }
  if (secondary !== undefined) {
    secondary.store.pools.delete(primary.id);
    secondary.store.tagged.forget(secondary.pool.arn);
    const { replicaRegion: _, ...alone } = primary;
    cognito.pools.set(primary.id, alone);
  }
  if (typeof ReplicaRegion === 'string') {
    const { replicaRegion: _, ...alone } = primary;
    addSecondary(cognito, alone, ReplicaRegion, { logConfigurations: ReplicaLogConfigurations ?? [] });
  }
}
