import { z } from 'zod';
import { account, region } from '../core/schemas.ts';
import { conforms } from '../core/shapes/check.ts';
import { required, structure } from '../core/shapes/shape.ts';
import { logConfiguration } from '../services/cognito/log-configuration-schema.ts';
import { setting as settingShapes } from '../services/cognito/pool-settings-shapes.ts';
import type { PoolSettings } from '../services/cognito/pools.ts';

/** Both default to those of the default account-region. */
export const accountRegionOf = { account: account.optional(), region: region.optional() };

export const accountRegionQuery = z.strictObject(accountRegionOf);

/** The number of recent calls to list individually. */
export const callsQuery = z.strictObject({ last: z.coerce.number().int().min(0).max(1000).default(100) });

/** The members in the words of the API. Missing ones keep their value if the pool exists. */
const seededPool = z
  .strictObject({
    Id: z
      .string()
      .regex(/^[\w-]+_[0-9a-zA-Z]+$/)
      .max(55)
      .optional(),
    PoolName: z.string().min(1).max(128).optional(),
    UserPoolTier: z.enum(['LITE', 'ESSENTIALS', 'PLUS']).optional(),
    UserPoolTags: setting('UserPoolTags'),
    UserPoolAddOns: setting('UserPoolAddOns'),
    /** The same as `UserPoolAddOns` with this member. */
    AdvancedSecurityMode: z.enum(['OFF', 'AUDIT', 'ENFORCED']).optional(),
    LogConfigurations: z.array(logConfiguration).max(2).optional(),
    /** Another Region of the account, which gets a secondary of the pool. Null removes the secondary. */
    ReplicaRegion: region.nullable().optional(),
    /** The log configurations of the secondary. The default is an empty list. */
    ReplicaLogConfigurations: z.array(logConfiguration).max(2).optional(),
  })
  .refine((pool) => typeof pool.ReplicaRegion === 'string' || pool.ReplicaLogConfigurations === undefined, {
    path: ['ReplicaLogConfigurations'],
    message: 'ReplicaLogConfigurations requires ReplicaRegion.',
  })
  .refine((pool) => pool.UserPoolAddOns === undefined || pool.AdvancedSecurityMode === undefined, {
    path: ['AdvancedSecurityMode'],
    message: 'Use either UserPoolAddOns or AdvancedSecurityMode.',
  });

/** A setting with the constraints of CreateUserPool. */
function setting<Name extends keyof PoolSettings>(name: Name) {
  const shape = structure({ [name]: required(settingShapes[name].shape) });
  return z
    .custom<NonNullable<PoolSettings[Name]>>(
      (value) => conforms(shape, { [name]: value }),
      `Invalid value of ${name}`,
    )
    .optional();
}

export const seedRequest = z.strictObject({
  ...accountRegionOf,
  /** Whether to emit the events that the calls would have caused. */
  events: z.boolean().default(false),
  pools: z.array(seededPool).default([]),
  parameters: z
    .array(
      z.strictObject({
        Name: z.string().min(1).max(2048),
        Value: z.string().min(1),
        Type: z.enum(['String', 'StringList', 'SecureString']).optional(),
        Description: z.string().optional(),
        Tags: z
          .array(z.strictObject({ Key: z.string().min(1).max(128), Value: z.string().max(256) }))
          .optional(),
      }),
    )
    .default([]),
  /** Functions that no stack of the local cloud contains. */
  functions: z
    .array(
      z.strictObject({
        FunctionName: z.string().regex(/^[\w-]{1,64}$/),
        Environment: z.record(z.string().regex(/^[a-zA-Z]\w+$/), z.string()).exactOptional(),
        /** Returned instead of the variables, as when Lambda cannot decrypt them. */
        EnvironmentError: z.strictObject({ ErrorCode: z.string(), Message: z.string() }).exactOptional(),
      }),
    )
    .exactOptional(),
  /** Roles of the account that can be assumed only with an external ID. */
  roles: z
    .array(
      z.strictObject({
        RoleName: z.string().regex(/^[\w+=,.@-]{1,64}$/),
        ExternalId: z.string().regex(/^[\w+=,.@:/-]{2,1224}$/),
      }),
    )
    .exactOptional(),
});

export type SeedRequest = z.infer<typeof seedRequest>;
export type SeededPool = SeedRequest['pools'][number];

/** The other members are a fault, which core/fault-schema.ts parses. */
export const faultRequest = z.looseObject(accountRegionOf);

/** One year, forwards or backwards. */
const MAX_TIME_MOVE_MS = 366 * 24 * 3600 * 1000;

/** The number of milliseconds to move the time by. */
export const timeRequest = z.strictObject({ move: z.int().min(-MAX_TIME_MOVE_MS).max(MAX_TIME_MOVE_MS) });

/** Without account and Region: all account-regions. */
export const resetRequest = z.strictObject(accountRegionOf);
