import { AwsError } from '../http/answer.ts';
import { operation } from '../operation.ts';
import { pageOf } from '../paging.ts';
import type { CognitoWorld } from './pools.ts';
import { listUserPoolsInput } from './shapes.ts';

/** Entries carry no tags and no tier (AWS facts §1). */
export const listUserPools = operation(listUserPoolsInput, (world: CognitoWorld, input) => {
  const page = pageOf(
    (after) => world.seen.values(after),
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
