import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { EVENT_SOURCES } from '../domain/log-configuration.ts';
import type { RecordListing, RecordSummary } from '../reconcile/ports.ts';
import { record, sourceSummaries } from './record-item.ts';
import { scanRecords } from './record-scan.ts';
import { unmarshallRecord } from './stored-record.ts';

const members = z.pick(record, {
  UserPoolId: true,
  Status: true,
  DeletedAt: true,
  LastApplied: true,
  Finding: true,
  Facts: true,
});
const summary = z.extend(members, { Sources: sourceSummaries });
const readSummary = (item: Record<string, AttributeValue>): RecordSummary =>
  summary.parse(unmarshallRecord(item));

const SUMMARY_PART = {
  ConsistentRead: true,
  ProjectionExpression: [
    'UserPoolId, #status, SourcesStatus, DeletedAt, LastApplied, #put, Finding, Facts',
    ...EVENT_SOURCES.flatMap((source) =>
      ['#status', '#owner', 'Desired', 'Intent', 'RejectedBy'].map((member) => `Sources.${source}.${member}`),
    ),
  ].join(', '),
  // Version 0.1 stored `LastApplied` as `Put`.
  ExpressionAttributeNames: { '#status': 'Status', '#put': 'Put', '#owner': 'Owner' },
};

/** Lists all records without their transitions. */
export const dynamoRecordListing = (client: DynamoDBClient, table: string): RecordListing => ({
  async *pages() {
    for await (const items of scanRecords(client, table, SUMMARY_PART)) yield items.map(readSummary);
  },
});
