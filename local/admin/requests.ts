import { z } from 'zod';
import { account, region } from '../core/schemas.ts';
import { logConfiguration } from '../services/cognito/log-configuration-schema.ts';

/** The default cell stands where neither is said. */
export const accountRegionOf = { account: account.optional(), region: region.optional() };

export const accountRegionQuery = z.strictObject(accountRegionOf);

/** How many of the last calls are shown one by one. */
export const callsQuery = z.strictObject({ last: z.coerce.number().int().min(0).max(1000).default(100) });

export const seedRequest = z.strictObject({
  ...accountRegionOf,
  /** Whether the events go out that the calls would have caused. */
  events: z.boolean().default(false),
  pools: z
    .array(
      z.strictObject({
        Id: z
          .string()
          .regex(/^[\w-]+_[0-9a-zA-Z]+$/)
          .max(55)
          .optional(),
        PoolName: z.string().min(1).max(128).default('seeded'),
        UserPoolTier: z.enum(['LITE', 'ESSENTIALS', 'PLUS']).default('ESSENTIALS'),
        AdvancedSecurityMode: z.enum(['OFF', 'AUDIT', 'ENFORCED']).optional(),
        LogConfigurations: z.array(logConfiguration).max(2).default([]),
      }),
    )
    .default([]),
  parameters: z
    .array(
      z.strictObject({
        Name: z.string().min(1).max(2048),
        Value: z.string().min(1),
        Type: z.enum(['String', 'StringList', 'SecureString']).default('String'),
        Description: z.string().optional(),
      }),
    )
    .default([]),
});

/** The rest is a fault, and read as one (fault-requests.ts). */
export const faultRequest = z.looseObject(accountRegionOf);

/** A year either way. */
const farthest = 366 * 24 * 3600 * 1000;

/** Milliseconds by which the cloud's time jumps. */
export const timeRequest = z.strictObject({ move: z.int().min(-farthest).max(farthest) });
