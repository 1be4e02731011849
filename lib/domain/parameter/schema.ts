import * as z from 'zod/mini';
import { DELETION_POLICIES, MODES } from '../desired.ts';
import { ARN_RULES, isArnOf, withoutWildcard } from '../destination-arn.ts';
import { type DestinationKey, LIST_EXPECTED } from '../event-sources.ts';
import { EVENT_SOURCES, LOG_LEVELS } from '../log-configuration.ts';
import { SCHEMA_KEY } from './known-keys.ts';

/**
 * The shape of a parameter's value: the request body of SetLogDeliveryConfiguration
 * (docs/aws-facts.md#log-delivery-shapes) and the settings of this service. Each `error` text completes
 * the sentence "Expected …". `null` for an optional member means that it is absent.
 */
export const oneOf = (values: readonly string[]): string => values.map((value) => `"${value}"`).join(' or ');

const object = 'an object';

/** Terraform's `jsonencode` writes an optional attribute that is not set as `null`. */
export const optional = <T extends z.ZodMiniType>(type: T) => z.exactOptional(z.nullable(type));

/** Returns the schema of an entry whose ARNs satisfy `isArn`. */
export function entrySchemaWith(isArn: (key: DestinationKey, arn: string) => boolean) {
  const arnOf = (key: DestinationKey) => {
    const { expected: error } = ARN_RULES[key];
    return z.string({ error }).check(
      z.overwrite((arn) => (key === 'CloudWatchLogsConfiguration' ? withoutWildcard(arn) : arn)),
      z.refine((arn) => isArn(key, arn), { error }),
    );
  };
  const LogGroupArn = arnOf('CloudWatchLogsConfiguration');
  const StreamArn = arnOf('FirehoseConfiguration');
  const BucketArn = arnOf('S3Configuration');
  return z.strictObject(
    {
      EventSource: z.enum(EVENT_SOURCES, { error: oneOf(EVENT_SOURCES) }),
      LogLevel: z.enum(LOG_LEVELS, { error: oneOf(LOG_LEVELS) }),
      CloudWatchLogsConfiguration: optional(z.strictObject({ LogGroupArn }, { error: object })),
      FirehoseConfiguration: optional(z.strictObject({ StreamArn }, { error: object })),
      S3Configuration: optional(z.strictObject({ BucketArn }, { error: object })),
    },
    { error: 'an object with EventSource, LogLevel and one destination' },
  );
}

/** The members that a parameter and a policy have in common. */
export const sharedMembers = {
  [SCHEMA_KEY]: optional(z.string({ error: 'the address of a JSON Schema as a string' })),
  Mode: z._default(z.nullable(z.enum(MODES, { error: oneOf(MODES) })), 'Enforce'),
  OnDelete: z._default(z.nullable(z.enum(DELETION_POLICIES, { error: oneOf(DELETION_POLICIES) })), 'Retain'),
};

export const parameterSchema = z.strictObject(
  {
    [SCHEMA_KEY]: sharedMembers[SCHEMA_KEY],
    UserPoolId: optional(z.string({ error: 'the pool ID as a string' })),
    // No maximum here: zod does not check the entries of a list that is too long, which would hide issues.
    LogConfigurations: z.array(entrySchemaWith(isArnOf), { error: LIST_EXPECTED }),
    Mode: sharedMembers.Mode,
    OnDelete: sharedMembers.OnDelete,
    Inherit: optional(z.boolean({ error: 'true or false' })),
  },
  { error: 'an object with LogConfigurations, as in SetLogDeliveryConfiguration' },
);

export type ParameterValue = z.output<typeof parameterSchema>;
