import { type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { PolicyNames } from '../reconcile/ports.ts';
import { wrapAwsErrors } from './failures.ts';

const POLICIES_KEY = 'policies';

/** Stores the names of the policies as a set in one item of the state table. Two writers never lose each other's names. */
export function dynamoPolicyNames(client: DynamoDBClient, TableName: string): PolicyNames {
  const Key = { Id: { S: POLICIES_KEY } };
  const update = async (action: 'ADD' | 'DELETE', names: readonly string[]): Promise<void> => {
    // DynamoDB does not allow an empty set.
    if (names.length === 0) return;
    const command = new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression: `${action} #names :names`,
      // A reserved word of DynamoDB.
      ExpressionAttributeNames: { '#names': 'Names' },
      ExpressionAttributeValues: { ':names': { SS: [...names] } },
    });
    await wrapAwsErrors('UpdateItem', () => client.send(command));
  };
  return {
    async read() {
      const command = new GetItemCommand({ TableName, Key, ConsistentRead: true });
      const { Item } = await wrapAwsErrors('GetItem', () => client.send(command));
      return (Item?.Names?.SS ?? []).toSorted();
    },
    add: (names) => update('ADD', names),
    remove: (names) => update('DELETE', names),
  };
}
