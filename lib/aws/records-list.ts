import { type AttributeValue, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { RecordListing } from '../domain/ports.ts';
import { calling } from './failures.ts';
import { RECORD_KEY_PREFIX, readSummary } from './record-item.ts';

/** Every record, without its history. */
export function dynamoRecordListing(client: DynamoDBClient, table: string): RecordListing {
  return {
    async *pages() {
      let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
      do {
        const command = new ScanCommand({
          TableName: table,
          ConsistentRead: true,
          FilterExpression: 'begins_with(Id, :pool)',
          ProjectionExpression: 'UserPoolId, #status, DeletedAt, #put, Finding',
          ExpressionAttributeNames: { '#status': 'Status', '#put': 'Put' },
          ExpressionAttributeValues: { ':pool': { S: RECORD_KEY_PREFIX } },
          ...(ExclusiveStartKey && { ExclusiveStartKey }),
        });
        const page = await calling('Scan', () => client.send(command));
        yield (page.Items ?? []).map(readSummary);
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
    },
  };
}
