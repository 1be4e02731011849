import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/operation.ts';
import { describePrimary, describeSecondary } from './describe-replica.ts';
import { type CognitoStore, findPool } from './pools.ts';
import { primaryRegionOf, replicasOf } from './replicas.ts';
import { listUserPoolReplicasInput } from './shapes.ts';

/**
 * Returns the primary and the secondary on one page, in both Regions the same. A pool without a replica has only its
 * primary [unverified]. The order by Region is [unverified]. A secondary that was seeded without its primary is alone.
 */
export const listUserPoolReplicas = operation(listUserPoolReplicasInput, (store: CognitoStore, input) => {
  const { UserPoolId, NextToken } = input;
  findPool(store.seen, UserPoolId);
  if (NextToken !== undefined) throw new AwsError('InvalidParameterException', 'Invalid NextToken');
  const { primary, secondary } = replicasOf(store, UserPoolId);
  const replicas = [
    ...(primary ? [describePrimary(primaryRegionOf(UserPoolId, store.region), primary)] : []),
    ...(secondary ? [describeSecondary(secondary)] : []),
  ];
  return { UserPoolReplicas: replicas.toSorted((a, b) => (a.RegionName < b.RegionName ? -1 : 1)) };
});
