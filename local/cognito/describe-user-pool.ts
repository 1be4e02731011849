import { operation } from '../operation.ts';
import { type CognitoWorld, describePool, findPool } from './pools.ts';
import { userPoolIdInput } from './shapes.ts';

export const describeUserPool = operation(userPoolIdInput, (world: CognitoWorld, input) => ({
  UserPool: describePool(findPool(world.seen, input.UserPoolId)),
}));
