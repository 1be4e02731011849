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
  MisnamedPolicies: z.array(z.string()).exactOptional(),
  HeldPolicies: z.array(z.string()).exactOptional(),
  Coverage: z
    .object({
      Policies: z.number(),
      InvalidPolicies: z.number(),
      ByPolicy: z.number(),
      ByParameter: z.number(),
      Uncovered: z.number(),
      Conflicting: z.number(),
      Rejected: z.number().default(0),
    })
    .exactOptional(),
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
  /** Names below `<prefix>/policies/` that cannot be the name of a policy. Missing without one. */
  readonly misnamedPolicies?: readonly string[];
  /** The policies whose loss of pools is on hold. Missing in a fleet without policies. */
  readonly heldPolicies?: readonly string[];
  /** How many pools the policies cover. Missing in a fleet without policies. */
  readonly coverage?: {
    readonly policies: number;
    readonly invalidPolicies: number;
    readonly byPolicy: number;
    readonly byParameter: number;
    readonly uncovered: number;
    readonly conflicting: number;
    readonly rejected: number;
  };
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
    ...(stored.MisnamedPolicies && { misnamedPolicies: stored.MisnamedPolicies }),
    ...(stored.HeldPolicies && { heldPolicies: stored.HeldPolicies }),
    ...(stored.Coverage && {
      coverage: {
        policies: stored.Coverage.Policies,
        invalidPolicies: stored.Coverage.InvalidPolicies,
        byPolicy: stored.Coverage.ByPolicy,
        byParameter: stored.Coverage.ByParameter,
        uncovered: stored.Coverage.Uncovered,
        conflicting: stored.Coverage.Conflicting,
        rejected: stored.Coverage.Rejected,
      },
    }),
  };
}
