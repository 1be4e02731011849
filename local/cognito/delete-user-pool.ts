import { AwsError } from '../http/answer.ts';
import { operation } from '../operation.ts';
import { type CognitoWorld, findPool } from './pools.ts';
import { userPoolIdInput } from './shapes.ts';

export const deleteUserPool = operation(userPoolIdInput, (world: CognitoWorld, input) => {
  const pool = findPool(world.pools, input.UserPoolId);
  if (pool.settings.DeletionProtection === 'ACTIVE')
    throw new AwsError(
      'InvalidParameterException',
      'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
    );
  world.pools.delete(pool.id);
  return {};
});
