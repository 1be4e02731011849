import type { Operation } from '../../core/operation.ts';
import { createUserPool } from './create-user-pool.ts';
import { createUserPoolReplica } from './create-user-pool-replica.ts';
import { deleteUserPool } from './delete-user-pool.ts';
import { deleteUserPoolReplica } from './delete-user-pool-replica.ts';
import { describeUserPool } from './describe-user-pool.ts';
import { getLogDeliveryConfiguration } from './get-log-delivery-configuration.ts';
import { listUserPoolReplicas } from './list-user-pool-replicas.ts';
import { listUserPools } from './list-user-pools.ts';
import type { CognitoStore } from './pools.ts';
import { setLogDeliveryConfiguration } from './set-log-delivery-configuration.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';
import { updateUserPool } from './update-user-pool.ts';
import { updateUserPoolReplica } from './update-user-pool-replica.ts';

export const cognitoOperations: Readonly<Record<string, Operation<CognitoStore>>> = {
  CreateUserPool: createUserPool,
  DescribeUserPool: describeUserPool,
  ListUserPools: listUserPools,
  UpdateUserPool: updateUserPool,
  DeleteUserPool: deleteUserPool,
  SetLogDeliveryConfiguration: setLogDeliveryConfiguration,
  GetLogDeliveryConfiguration: getLogDeliveryConfiguration,
  CreateUserPoolReplica: createUserPoolReplica,
  ListUserPoolReplicas: listUserPoolReplicas,
  UpdateUserPoolReplica: updateUserPoolReplica,
  DeleteUserPoolReplica: deleteUserPoolReplica,
  TagResource: tagResource,
  UntagResource: untagResource,
  ListTagsForResource: listTagsForResource,
};
