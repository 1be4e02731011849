import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/operation.ts';
import { type CognitoStore, findPool } from './pools.ts';
import { requirePrimary } from './replicas.ts';
import { userPoolIdInput } from './shapes.ts';

export const deleteUserPool = operation(userPoolIdInput, (store: CognitoStore, input) => {
  const pool = findPool(store.pools, input.UserPoolId);
  requirePrimary(store, pool.id);
  if (pool.settings.DeletionProtection === 'ACTIVE')
    throw new AwsError(
      'InvalidParameterException',
      'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
    );
  if (pool.replicaRegion !== undefined)
    // Whether Cognito rejects this, and with which error, is [unverified].
    throw new AwsError(
      'InvalidParameterException',
      `The user pool cannot be deleted because it has a replica in the Region ${pool.replicaRegion}. Delete the replica first.`,
    );
  store.pools.delete(pool.id);
  store.tagged.forget(pool.arn);
  return {};
});
