import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { z } from 'zod';
import type { PoolView } from '../../../html/pool-table.ts';
import type { LocalAccountRegion } from '../../account-regions/local-account-region.ts';

/** The members of a record that the page shows. The page knows nothing else about records. */
const item = z.looseObject({
  Id: z.string(),
  Status: z.looseObject({ Outcome: z.string(), Reasons: z.array(z.string()), Since: z.string() }),
  DriftCount: z.number().default(0),
});

type Recorded = NonNullable<PoolView['recorded']>;
type Item = Record<string, AttributeValue>;
const responseSchema = z.object({ Responses: z.record(z.string(), z.array(z.custom<Item>(isObject))) });

/** The limit of one BatchGetItem call. */
const MAX_BATCH_GET_KEYS = 100;

/**
 * Returns the service's records of these pools by pool ID. The map is empty when the account-region has no
 * stack.
 */
export async function recordsOf(
  accountRegion: LocalAccountRegion,
  poolIds: readonly string[],
): Promise<ReadonlyMap<string, Recorded>> {
  const table = accountRegion.stack()?.tableNames[0];
  const found = new Map<string, Recorded>();
  if (table === undefined) return found;
  for (let first = 0; first < poolIds.length; first += MAX_BATCH_GET_KEYS)
    for (const raw of await batch(accountRegion, table, poolIds.slice(first, first + MAX_BATCH_GET_KEYS))) {
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
  return status === 200 ? (responseSchema.parse(JSON.parse(String(body))).Responses[table] ?? []) : [];
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
