import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/operation.ts';
import {
  type CognitoStore,
  findPool,
  type Pool,
  type PoolSettings,
  requirePlusForAddOns,
  SETTING_DEFAULTS,
} from './pools.ts';
import { globalSettings, isSecondary, regionalSettings, secondaryOf } from './replicas.ts';
import { fixedAtCreation, updateUserPoolInput } from './shapes.ts';
import { recordTags, validateTags } from './tag-rules.ts';

/**
 * "With the exception of UserPoolTier, if you don't provide a value for an attribute, Amazon Cognito sets it
 * to its default value" (API documentation). The name has no default, so it stays when it is not sent. Log
 * configurations stay too, even when the new tier does not allow them [unverified]. The secondary of a primary gets
 * the new global settings immediately; AWS takes some time.
 */
export const updateUserPool = operation(updateUserPoolInput, (store: CognitoStore, input) => {
  const { UserPoolId, PoolName, UserPoolTier, ...settings } = input;
  const pool = findPool(store.pools, UserPoolId);
  const updated: Pool = {
    ...pool,
    name: PoolName ?? pool.name,
    tier: UserPoolTier ?? pool.tier,
    settings: { ...fixedOf(pool.settings), ...settings },
    changedAt: store.now(),
  };
  requirePlusForAddOns(updated.tier, settings);
  validateTags(settings.UserPoolTags ?? {});
  if (isSecondary(store, pool.id)) requireSameGlobalSettings(pool, updated);
  else updateSecondary(store, updated);
  store.pools.set(pool.id, updated);
  recordTags(store, updated);
  return {};
});

function fixedOf(settings: PoolSettings): PoolSettings {
  return Object.fromEntries(
    Object.entries(settings).filter(([name]) => Object.hasOwn(fixedAtCreation, name)),
  );
}

/**
 * "In secondary regions […] regional configurations for email, SMS, Lambda functions, and tags can be updated. Both
 * global and regional settings must be provided as inputs, with global settings required to match existing values"
 * (API documentation). A missing setting has its default value, which must match too. The error is [unverified].
 */
function requireSameGlobalSettings(pool: Pool, updated: Pool): void {
  if (!isDeepStrictEqual(globalPart(pool), globalPart(updated)))
    throw new AwsError(
      'InvalidParameterException',
      `The global settings of user pool ${pool.id} cannot be changed in a secondary Region. They must match the existing values.`,
    );
}

const globalPart = ({ name, tier, settings }: Pool) => ({
  name,
  tier,
  settings: { ...SETTING_DEFAULTS, ...globalSettings(settings) },
});

function updateSecondary(store: CognitoStore, primary: Pool): void {
  const secondary = secondaryOf(store, primary);
  if (secondary === undefined) return;
  if (primary.tier === 'LITE')
    // The error is in the API model; that it has this cause is [unverified].
    throw new AwsError(
      'TierChangeNotAllowedException',
      `User pool ${primary.id} has a replica, which is not available in the LITE tier.`,
    );
  secondary.store.pools.set(primary.id, {
    ...secondary.pool,
    name: primary.name,
    tier: primary.tier,
    settings: { ...globalSettings(primary.settings), ...regionalSettings(secondary.pool.settings) },
    changedAt: primary.changedAt,
  });
}
