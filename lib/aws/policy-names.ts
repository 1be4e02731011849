import { type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { NameSet } from '../reconcile/ports.ts';
import { wrapAwsErrors } from './failures.ts';

const POLICIES_KEY = 'policies';

/** Stores the names of the policies. */
export const dynamoPolicyNames = (client: DynamoDBClient, table: string): NameSet =>
  nameSet(client, table, 'Names');

/** Stores which invalid policies were reported already, so that each is reported once. */
export const dynamoReportedPolicies = (client: DynamoDBClient, table: string): NameSet =>
  nameSet(client, table, 'Reported');

/** A set in the item `policies` of the state table. Two writers never lose each other's names. */
function nameSet(client: DynamoDBClient, TableName: string, attribute: 'Names' | 'Reported'): NameSet {
  const Key = { Id: { S: POLICIES_KEY } };
  const update = async (action: 'ADD' | 'DELETE', names: readonly string[]): Promise<void> => {
    // DynamoDB does not allow an empty set.
    if (names.length === 0) return;
    const command = new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression: `${action} #names :names`,
      // `Names` is a reserved word of DynamoDB.
      ExpressionAttributeNames: { '#names': attribute },
      ExpressionAttributeValues: { ':names': { SS: [...names] } },
    });
    await wrapAwsErrors('UpdateItem', () => client.send(command));
  };
  return {
    async read() {
      const command = new GetItemCommand({ TableName, Key, ConsistentRead: true });
      const { Item } = await wrapAwsErrors('GetItem', () => client.send(command));
      return (Item?.[attribute]?.SS ?? []).toSorted();
    },
    add: (names) => update('ADD', names),
    remove: (names) => update('DELETE', names),
  };
}
