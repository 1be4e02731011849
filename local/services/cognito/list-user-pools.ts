import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/operation.ts';
import { pageOf } from '../../core/paging.ts';
import type { CognitoStore, Pool } from './pools.ts';
import { isSecondary } from './replicas.ts';
import { listUserPoolsInput } from './shapes.ts';

/**
 * Entries contain no tags and no tier (docs/aws-facts.md#pool-listing). That `ReplicaRegions` names only the Region of
 * the secondary is [unverified]. Whether Cognito lists a pool in its secondary Region is [unverified]. The local cloud
 * does not list it, because clients must then find it in another way.
 */
export const listUserPools = operation(listUserPoolsInput, (store: CognitoStore, input) => {
  const page = pageOf(
    (after) => primariesOf(store, after),
    (pool) => pool.id,
    input.MaxResults,
    input.NextToken,
  );
  if (page === undefined) throw new AwsError('InvalidParameterException', 'Invalid NextToken');
  return {
    UserPools: page.items.map((pool) => ({
      Id: pool.id,
      Name: pool.name,
      LambdaConfig: {},
      CreationDate: pool.createdAt / 1000,
      LastModifiedDate: pool.changedAt / 1000,
      ...(pool.replicaRegion !== undefined && { ReplicaRegions: [pool.replicaRegion] }),
    })),
    ...(page.next !== undefined && { NextToken: page.next }),
  };
});

function* primariesOf(store: CognitoStore, after: string | undefined): Generator<Pool> {
  for (const pool of store.seen.values(after)) if (!isSecondary(store, pool.id)) yield pool;
}
