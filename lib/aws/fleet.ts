import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import type { FleetStore } from '../reconcile/ports.ts';
import { wrapAwsErrors } from './failures.ts';

const FLEET_KEY = 'fleet';
const coverage = z.object({
  Policies: z.number(),
  InvalidPolicies: z.number(),
  ByPolicy: z.number(),
  ByParameter: z.number(),
  Uncovered: z.number(),
  Conflicting: z.number(),
  Rejected: z._default(z.number(), 0),
});
const gauge = z.object({ Zeros: z.number(), PublishedAt: z.string() });
const lastFleet = z.object({
  SweepId: z.string(),
  At: z.string(),
  Held: z.boolean(),
  DirectorySince: z.exactOptional(z.string()),
  Coverage: z.exactOptional(coverage),
  FleetHeld: z.exactOptional(z.boolean()),
  HeldPolicies: z.exactOptional(z.array(z.string())),
  // Any names: another version can have other gauges.
  Gauges: z.exactOptional(z.record(z.string(), gauge)),
});

/** Stores the result of the last sweep in one item of the state table. */
export const dynamoFleet = (client: DynamoDBClient, TableName: string): FleetStore => ({
  async read() {
    const command = new GetItemCommand({ TableName, Key: { Id: { S: FLEET_KEY } }, ConsistentRead: true });
    const { Item } = await wrapAwsErrors('GetItem', () => client.send(command));
    return Item && lastFleet.parse(unmarshall(Item));
  },
  async write(fleet) {
    const Item = marshall({ Id: FLEET_KEY, ...fleet }, { removeUndefinedValues: true });
    await wrapAwsErrors('PutItem', () => client.send(new PutItemCommand({ TableName, Item })));
  },
});
