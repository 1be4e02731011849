import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import type { DirectoryEntry } from '../domain/pool-directory.ts';
import type { DirectoryStore } from '../reconcile/ports.ts';
import { wrapAwsErrors } from './failures.ts';

/** An item can have 400 KB. 10,000 pools with short names need two items. */
const MAX_BYTES = 350_000;
/** The bytes that DynamoDB adds to an entry: a list and its three strings. */
const ENTRY_OVERHEAD = 8;

/** `directory#0` also contains the number of items. */
const keyOf = (part: number): string => `directory#${part}`;

const storedPart = z.object({
  Parts: z.int(),
  /** The same in all items of a write, and different for each write. */
  WriteId: z.string(),
  /** ID, name, and for unmanaged pools the time. */
  Pools: z.array(z.union([z.tuple([z.string(), z.string()]), z.tuple([z.string(), z.string(), z.string()])])),
});
type StoredPool = z.output<typeof storedPart>['Pools'][number];

/**
 * Stores the pool directory in as many items of the state table as it needs. If an item is missing, cannot be read or belongs
 * to another write, the directory counts as missing, and the next sweep writes it again.
 */
export const dynamoPoolDirectory = (client: DynamoDBClient, TableName: string): DirectoryStore => {
  const readPart = async (part: number) => {
    const command = new GetItemCommand({ TableName, Key: { Id: { S: keyOf(part) } }, ConsistentRead: true });
    const { Item } = await wrapAwsErrors('GetItem', () => client.send(command));
    return storedPart.safeParse(Item && unmarshall(Item)).data;
  };
  return {
    async read() {
      const first = await readPart(0);
      if (first === undefined) return undefined;
      const pools = [...first.Pools];
      for (let part = 1; part < first.Parts; part++) {
        const other = await readPart(part);
        if (other?.WriteId !== first.WriteId) return undefined;
        pools.push(...other.Pools);
      }
      return new Map(pools.map(([id, name, since]) => [id, entryOf(name, since)]));
    },
    async write(directory) {
      const parts = partsOf(directory);
      const WriteId = crypto.randomUUID();
      // The first item is written last, so that it never names an item that does not exist.
      for (const [part, Pools] of [...parts.entries()].toReversed()) {
        const Item = marshall({ Id: keyOf(part), Parts: parts.length, WriteId, Pools });
        await wrapAwsErrors('PutItem', () => client.send(new PutItemCommand({ TableName, Item })));
      }
    },
  };
};

const entryOf = (name: string, unmanagedSince: string | undefined): DirectoryEntry => ({
  name,
  ...(unmanagedSince !== undefined && { unmanagedSince }),
});

function partsOf(directory: ReadonlyMap<string, DirectoryEntry>): readonly (readonly StoredPool[])[] {
  const parts: StoredPool[][] = [[]];
  let bytes = 0;
  for (const [id, { name, unmanagedSince }] of directory) {
    const pool: StoredPool = unmanagedSince === undefined ? [id, name] : [id, name, unmanagedSince];
    const size = Buffer.byteLength(pool.join('')) + ENTRY_OVERHEAD;
    if (bytes + size > MAX_BYTES) {
      parts.push([]);
      bytes = 0;
    }
    bytes += size;
    parts.at(-1)?.push(pool);
  }
  return parts;
}
