import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { ARRIVAL_RESULTS, type PoolArrival, UNKNOWN_REASONS } from '../../domain/arrival/arrival.ts';
import type { ArrivalStore } from '../../reconcile/arrival/ports.ts';
import { itemParts } from '../item-parts.ts';

const string = z.string();
const reason = z.union([z.enum(UNKNOWN_REASONS), z.literal('')]);
/** A pool as a row: short, because 10,000 of them are written with each check. An empty text is a missing member. */
const row = z.tuple([string, string, z.enum(ARRIVAL_RESULTS), reason, string, string, string, string]);
const storedParts = z.array(z.object({ At: string, To: string, Pools: z.array(row) }));

/**
 * Stores the results of the last check in as many items of the state table as they need. If an item is missing or cannot be
 * read, they count as missing: the next check begins without evidence.
 */
export const dynamoArrivals = (client: DynamoDBClient, TableName: string): ArrivalStore => {
  const parts = itemParts(client, TableName, 'arrival');
  return {
    async read() {
      const [first, ...others] = storedParts.safeParse(await parts.read()).data ?? [];
      if (first === undefined) return undefined;
      const pools = [first, ...others].flatMap(({ Pools }) => Pools.map(poolOf));
      return { At: first.At, To: first.To, Pools: new Map(pools.map((pool) => [pool.UserPoolId, pool])) };
    },
    write: ({ At, To, Pools }) => parts.write([...Pools.values()].map(rowOf), { At, To }),
  };
};

const rowOf = (pool: PoolArrival): z.output<typeof row> => [
  pool.UserPoolId,
  pool.Destination,
  pool.Result,
  pool.Reason ?? '',
  pool.Since,
  String(pool.Missed),
  pool.MissedSince ?? '',
  pool.LastRecordAt ?? '',
];

const poolOf = ([id, arn, Result, Reason, Since, missed, missedSince, last]: z.output<
  typeof row
>): PoolArrival => ({
  UserPoolId: id,
  Destination: arn,
  Result,
  ...(Reason !== '' && { Reason }),
  Since,
  Missed: Number(missed),
  ...(missedSince !== '' && { MissedSince: missedSince }),
  ...(last !== '' && { LastRecordAt: last }),
});
