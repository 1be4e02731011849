import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { wrapAwsErrors } from './failures.ts';

/** An item can have 400 KB. 10,000 pools with short names need two items. */
const MAX_BYTES = 350_000;
/** The bytes that DynamoDB adds to a list, at most. */
const LIST_OVERHEAD = 8;

const header = z.object({
  Parts: z.int(),
  /** The same in all items of a write, and different for each write. */
  WriteId: z.string(),
  /** In the first item: which of two sets the other items belong to. Missing in items of earlier versions: the first one. */
  Set: z.optional(z.enum(['', 'b'])),
});
type PartSet = NonNullable<z.output<typeof header>['Set']>;

type Members = Readonly<Record<string, string>>;

export interface ItemParts {
  /** Returns the items as plain objects, not validated. Empty if one is missing or belongs to another write. */
  read(): Promise<readonly Record<string, unknown>[]>;
  /** Stores the rows as `Pools`, in as many items as they need. Each item also contains the members. */
  write(rows: readonly (readonly string[])[], members?: Members): Promise<void>;
}

/**
 * Stores a long list in several items of the state table: `<name>#0`, `<name>#1` and so on. Each write uses the other one of two
 * sets for all items but the first (`<name>#b1`), so that a write that ends midway leaves the list before it.
 */
export const itemParts = (client: DynamoDBClient, TableName: string, name: string): ItemParts => {
  const keyOf = (part: number, set: PartSet): string => `${name}#${part === 0 ? '' : set}${part}`;
  const readPart = async (
    part: number,
    set: PartSet,
  ): Promise<Record<string, AttributeValue> | undefined> => {
    const Key = { Id: { S: keyOf(part, set) } };
    const command = new GetItemCommand({ TableName, Key, ConsistentRead: true });
    return (await wrapAwsErrors('GetItem', () => client.send(command))).Item;
  };
  return {
    async read() {
      const items: Record<string, unknown>[] = [];
      let first: z.output<typeof header> | undefined;
      for (let part = 0; part < (first?.Parts ?? 1); part++) {
        const stored = await readPart(part, first?.Set ?? '');
        const item = stored && unmarshall(stored);
        const read = header.safeParse(item).data;
        if (item === undefined || read === undefined || read.WriteId !== (first ?? read).WriteId) return [];
        first ??= read;
        items.push(item);
      }
      return items;
    },
    async write(rows, members = {}) {
      const parts = partsOf(rows);
      const WriteId = crypto.randomUUID();
      const before = await readPart(0, '');
      const last = header.safeParse(before && unmarshall(before)).data;
      const set: PartSet = last !== undefined && last.Set !== 'b' ? 'b' : '';
      // The first item is written last, so that it never names an item that does not exist.
      for (const [part, Pools] of [...parts.entries()].toReversed()) {
        const Id = keyOf(part, set);
        const Item = marshall({ ...members, Id, Parts: parts.length, WriteId, Set: set, Pools });
        await wrapAwsErrors('PutItem', () => client.send(new PutItemCommand({ TableName, Item })));
      }
    },
  };
};

function partsOf(rows: readonly (readonly string[])[]): readonly (readonly (readonly string[])[])[] {
  const parts: (readonly string[])[][] = [[]];
  let bytes = 0;
  for (const row of rows) {
    const size = Buffer.byteLength(row.join('')) + LIST_OVERHEAD + row.length;
    if (bytes + size > MAX_BYTES) {
      parts.push([]);
      bytes = 0;
    }
    bytes += size;
    parts.at(-1)?.push(row);
  }
  return parts;
}
