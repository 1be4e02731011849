import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/operation.ts';
import { type CognitoStore, describePool, newPool, requirePlusForAddOns } from './pools.ts';
import { createUserPoolInput } from './shapes.ts';
import { recordTags, validateTags } from './tag-rules.ts';

export const createUserPool = operation(createUserPoolInput, (store: CognitoStore, input) => {
  const { PoolName, UserPoolTier = 'ESSENTIALS', ...settings } = input;
  requirePlusForAddOns(UserPoolTier, settings);
  validateTags(settings.UserPoolTags ?? {});
  if (store.pools.size >= store.poolLimit)
    // The error is in the API model; its text is [unverified].
    throw new AwsError('LimitExceededException', `The limit of ${store.poolLimit} user pools is reached.`);
  const pool = newPool(store, PoolName, UserPoolTier, settings);
  store.pools.set(pool.id, pool);
  recordTags(store, pool);
  return { UserPool: describePool(pool) };
});
