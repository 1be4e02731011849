import { z } from 'zod';
import type { LocalCell } from '../cells.ts';
import { setting } from '../cognito/pool-settings-shapes.ts';
import type { PoolSettings } from '../cognito/pools.ts';
import { account, logConfiguration, region } from '../control/requests.ts';
import { conforms } from '../shape/check.ts';
import { structure } from '../shape/shape.ts';
import type { History } from '../ssm/parameters.ts';

const settings = z.custom<PoolSettings>(
  (value) => conforms(structure(setting), value),
  'no settings of a pool',
);

const pool = z.strictObject({
  id: z.string(),
  arn: z.string(),
  name: z.string(),
  tier: z.enum(['LITE', 'ESSENTIALS', 'PLUS']),
  settings,
  logConfigurations: z.array(logConfiguration),
  createdAt: z.number(),
  changedAt: z.number(),
});

const version = z.strictObject({
  name: z.string(),
  type: z.enum(['String', 'StringList', 'SecureString']),
  value: z.string(),
  version: z.int(),
  description: z.string().exactOptional(),
  tier: z.enum(['Standard', 'Advanced']),
  dataType: z.string(),
  allowedPattern: z.string().exactOptional(),
  changedAt: z.number(),
  changedBy: z.string(),
});

const logGroup = z.strictObject({
  name: z.string(),
  class: z.enum(['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY']),
  kmsKeyId: z.string().exactOptional(),
  createdAt: z.number(),
});

const stream = z.strictObject({
  name: z.string(),
  type: z.enum(['DirectPut', 'KinesisStreamAsSource', 'MSKAsSource', 'DatabaseAsSource']),
  tags: z.array(z.strictObject({ Key: z.string(), Value: z.string().exactOptional() })),
  createdAt: z.number(),
});

/** By name, null where it was deleted. A file of a cloud that knew none of them has no such list. */
const assumed = <S extends z.ZodType>(made: S) => z.array(z.tuple([z.string(), made.nullable()])).default([]);

const cell = z.strictObject({
  account,
  region,
  pools: z.array(pool),
  /** Each parameter's versions, oldest first. */
  parameters: z.array(z.tuple([version], version)),
  logGroups: assumed(logGroup),
  streams: assumed(stream),
  buckets: assumed(z.strictObject({ name: z.string() })),
});

/** What survives a restart: pools, parameters and destinations of every cell. Queues, tables and events do not. */
export const state = z.strictObject({ version: z.literal(1), cells: z.array(cell) });

export type State = z.infer<typeof state>;

export function stateOf(cells: readonly LocalCell[]): unknown {
  return {
    version: 1,
    cells: cells.map((one) => ({
      account: one.account,
      region: one.region,
      pools: [...one.cognito.pools.values()],
      parameters: [...one.ssm.parameters.values()] satisfies History[],
      logGroups: one.logs.logGroups.kept(),
      streams: one.firehose.streams.kept(),
      buckets: one.s3.buckets.kept(),
    })),
  };
}
