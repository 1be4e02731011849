import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/operation.ts';
import { pageOf } from '../../core/paging.ts';
import type { CognitoStore } from './pools.ts';
import { listUserPoolsInput } from './shapes.ts';

/** Entries contain no tags and no tier (docs/aws-facts.md#pool-listing). */
export const listUserPools = operation(listUserPoolsInput, (store: CognitoStore, input) => {
  const page = pageOf(
    (after) => store.seen.values(after),
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
    })),
    ...(page.next !== undefined && { NextToken: page.next }),
  };
});
