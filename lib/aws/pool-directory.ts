import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import type { DirectoryEntry } from '../domain/pool-directory.ts';
import type { DirectoryStore } from '../reconcile/ports.ts';
import { itemParts } from './item-parts.ts';

const storedParts = z.array(
  z.object({
    /** ID, name, and for unmanaged pools the time. */
    Pools: z.array(
      z.union([z.tuple([z.string(), z.string()]), z.tuple([z.string(), z.string(), z.string()])]),
    ),
  }),
);

/**
 * Stores the pool directory in as many items of the state table as it needs. If an item is missing, cannot be read or belongs
 * to another write, the directory counts as missing, and the next sweep writes it again.
 */
export const dynamoPoolDirectory = (client: DynamoDBClient, TableName: string): DirectoryStore => {
  const parts = itemParts(client, TableName, 'directory');
  return {
    async read() {
      const { data } = storedParts.safeParse(await parts.read());
      if (data === undefined || data.length === 0) return undefined;
      const pools = data.flatMap(({ Pools }) => Pools);
      return new Map(pools.map(([id, name, since]) => [id, entryOf(name, since)]));
    },
    write: (directory) =>
      parts.write(
        [...directory].map(([id, { name, unmanagedSince }]) =>
          unmanagedSince === undefined ? [id, name] : [id, name, unmanagedSince],
        ),
      ),
  };
};

const entryOf = (name: string, unmanagedSince: string | undefined): DirectoryEntry => ({
  name,
  ...(unmanagedSince !== undefined && { unmanagedSince }),
});
