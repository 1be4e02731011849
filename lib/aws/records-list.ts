import { type AttributeValue, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import type { RecordListing, RecordSummary } from '../domain/ports.ts';
import { calling } from './failures.ts';
import { RECORD_KEY_PREFIX, record } from './record-item.ts';

const summary = z.pick(record, { UserPoolId: true, Status: true, DeletedAt: true, Put: true, Finding: true });
const readSummary = (item: Record<string, AttributeValue>): RecordSummary => summary.parse(unmarshall(item));

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
