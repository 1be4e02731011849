import { operation } from '../../core/operation.ts';
import { type CognitoStore, findPool, type PoolSettings, requirePlusForAddOns } from './pools.ts';
import { fixedAtCreation, updateUserPoolInput } from './shapes.ts';

/**
 * "With the exception of UserPoolTier, if you don't provide a value for an attribute, Amazon Cognito sets it
 * to its default value" (API documentation). The name has no default, so it stays when it is not sent. Log
 * configurations stay too, even when the new tier does not allow them [unverified].
 */
export const updateUserPool = operation(updateUserPoolInput, (store: CognitoStore, input) => {
  const { UserPoolId, PoolName, UserPoolTier, ...settings } = input;
  const pool = findPool(store.pools, UserPoolId);
  const tier = UserPoolTier ?? pool.tier;
  requirePlusForAddOns(tier, settings);
  store.pools.set(pool.id, {
    ...pool,
    name: PoolName ?? pool.name,
    tier,
    settings: { ...fixedOf(pool.settings), ...settings },
    changedAt: store.now(),
  });
  return {};
});

function fixedOf(settings: PoolSettings): PoolSettings {
  return Object.fromEntries(
    Object.entries(settings).filter(([name]) => Object.hasOwn(fixedAtCreation, name)),
  );
}
