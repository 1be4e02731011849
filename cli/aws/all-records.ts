import { type AttributeValue, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { calling } from '../../lib/aws/failures.ts';
import { RECORD_KEY_PREFIX, readRecord } from '../../lib/aws/record-item.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';

/** Every record whole, its history too. */
export async function* allRecords(
  client: DynamoDBClient,
  table: string,
): AsyncIterable<readonly PoolRecord[]> {
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const command = new ScanCommand({
      TableName: table,
      FilterExpression: 'begins_with(Id, :pool)',
      ExpressionAttributeValues: { ':pool': { S: RECORD_KEY_PREFIX } },
      ...(ExclusiveStartKey && { ExclusiveStartKey }),
    });
    const page = await calling('Scan', () => client.send(command));
    yield (page.Items ?? []).map(readRecord);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
}
