import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { type PolicyRollout, ROLLOUT_STATUSES } from '../domain/rollout/rollout.ts';
import { AwsCallError } from '../reconcile/errors.ts';
import type { RolloutStore } from '../reconcile/ports.ts';
import { putRevision } from './conditional-write.ts';
import { wrapAwsErrors } from './failures.ts';

/** Returns the key of a policy's item in the state table. */
export const rolloutKey = (policy: string): string => `policy#${policy}`;

const string = z.string();
const number = z.number();
const text = { Text: string, Version: z.exactOptional(number) };
const open = z.object({
  ...text,
  Status: z.enum(ROLLOUT_STATUSES),
  StartedAt: string,
  Since: z.exactOptional(string),
  Threshold: number,
  Wave: number,
  WaveStartedAt: string,
  FrozenAt: z.exactOptional(string),
  Sent: z.boolean(),
  Pools: number,
  Done: number,
  Failed: number,
  Total: number,
  Accepted: number,
  Failures: z.array(z.object({ UserPoolId: string, Reason: string })),
  Stopped: z.exactOptional(z.object({ At: string, Reason: string })),
  EndedWaves: z.array(z.object({ Pools: number, Failed: number, StartedAt: string, EndedAt: string })),
});
const rollout = z.object({
  Name: string,
  Revision: number,
  Settled: z.exactOptional(z.object({ ...text, At: string })),
  Open: z.exactOptional(open),
  DeletedAt: z.exactOptional(string),
  Restore: z.exactOptional(number),
});

/** BatchGetItem accepts up to 100 keys. */
const MAX_KEYS = 100;
/** DynamoDB returns the keys that it did not read. The client waits between its own retries, but not for these. */
const MAX_ATTEMPTS = 5;

/** Stores one item for each policy. A write succeeds only if the stored revision is the one before. */
export const dynamoRollouts = (client: DynamoDBClient, TableName: string): RolloutStore => ({
  async read(names) {
    const found = new Map<string, PolicyRollout>();
    for (let at = 0; at < names.length; at += MAX_KEYS)
      for (const item of await readItems(client, TableName, names.slice(at, at + MAX_KEYS)))
        found.set(item.Name, item);
    return found;
  },
  async write(next) {
    const Item = marshall({ Id: rolloutKey(next.Name), ...next }, { removeUndefinedValues: true });
    if (await putRevision(client, TableName, Item, next.Revision)) return 'Stored';
    const [stored] = await readItems(client, TableName, [next.Name]);
    return JSON.stringify(stored) === JSON.stringify(rollout.parse(unmarshall(Item))) ? 'Stored' : 'Conflict';
  },
});

async function readItems(
  client: DynamoDBClient,
  table: string,
  names: readonly string[],
): Promise<readonly PolicyRollout[]> {
  const items: PolicyRollout[] = [];
  let Keys = names.map((name) => ({ Id: { S: rolloutKey(name) } }));
  for (let attempt = 0; Keys.length > 0; attempt++) {
    if (attempt === MAX_ATTEMPTS)
      throw new AwsCallError('Throttled', 'BatchGetItem', 'UnprocessedKeys', undefined);
    const command = new BatchGetItemCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } });
    const response = await wrapAwsErrors('BatchGetItem', () => client.send(command));
    items.push(...(response.Responses?.[table] ?? []).map((item) => rollout.parse(unmarshall(item))));
    Keys = (response.UnprocessedKeys?.[table]?.Keys ?? []).map((key) => ({ Id: { S: key.Id?.S ?? '' } }));
  }
  return items;
}
