import { AwsError } from '../http/answer.ts';
import { operation } from '../operation.ts';
import { type CognitoWorld, describePool, newPool, refuseAddOnsBelowPlus } from './pools.ts';
import { createUserPoolInput } from './shapes.ts';

export const createUserPool = operation(createUserPoolInput, (world: CognitoWorld, input) => {
  const { PoolName, UserPoolTier = 'ESSENTIALS', ...settings } = input;
  refuseAddOnsBelowPlus(UserPoolTier, settings);
  if (world.pools.size >= world.poolLimit)
    // The error is in the API model; its wording is [unverified].
    throw new AwsError('LimitExceededException', `The limit of ${world.poolLimit} user pools is reached.`);
  const pool = newPool(world, PoolName, UserPoolTier, settings);
  world.pools.set(pool.id, pool);
  return { UserPool: describePool(pool) };
});
