import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { finding, observedEntry, sources } from '../../lib/aws/record-item.ts';
import { scanRecords } from '../../lib/aws/record-scan.ts';
import { unmarshallRecord } from '../../lib/aws/stored-record.ts';
import { OUTCOMES } from '../../lib/domain/outcome.ts';

const statusRecord = z.object({
  UserPoolId: z.string(),
  Status: z.object({
    Outcome: z.enum(OUTCOMES),
    Reasons: z.array(z.string()),
    Since: z.string(),
    RetryAt: z.string().exactOptional(),
  }),
  LastAppliedAt: z.string().exactOptional(),
  DriftCount: z.number(),
  LastApplied: z.array(observedEntry).exactOptional(),
  Finding: z.exactOptional(finding),
  Sources: z.exactOptional(sources),
  Contest: z.object({ Writer: z.object({ Arn: z.string() }).exactOptional() }).exactOptional(),
});

/** The part of a record that `clr status` shows: without the history. */
export type StatusRecord = z.output<typeof statusRecord>;

const part = {
  ProjectionExpression:
    'UserPoolId, #status, SourcesStatus, Sources, LastAppliedAt, DriftCount, Contest, LastApplied, #put, Finding',
  // Version 0.1 stored this attribute as `Put`.
  ExpressionAttributeNames: { '#status': 'Status', '#put': 'Put' },
};

export async function* listStatus(
  client: DynamoDBClient,
  table: string,
): AsyncIterable<readonly StatusRecord[]> {
  for await (const items of scanRecords(client, table, part))
    yield items.map((item) => statusRecord.parse(unmarshallRecord(item)));
}
