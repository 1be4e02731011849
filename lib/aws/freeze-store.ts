import { type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { FreezeStore } from '../reconcile/ports.ts';
import { conditionalWrite } from './conditional-write.ts';
import { wrapAwsErrors } from './failures.ts';

const FREEZE_KEY = 'freeze';

/** Stores the freeze in one item of the state table. After a freeze, the item stays without its attributes. */
export const dynamoFreeze = (client: DynamoDBClient, TableName: string): FreezeStore => {
  const Key = { Id: { S: FREEZE_KEY } };
  return {
    async read() {
      const command = new GetItemCommand({ TableName, Key, ConsistentRead: true });
      const { Item } = await wrapAwsErrors('GetItem', () => client.send(command));
      const [Since, At] = [Item?.FrozenSince?.S, Item?.FrozenAt?.S];
      return Since !== undefined && At !== undefined ? { Since, At } : undefined;
    },
    async mark(at) {
      const command = new UpdateItemCommand({
        TableName,
        Key,
        UpdateExpression: 'SET FrozenSince = if_not_exists(FrozenSince, :at), FrozenAt = :at',
        ExpressionAttributeValues: { ':at': { S: at } },
        ReturnValues: 'ALL_OLD',
      });
      const { Attributes } = await wrapAwsErrors('UpdateItem', () => client.send(command));
      return Attributes?.FrozenSince === undefined;
    },
    async end({ At }) {
      const command = new UpdateItemCommand({
        TableName,
        Key,
        UpdateExpression: 'REMOVE FrozenSince, FrozenAt',
        ConditionExpression: 'FrozenAt = :at',
        ExpressionAttributeValues: { ':at': { S: At } },
      });
      return (await conditionalWrite('UpdateItem', () => client.send(command))) ? 'Ended' : 'Conflict';
    },
  };
};
