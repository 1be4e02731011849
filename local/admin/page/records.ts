import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { z } from 'zod';
import type { PoolView } from '../../../html/pool-table.ts';
import type { LocalAccountRegion } from '../../account-regions/local-account-region.ts';

/** What of a record is shown, read with no more knowledge of it than that. */
const item = z.looseObject({
  Id: z.string(),
  Status: z.looseObject({ Outcome: z.string(), Reasons: z.array(z.string()), Since: z.string() }),
  DriftCount: z.number().default(0),
});

type Recorded = NonNullable<PoolView['recorded']>;
type Item = Record<string, AttributeValue>;
const answerSchema = z.object({ Responses: z.record(z.string(), z.array(z.custom<Item>(isObject))) });

/** What one BatchGetItem takes. */
const largestBatch = 100;

/** The service's records of these pools, by pool id; none where the cell has no stack. */
export async function recordsOf(
  accountRegion: LocalAccountRegion,
  poolIds: readonly string[],
): Promise<ReadonlyMap<string, Recorded>> {
  const table = accountRegion.stack()?.tableNames[0];
  const found = new Map<string, Recorded>();
  if (table === undefined) return found;
  for (let first = 0; first < poolIds.length; first += largestBatch)
    for (const raw of await batch(accountRegion, table, poolIds.slice(first, first + largestBatch))) {
      const read = item.safeParse(unmarshall(raw));
      if (!read.success) continue;
      const { Id, Status, DriftCount } = read.data;
      found.set(Id.replace('pool#', ''), {
        outcome: Status.Outcome,
        reasons: Status.Reasons,
        since: Status.Since,
        driftCount: DriftCount,
      });
    }
  return found;
}

async function batch(
  accountRegion: LocalAccountRegion,
  table: string,
  ids: readonly string[],
): Promise<readonly Item[]> {
  const Keys = ids.map((id) => ({ Id: { S: `pool#${id}` } }));
  const { status, body } = await accountRegion.dynamodb.handle(
    {
      'x-amz-target': 'DynamoDB_20120810.BatchGetItem',
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-date': '20260101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=page/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=none',
    },
    Buffer.from(JSON.stringify({ RequestItems: { [table]: { Keys } } })),
  );
  return status === 200 ? (answerSchema.parse(JSON.parse(String(body))).Responses[table] ?? []) : [];
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
