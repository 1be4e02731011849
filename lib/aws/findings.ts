import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { DESTINATION_PROBLEMS } from '../domain/finding.ts';
import type { FindingStore } from '../reconcile/ports.ts';
import { wrapAwsErrors } from './failures.ts';

const FINDINGS_KEY = 'findings';
/** An item can have 400 KB, attribute names included. */
const MAX_BYTES = 350_000;

const findings = z.object({
  Findings: z.array(
    z.object({
      Arn: z.string(),
      Problem: z.enum(DESTINATION_PROBLEMS),
      Since: z.string(),
      Pools: z.number(),
    }),
  ),
});

/**
 * Stores the findings about destinations in one item of the state table. If they exceed the size of an item,
 * it keeps those that affect the most pools.
 */
export const dynamoFindings = (client: DynamoDBClient, TableName: string): FindingStore => ({
  async read() {
    const command = new GetItemCommand({ TableName, Key: { Id: { S: FINDINGS_KEY } }, ConsistentRead: true });
    const { Item } = await wrapAwsErrors('GetItem', () => client.send(command));
    return Item ? findings.parse(unmarshall(Item)).Findings : [];
  },
  async write(all) {
    let bytes = 0;
    const Findings = [...all]
      .sort((a, b) => b.Pools - a.Pools)
      .filter((finding) => {
        bytes += JSON.stringify(finding).length;
        return bytes <= MAX_BYTES;
      });
    const Item = marshall({ Id: FINDINGS_KEY, Findings });
    await wrapAwsErrors('PutItem', () => client.send(new PutItemCommand({ TableName, Item })));
  },
});
