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
  Sources: true,
  Facts: true,
});
const readSummary = (item: Record<string, AttributeValue>): RecordSummary =>
  summary.parse(unmarshallRecord(item));

const SUMMARY_PART = {
  ConsistentRead: true,
  ProjectionExpression:
    'UserPoolId, #status, SourcesStatus, DeletedAt, LastApplied, #put, Finding, Sources, Facts',
  // Version 0.1 stored `LastApplied` as `Put`.
  ExpressionAttributeNames: { '#status': 'Status', '#put': 'Put' },
};

/** Lists all records without their transitions. */
export const dynamoRecordListing = (client: DynamoDBClient, table: string): RecordListing => ({
  async *pages() {
    for await (const items of scanRecords(client, table, SUMMARY_PART)) yield items.map(readSummary);
  },
});
