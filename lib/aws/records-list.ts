import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import type { RecordListing, RecordSummary } from '../reconcile/ports.ts';
import { record } from './record-item.ts';
import { scanRecords } from './record-scan.ts';

const summary = z.pick(record, { UserPoolId: true, Status: true, DeletedAt: true, Put: true, Finding: true });
const readSummary = (item: Record<string, AttributeValue>): RecordSummary => summary.parse(unmarshall(item));

const part = {
  ConsistentRead: true,
  ProjectionExpression: 'UserPoolId, #status, DeletedAt, #put, Finding',
  ExpressionAttributeNames: { '#status': 'Status', '#put': 'Put' },
};

/** Every record, without its history. */
export const dynamoRecordListing = (client: DynamoDBClient, table: string): RecordListing => ({
  async *pages() {
    for await (const items of scanRecords(client, table, part)) yield items.map(readSummary);
  },
});
