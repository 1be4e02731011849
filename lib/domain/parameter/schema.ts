import * as z from 'zod';
import { DELETION_POLICIES, MODES } from '../desired.ts';
import { ARN_RULES, isArnOf, withoutWildcard } from '../destination-arn.ts';
import { EVENT_SOURCES, LOG_LEVELS } from '../log-configuration.ts';
import { LIST_EXPECTED } from '../pairing.ts';

/**
 * The shape of a parameter's value: the request body of SetLogDeliveryConfiguration (AWS facts §1) and our
 * two settings beside it. Each `error` text completes the sentence "expected …".
 */
const oneOf = (values: readonly string[]): string => values.map((value) => `"${value}"`).join(' or ');

const { CloudWatchLogsConfiguration: LOGS, FirehoseConfiguration: FIREHOSE, S3Configuration: S3 } = ARN_RULES;

const logGroupArn = z
  .string({ error: LOGS.example })
  .transform(withoutWildcard)
  .refine((arn) => isArnOf('CloudWatchLogsConfiguration', arn), { error: LOGS.example });
const streamArn = z
  .string({ error: FIREHOSE.example })
  .refine((arn) => isArnOf('FirehoseConfiguration', arn), { error: FIREHOSE.example });
const bucketArn = z
  .string({ error: S3.example })
  .refine((arn) => isArnOf('S3Configuration', arn), { error: S3.example });

const object = 'an object';

export const entrySchema = z.strictObject(
  {
    EventSource: z.enum(EVENT_SOURCES, { error: oneOf(EVENT_SOURCES) }),
    LogLevel: z.enum(LOG_LEVELS, { error: oneOf(LOG_LEVELS) }),
    CloudWatchLogsConfiguration: z
      .strictObject({ LogGroupArn: logGroupArn }, { error: object })
      .exactOptional(),
    FirehoseConfiguration: z.strictObject({ StreamArn: streamArn }, { error: object }).exactOptional(),
    S3Configuration: z.strictObject({ BucketArn: bucketArn }, { error: object }).exactOptional(),
  },
  { error: 'an object with EventSource, LogLevel and one destination' },
);

export const parameterSchema = z.strictObject(
  {
    UserPoolId: z.string({ error: "the pool's own id, or nothing" }).exactOptional(),
    // No .max() here: zod looks into no entry of a list that is too long, and then not every fault is told.
    LogConfigurations: z.array(entrySchema, { error: LIST_EXPECTED }),
    Mode: z.enum(MODES, { error: oneOf(MODES) }).default('Enforce'),
    OnDelete: z.enum(DELETION_POLICIES, { error: oneOf(DELETION_POLICIES) }).default('Retain'),
  },
  { error: 'an object with LogConfigurations, as SetLogDeliveryConfiguration takes it' },
);

export type ParameterValue = z.output<typeof parameterSchema>;
