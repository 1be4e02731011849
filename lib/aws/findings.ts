import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { DESTINATION_PROBLEMS } from '../domain/finding.ts';
import type { FindingStore } from '../reconcile/ports.ts';
import { wrapAwsErrors } from './failures.ts';

const KEY = 'findings';
/** An item holds 400 KB; the names of its members take some of it. */
const MOST_BYTES = 350_000;

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

/** One item of the state table. Of very many it keeps those that concern most pools. */
export const dynamoFindings = (client: DynamoDBClient, TableName: string): FindingStore => ({
  async read() {
    const command = new GetItemCommand({ TableName, Key: { Id: { S: KEY } }, ConsistentRead: true });
    const { Item } = await wrapAwsErrors('GetItem', () => client.send(command));
    return Item ? findings.parse(unmarshall(Item)).Findings : [];
  },
  async write(all) {
    let bytes = 0;
    const Findings = [...all]
      .sort((a, b) => b.Pools - a.Pools)
      .filter((finding) => {
        bytes += JSON.stringify(finding).length;
        return bytes <= MOST_BYTES;
      });
    const Item = marshall({ Id: KEY, Findings });
    await wrapAwsErrors('PutItem', () => client.send(new PutItemCommand({ TableName, Item })));
  },
});
