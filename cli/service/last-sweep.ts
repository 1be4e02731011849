import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { wrapAwsErrors } from '../../lib/aws/failures.ts';

const storedSweep = z.object({
  SweepId: z.string(),
  At: z.string(),
  Unmanaged: z.number(),
  UnmanagedSample: z.array(z.string()),
  IgnoredParameters: z.number(),
  Lost: z.number(),
  Held: z.boolean(),
});

/** The result of the last sweep. `clr status -o json` contains it. */
export interface LastSweep {
  readonly sweepId: string;
  /** ISO 8601. */
  readonly at: string;
  readonly unmanaged: number;
  readonly unmanagedSample: readonly string[];
  readonly ignoredParameters: number;
  readonly lost: number;
  readonly held: boolean;
}

/** Returns the result of the last sweep; undefined before the first sweep. */
export async function readLastSweep(client: DynamoDBClient, table: string): Promise<LastSweep | undefined> {
  const command = new GetItemCommand({ TableName: table, Key: { Id: { S: 'fleet' } } });
  const { Item } = await wrapAwsErrors('GetItem', () => client.send(command));
  if (Item === undefined) return undefined;
  const stored = storedSweep.parse(unmarshall(Item));
  return {
    sweepId: stored.SweepId,
    at: stored.At,
    unmanaged: stored.Unmanaged,
    unmanagedSample: stored.UnmanagedSample,
    ignoredParameters: stored.IgnoredParameters,
    lost: stored.Lost,
    held: stored.Held,
  };
}
