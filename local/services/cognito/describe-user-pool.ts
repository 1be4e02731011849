import { operation } from '../../core/operation.ts';
import { type CognitoStore, describePool, findPool } from './pools.ts';
import { userPoolIdInput } from './shapes.ts';

export const describeUserPool = operation(userPoolIdInput, (store: CognitoStore, input) => ({
  UserPool: describePool(findPool(store.seen, input.UserPoolId)),
}));
