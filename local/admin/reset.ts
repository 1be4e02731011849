import { z } from 'zod';
import type { LocalAccountRegion } from '../account-regions/local-account-region.ts';
import type { Stack } from '../core/stack.ts';

/**
 * Empties an account-region: its contents, and the messages and records of its stack. The deployment stays. Running
 * invocations are killed, because they could otherwise store records of deleted pools. The clock, the quotas and the
 * sequence of random values stay.
 */
export async function resetAccountRegion(accountRegion: LocalAccountRegion): Promise<void> {
  accountRegion.clear();
  const stack = accountRegion.stack();
  if (stack !== undefined) {
    await purgeQueues(accountRegion, stack);
    await Promise.all(stack.functionNames.map((name) => stack.kill(name)));
    // Again, for the messages that the functions sent.
    await purgeQueues(accountRegion, stack);
    for (const table of stack.tableNames) await emptyTable(accountRegion, table);
  }
  // Again, for the calls of the functions until they were killed, and for the calls above.
  accountRegion.clear();
}

async function purgeQueues(accountRegion: LocalAccountRegion, stack: Stack): Promise<void> {
  for (const QueueUrl of stack.queueUrls)
    await accountRegion.sqs.handle({ ...HEADERS, 'x-amz-target': 'AmazonSQS.PurgeQueue' }, { QueueUrl });
}

/** The embedded servers require a signature, but do not verify it. */
const HEADERS = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '20260101T000000Z',
  authorization:
    'AWS4-HMAC-SHA256 Credential=admin/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=none',
};

const key = z.object({ Id: z.object({ S: z.string() }) });
const scanned = z.object({ Items: z.array(key) });

/** The limit of one BatchWriteItem call. */
const MAX_BATCH_WRITES = 25;

/** Deletes all items. Their key is `Id`, as in the state table of the service. */
async function emptyTable(accountRegion: LocalAccountRegion, table: string): Promise<void> {
  for (;;) {
    const { Items } = scanned.parse(
      await call(accountRegion, 'Scan', { TableName: table, ProjectionExpression: 'Id' }),
    );
    if (Items.length === 0) return;
    for (let first = 0; first < Items.length; first += MAX_BATCH_WRITES)
      await call(accountRegion, 'BatchWriteItem', {
        RequestItems: {
          [table]: Items.slice(first, first + MAX_BATCH_WRITES).map(({ Id }) => ({
            DeleteRequest: { Key: { Id } },
          })),
        },
      });
  }
}

async function call(accountRegion: LocalAccountRegion, operation: string, input: object): Promise<unknown> {
  const { status, body } = await accountRegion.dynamodb.handle(
    { ...HEADERS, 'x-amz-target': `DynamoDB_20120810.${operation}` },
    Buffer.from(JSON.stringify(input)),
  );
  if (status !== 200) throw new Error(`${operation} failed: ${String(body)}`);
  return JSON.parse(String(body));
}
