import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/operation.ts';
import { describeSecondary } from './describe-replica.ts';
import { type CognitoStore, findPool } from './pools.ts';
import { findSecondary, requirePrimary } from './replicas.ts';
import { deleteUserPoolReplicaInput } from './shapes.ts';

/**
 * Deletes the secondary. It must be INACTIVE, and the call must be made in the Region of the primary (API
 * documentation). The response has the status DELETING, as in the example of the API documentation; the secondary is
 * deleted immediately. The error for an active secondary is [unverified].
 */
export const deleteUserPoolReplica = operation(deleteUserPoolReplicaInput, (store: CognitoStore, input) => {
  const { replicaRegion: _, ...primary } = findPool(store.pools, input.UserPoolId);
  requirePrimary(store, input.UserPoolId);
  const secondary = findSecondary(store, input.UserPoolId, input.RegionName);
  if (secondary.pool.replicaStatus === 'ACTIVE')
    throw new AwsError(
      'InvalidParameterException',
      `The replica in the Region ${input.RegionName} must be INACTIVE before it can be deleted.`,
    );
  secondary.store.pools.delete(primary.id);
  secondary.store.tagged.forget(secondary.pool.arn);
  store.pools.set(primary.id, primary);
  return { UserPoolReplica: describeSecondary(secondary, 'DELETING') };
});
