import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import type { DeliveryRecord } from '../../domain/arrival/delivering-pool.ts';
import type { DeliveryRecords } from '../../reconcile/arrival/ports.ts';
import { record } from '../record-item.ts';
import { scanRecords } from '../record-scan.ts';
import { unmarshallRecord } from '../stored-record.ts';

const members = z.pick(record, {
  UserPoolId: true,
  Status: true,
  Intent: true,
  LastApplied: true,
  LastAppliedAt: true,
  Finding: true,
});
const delivery = z.extend(members, {
  Sources: z.exactOptional(
    z.object({
      userAuthEvents: z.exactOptional(
        z.pick(record, { Status: true, Intent: true, LastApplied: true, LastAppliedAt: true }),
      ),
    }),
  ),
});

const readDelivery = (item: Record<string, AttributeValue>): DeliveryRecord =>
  delivery.parse(unmarshallRecord(item));

const SOURCE = 'Sources.userAuthEvents';
const DELIVERY_PART = {
  ProjectionExpression: [
    'UserPoolId, #status, SourcesStatus, Intent, LastApplied, #put, LastAppliedAt, Finding',
    `${SOURCE}.#status, ${SOURCE}.Intent, ${SOURCE}.LastApplied, ${SOURCE}.LastAppliedAt`,
  ].join(', '),
  // Version 0.1 stored `LastApplied` as `Put`.
  ExpressionAttributeNames: { '#status': 'Status', '#put': 'Put' },
};

/** Lists the members of all records that show where the pools deliver their sign-in logs. */
export const dynamoDeliveryRecords = (client: DynamoDBClient, table: string): DeliveryRecords => ({
  async *pages() {
    for await (const items of scanRecords(client, table, DELIVERY_PART)) yield items.map(readDelivery);
  },
});
