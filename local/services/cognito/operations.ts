import type { Operation } from '../../core/operation.ts';
import { createUserPool } from './create-user-pool.ts';
import { deleteUserPool } from './delete-user-pool.ts';
import { describeUserPool } from './describe-user-pool.ts';
import { getLogDeliveryConfiguration } from './get-log-delivery-configuration.ts';
import { listUserPools } from './list-user-pools.ts';
import type { CognitoStore } from './pools.ts';
import { setLogDeliveryConfiguration } from './set-log-delivery-configuration.ts';
import { updateUserPool } from './update-user-pool.ts';

export const cognitoOperations: Readonly<Record<string, Operation<CognitoStore>>> = {
  CreateUserPool: createUserPool,
  DescribeUserPool: describeUserPool,
  ListUserPools: listUserPools,
  UpdateUserPool: updateUserPool,
  DeleteUserPool: deleteUserPool,
  SetLogDeliveryConfiguration: setLogDeliveryConfiguration,
  GetLogDeliveryConfiguration: getLogDeliveryConfiguration,
};
