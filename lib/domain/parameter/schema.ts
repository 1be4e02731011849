import * as z from 'zod/mini';
import { DELETION_POLICIES, MODES } from '../desired.ts';
import { ARN_RULES, isArnOf, withoutWildcard } from '../destination-arn.ts';
import { LIST_EXPECTED } from '../event-sources.ts';
import { EVENT_SOURCES, LOG_LEVELS } from '../log-configuration.ts';
import { SCHEMA_KEY } from './known-keys.ts';

/**
 * The shape of a parameter's value: the request body of SetLogDeliveryConfiguration
 * (docs/aws-facts.md#log-delivery-shapes) and the settings of this service. Each `error` text completes
 * the sentence "Expected …". `null` for an optional member means that it is absent.
 */
const oneOf = (values: readonly string[]): string => values.map((value) => `"${value}"`).join(' or ');

const { CloudWatchLogsConfiguration: LOGS, FirehoseConfiguration: FIREHOSE, S3Configuration: S3 } = ARN_RULES;

const logGroupArn = z.string({ error: LOGS.expected }).check(
  z.overwrite(withoutWildcard),
  z.refine((arn) => isArnOf('CloudWatchLogsConfiguration', arn), { error: LOGS.expected }),
);
const streamArn = z
  .string({ error: FIREHOSE.expected })
  .check(z.refine((arn) => isArnOf('FirehoseConfiguration', arn), { error: FIREHOSE.expected }));
const bucketArn = z
  .string({ error: S3.expected })
  .check(z.refine((arn) => isArnOf('S3Configuration', arn), { error: S3.expected }));

const object = 'an object';

/** Terraform's `jsonencode` writes an optional attribute that is not set as `null`. */
const optional = <T extends z.ZodMiniType>(type: T) => z.exactOptional(z.nullable(type));

export const entrySchema = z.strictObject(
  {
    EventSource: z.enum(EVENT_SOURCES, { error: oneOf(EVENT_SOURCES) }),
    LogLevel: z.enum(LOG_LEVELS, { error: oneOf(LOG_LEVELS) }),
    CloudWatchLogsConfiguration: optional(z.strictObject({ LogGroupArn: logGroupArn }, { error: object })),
    FirehoseConfiguration: optional(z.strictObject({ StreamArn: streamArn }, { error: object })),
    S3Configuration: optional(z.strictObject({ BucketArn: bucketArn }, { error: object })),
  },
  { error: 'an object with EventSource, LogLevel and one destination' },
);

export const parameterSchema = z.strictObject(
  {
    [SCHEMA_KEY]: optional(z.string({ error: 'the address of a JSON Schema as a string' })),
    UserPoolId: optional(z.string({ error: 'the pool ID as a string' })),
    // No maximum here: zod does not check the entries of a list that is too long, which would hide issues.
    LogConfigurations: z.array(entrySchema, { error: LIST_EXPECTED }),
    Mode: z._default(z.nullable(z.enum(MODES, { error: oneOf(MODES) })), 'Enforce'),
    OnDelete: z._default(
      z.nullable(z.enum(DELETION_POLICIES, { error: oneOf(DELETION_POLICIES) })),
      'Retain',
    ),
    Inherit: optional(z.boolean({ error: 'true or false' })),
  },
  { error: 'an object with LogConfigurations, as in SetLogDeliveryConfiguration' },
);

export type ParameterValue = z.output<typeof parameterSchema>;
