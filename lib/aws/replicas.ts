import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import type { ReplicaStore } from '../reconcile/ports.ts';
import { wrapAwsErrors } from './failures.ts';

const REPLICAS_KEY = 'replicas';
/** An item can have 400 KB. Grouped by Region, 10,000 pools take about 250 KB. */
const MAX_BYTES = 350_000;

const stored = z.object({ Replicas: z.array(z.object({ Region: z.string(), Pools: z.array(z.string()) })) });

/**
 * Stores the replicas in one item of the state table, grouped by Region. If they exceed the size of an item, it keeps as
 * many pools as fit. An item that cannot be read counts as empty: the next sweep writes it again.
 */
export const dynamoReplicas = (client: DynamoDBClient, TableName: string): ReplicaStore => ({
  async read() {
    const command = new GetItemCommand({ TableName, Key: { Id: { S: REPLICAS_KEY } }, ConsistentRead: true });
    const { Item } = await wrapAwsErrors('GetItem', () => client.send(command));
    const replicas = new Map<string, readonly string[]>();
    const read = stored.safeParse(Item && unmarshall(Item));
    for (const { Region, Pools } of read.data?.Replicas ?? [])
      for (const id of Pools) replicas.set(id, [...(replicas.get(id) ?? []), Region]);
    return replicas;
  },
  async write(replicas) {
    const byRegion = new Map<string, string[]>();
    let bytes = 0;
    for (const [id, regions] of replicas)
      for (const region of regions) {
        bytes += id.length + 3;
        if (bytes > MAX_BYTES) break;
        const pools = byRegion.get(region);
        if (pools === undefined) byRegion.set(region, [id]);
        else pools.push(id);
      }
    const Replicas = [...byRegion].toSorted().map(([Region, Pools]) => ({ Region, Pools }));
    const Item = marshall({ Id: REPLICAS_KEY, Replicas });
    await wrapAwsErrors('PutItem', () => client.send(new PutItemCommand({ TableName, Item })));
  },
});
