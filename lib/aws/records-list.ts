import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import type { RecordListing, RecordSummary } from '../reconcile/ports.ts';
import { record } from './record-item.ts';
import { scanRecords } from './record-scan.ts';
import { unmarshallRecord } from './stored-record.ts';

const summary = z.pick(record, {
  UserPoolId: true,
  Status: true,
  DeletedAt: true,
  LastApplied: true,
  Finding: true,
});
const readSummary = (item: Record<string, AttributeValue>): RecordSummary =>
  summary.parse(unmarshallRecord(item));

const part = {
  ConsistentRead: true,
  ProjectionExpression: 'UserPoolId, #status, DeletedAt, LastApplied, #put, Finding',
  // `Put` is the name that version 0.1 stored.
  ExpressionAttributeNames: { '#status': 'Status', '#put': 'Put' },
};

/** Every record, without its history. */
export const dynamoRecordListing = (client: DynamoDBClient, table: string): RecordListing => ({
  async *pages() {
    for await (const items of scanRecords(client, table, part)) yield items.map(readSummary);
  },
});
