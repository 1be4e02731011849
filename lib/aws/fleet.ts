import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { FleetStore } from '../domain/ports.ts';
import { calling } from './failures.ts';

/** The last sweep's findings, in one item of the state table. */
export const dynamoFleet = (client: DynamoDBClient, TableName: string): FleetStore => ({
  async write(fleet) {
    const Item = marshall({ Id: 'fleet', ...fleet });
    await calling('PutItem', () => client.send(new PutItemCommand({ TableName, Item })));
  },
});
