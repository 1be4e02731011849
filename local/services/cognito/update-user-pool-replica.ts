import { operation } from '../../core/operation.ts';
import { describeSecondary } from './describe-replica.ts';
import type { CognitoStore } from './pools.ts';
import { findSecondary } from './replicas.ts';
import { updateUserPoolReplicaInput } from './shapes.ts';

/**
 * Activates or deactivates the secondary. "This request can be made in both primary and secondary regions of the user
 * pool" (API documentation). A status that the secondary already has is accepted [unverified].
 */
export const updateUserPoolReplica = operation(updateUserPoolReplicaInput, (store: CognitoStore, input) => {
  const secondary = findSecondary(store, input.UserPoolId, input.RegionName);
  const pool = { ...secondary.pool, replicaStatus: input.Status };
  secondary.store.pools.set(pool.id, pool);
  return { UserPoolReplica: describeSecondary({ ...secondary, pool }) };
});
