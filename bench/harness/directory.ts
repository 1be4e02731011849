import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { type Account, REGION } from './account.ts';

/** Returns the number of items in which the first sweep stored the names of the pools. */
export async function directoryItems({ endpoint, credentials }: Account): Promise<number> {
  const client = new DynamoDBClient({ endpoint, region: REGION, credentials });
  const command = new GetItemCommand({ TableName: 'state', Key: { Id: { S: 'directory#0' } } });
  const { Item } = await client.send(command);
  client.destroy();
  return Number(Item?.Parts?.N ?? 0);
}
