import { type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { FreezeStore } from '../reconcile/ports.ts';
import { conditionalWrite } from './conditional-write.ts';
import { wrapAwsErrors } from './failures.ts';

const FREEZE_KEY = 'freeze';

/** Stores the freeze in one item of the state table. After a freeze, the item keeps only `CatchUpUntil`. */
export const dynamoFreeze = (client: DynamoDBClient, TableName: string): FreezeStore => {
  const Key = { Id: { S: FREEZE_KEY } };
  return {
    async read() {
      const command = new GetItemCommand({ TableName, Key, ConsistentRead: true });
      const { Item } = await wrapAwsErrors('GetItem', () => client.send(command));
      const [Since, At, BeganAt] = [Item?.FrozenSince?.S, Item?.FrozenAt?.S, Item?.FreezeBeganAt?.S];
      const catchUpUntil = Item?.CatchUpUntil?.S;
      const isRecorded = Since !== undefined && At !== undefined;
      return {
        ...(isRecorded && { recorded: { Since, At, ...(BeganAt !== undefined && { BeganAt }) } }),
        ...(catchUpUntil !== undefined && { catchUpUntil }),
      };
    },
    async mark(at, createdAt) {
      const began = createdAt === undefined ? 'if_not_exists(FreezeBeganAt, :at)' : ':created';
      const command = new UpdateItemCommand({
        TableName,
        Key,
        UpdateExpression: `SET FrozenSince = if_not_exists(FrozenSince, :at), FrozenAt = :at, FreezeBeganAt = ${began}`,
        ExpressionAttributeValues: {
          ':at': { S: at },
          ...(createdAt !== undefined && { ':created': { S: createdAt } }),
        },
        ReturnValues: 'ALL_OLD',
      });
      const { Attributes } = await wrapAwsErrors('UpdateItem', () => client.send(command));
      return Attributes?.FrozenSince === undefined;
    },
    async end({ At }, catchUpUntil) {
      const command = new UpdateItemCommand({
        TableName,
        Key,
        UpdateExpression: 'SET CatchUpUntil = :until REMOVE FrozenSince, FrozenAt, FreezeBeganAt',
        ConditionExpression: 'FrozenAt = :at',
        ExpressionAttributeValues: { ':at': { S: At }, ':until': { S: catchUpUntil } },
      });
      return (await conditionalWrite('UpdateItem', () => client.send(command))) ? 'Ended' : 'Conflict';
    },
  };
};
