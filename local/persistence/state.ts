import { z } from 'zod';
import type { LocalAccountRegion } from '../account-regions/local-account-region.ts';
import { account, region } from '../core/schemas.ts';
import { conforms } from '../core/shapes/check.ts';
import { structure } from '../core/shapes/shape.ts';
import { logConfiguration } from '../services/cognito/log-configuration-schema.ts';
import { setting } from '../services/cognito/pool-settings-shapes.ts';
import type { PoolSettings } from '../services/cognito/pools.ts';
import type { History } from '../services/ssm/parameters.ts';

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

const accountRegion = z.strictObject({
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
export const state = z.strictObject({ version: z.literal(1), cells: z.array(accountRegion) });

export type State = z.infer<typeof state>;

export function stateOf(accountRegions: readonly LocalAccountRegion[]): unknown {
  return {
    version: 1,
    cells: accountRegions.map((one) => ({
      account: one.account,
      region: one.region,
      pools: [...one.cognito.pools.values()],
      parameters: [...one.ssm.parameters.values()] satisfies History[],
      logGroups: one.logs.logGroups.entries(),
      streams: one.firehose.streams.entries(),
      buckets: one.s3.buckets.entries(),
    })),
  };
}
