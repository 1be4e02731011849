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
  'Invalid pool settings',
);

const pool = z.strictObject({
  id: z.string(),
  arn: z.string(),
  name: z.string(),
  tier: z.enum(['LITE', 'ESSENTIALS', 'PLUS']),
  settings,
  logConfigurations: z.array(logConfiguration),
  replicaRegion: region.exactOptional(),
  replicaStatus: z.enum(['ACTIVE', 'INACTIVE']).exactOptional(),
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
  keyId: z.string().exactOptional(),
  labels: z.array(z.string()).exactOptional(),
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

/** Entries by name, null for a deleted one. Files of older versions do not have these lists. */
const implicitEntries = <S extends z.ZodType>(made: S) =>
  z.array(z.tuple([z.string(), made.nullable()])).default([]);

const accountRegion = z.strictObject({
  account,
  region,
  pools: z.array(pool),
  /** The versions of each parameter, oldest first. */
  parameters: z.array(z.tuple([version], version)),
  /** Files of older versions do not have this list. */
  parameterTags: z.array(z.tuple([z.string(), z.array(z.tuple([z.string(), z.string()]))])).default([]),
  /** Files of older versions do not have this list. */
  taggedResources: z
    .array(
      z.strictObject({
        arn: z.string(),
        tags: z.record(z.string(), z.string()),
        version: z.int(),
      }),
    )
    .default([]),
  logGroups: implicitEntries(logGroup),
  streams: implicitEntries(stream),
  buckets: implicitEntries(z.strictObject({ name: z.string() })),
});

/**
 * The data that survives a restart: pools, parameters and destinations of every account-region, but not
 * queues, tables, events, metrics and log events. The key `cells` is kept for compatibility with existing files.
 */
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
      parameterTags: [...one.ssm.tags.entries()].map(([name, tags]) => [name, [...tags]]),
      taggedResources: [...one.tagging.tagged.written.values()],
      logGroups: one.logs.logGroups.entries(),
      streams: one.firehose.streams.entries(),
      buckets: one.s3.buckets.entries(),
    })),
  };
}
