import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { wrapAwsErrors } from '../../lib/aws/failures.ts';
import { finding, observedEntry } from '../../lib/aws/record-item.ts';
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
  Contest: z.object({ Writer: z.object({ Arn: z.string() }).exactOptional() }).exactOptional(),
});

/** A record as far as the list of the fleet shows it: without its history. */
export type StatusRecord = z.output<typeof statusRecord>;

const part = {
  ProjectionExpression: 'UserPoolId, #status, LastAppliedAt, DriftCount, Contest, LastApplied, #put, Finding',
  // `Put` is the name that version 0.1 stored.
  ExpressionAttributeNames: { '#status': 'Status', '#put': 'Put' },
};

export async function* listStatus(
  client: DynamoDBClient,
  table: string,
): AsyncIterable<readonly StatusRecord[]> {
  for await (const items of scanRecords(client, table, part))
    yield items.map((item) => statusRecord.parse(unmarshallRecord(item)));
}

const lastSweep = z.object({
  SweepId: z.string(),
  At: z.string(),
  Unmanaged: z.number(),
  UnmanagedSample: z.array(z.string()),
  IgnoredParameters: z.number(),
  Lost: z.number(),
  Held: z.boolean(),
});
export type LastSweep = z.output<typeof lastSweep>;

/** What the last sweep found; undefined where there was none. */
export async function readLastSweep(client: DynamoDBClient, table: string): Promise<LastSweep | undefined> {
  const command = new GetItemCommand({ TableName: table, Key: { Id: { S: 'fleet' } } });
  const { Item } = await wrapAwsErrors('GetItem', () => client.send(command));
  return Item && lastSweep.parse(unmarshall(Item));
}
