import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/operation.ts';
import { partitionOf } from '../../core/partition.ts';
import { describeSecondary } from './describe-replica.ts';
import { type CognitoStore, findPool, type Pool } from './pools.ts';
import { addSecondary, isRegionName, requirePrimary } from './replicas.ts';
import { createUserPoolReplicaInput } from './shapes.ts';
import { recordTags, validateTags } from './tag-rules.ts';

/**
 * Creates the only secondary of a primary. The response has the status CREATING, as in the example of the API
 * documentation. The secondary is INACTIVE immediately; AWS takes minutes. AWS also requires a customer managed
 * multi-Region key, which the local cloud does not have.
 */
export const createUserPoolReplica = operation(createUserPoolReplicaInput, (store: CognitoStore, input) => {
  const { UserPoolId, RegionName, UserPoolTags } = input;
  const pool = findPool(store.pools, UserPoolId);
  requirePrimary(store, UserPoolId);
  requireOtherRegion(store, RegionName);
  requireTier(pool);
  requireRoom(store, pool, RegionName);
  validateTags(UserPoolTags ?? {});
  const settings = UserPoolTags === undefined ? {} : { UserPoolTags };
  const secondary = addSecondary(store, pool, RegionName, { settings });
  recordTags(secondary.store, secondary.pool);
  return { UserPoolReplica: describeSecondary(secondary, 'CREATING') };
});

/** The limits are documented, and the error names are in the API model. Which error has which cause is [unverified]. */
function requireOtherRegion(store: CognitoStore, regionName: string): void {
  if (regionName === store.region)
    throw new AwsError(
      'InvalidParameterException',
      `The replica must be in another Region than the user pool, not in ${regionName}.`,
    );
  if (!isRegionName(regionName) || partitionOf(regionName) !== partitionOf(store.region))
    throw new AwsError('InvalidParameterException', `The Region ${regionName} is not supported.`);
}

function requireTier({ tier }: Pool): void {
  if (tier === 'LITE')
    throw new AwsError(
      'FeatureUnavailableInTierException',
      `Multi-Region replication is not available in the ${tier} tier.`,
    );
}

function requireRoom(store: CognitoStore, pool: Pool, regionName: string): void {
  if (pool.replicaRegion !== undefined)
    throw new AwsError(
      'LimitExceededException',
      `User pool ${pool.id} already has a replica in the Region ${pool.replicaRegion}.`,
    );
  const { pools, poolLimit } = store.inRegion(regionName);
  if (pools.has(pool.id))
    throw new AwsError('InvalidParameterException', `User pool ${pool.id} already exists in ${regionName}.`);
  if (pools.size >= poolLimit)
    throw new AwsError('LimitExceededException', `The limit of ${poolLimit} user pools is reached.`);
}
