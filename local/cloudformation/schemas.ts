import { z } from 'zod';

/**
 * The properties of the supported resource types. A property that is missing here prevents the start: tests
 * would be misleading if it were ignored. `unused` marks properties without an effect in the local cloud.
 */

const text = z.string();
const count = z.coerce.number().int().nonnegative();
const unused = z.unknown().optional();

export const queueSchema = z.strictObject({
  QueueName: text.optional(),
  VisibilityTimeout: count.optional(),
  MessageRetentionPeriod: count.optional(),
  DelaySeconds: count.optional(),
  ReceiveMessageWaitTimeSeconds: count.optional(),
  RedrivePolicy: z.strictObject({ deadLetterTargetArn: text, maxReceiveCount: count }).optional(),
  SqsManagedSseEnabled: unused,
  KmsMasterKeyId: unused,
  KmsDataKeyReusePeriodSeconds: unused,
  Tags: unused,
});

export const tableSchema = z.strictObject({
  TableName: text.optional(),
  BillingMode: z.literal('PAY_PER_REQUEST'),
  AttributeDefinitions: z.array(
    z.strictObject({ AttributeName: text, AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema: z.array(z.strictObject({ AttributeName: text, KeyType: z.enum(['HASH', 'RANGE']) })),
  PointInTimeRecoverySpecification: unused,
  SSESpecification: unused,
  TimeToLiveSpecification: unused,
  DeletionProtectionEnabled: unused,
  Tags: unused,
});

export const functionSchema = z.strictObject({
  FunctionName: text.optional(),
  Code: z.strictObject({ S3Bucket: unused, S3Key: text }),
  Handler: text,
  Role: text,
  Timeout: count.default(3),
  MemorySize: count.default(128),
  Environment: z.strictObject({ Variables: z.record(text, text) }).default({ Variables: {} }),
  ReservedConcurrentExecutions: count.optional(),
  RecursiveLoop: z.enum(['Allow', 'Terminate']).default('Terminate'),
  Runtime: unused,
  Architectures: unused,
  Description: unused,
  TracingConfig: unused,
  LoggingConfig: unused,
  KmsKeyArn: unused,
  Tags: unused,
});

export const invokeConfigSchema = z.strictObject({
  FunctionName: text,
  Qualifier: z.literal('$LATEST'),
  MaximumEventAgeInSeconds: count.default(21_600),
  MaximumRetryAttempts: count.default(2),
  DestinationConfig: z.strictObject({}).optional(),
});

export const mappingSchema = z.strictObject({
  EventSourceArn: text,
  FunctionName: text,
  BatchSize: count.default(10),
  MaximumBatchingWindowInSeconds: count.default(0),
  Enabled: z.boolean().default(true),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  ScalingConfig: z.strictObject({ MaximumConcurrency: count.min(2).max(1000) }).optional(),
});

export const ruleSchema = z.strictObject({
  Name: text.optional(),
  Description: text.optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  EventPattern: z.unknown().optional(),
  ScheduleExpression: text.optional(),
  Targets: z.array(
    z.strictObject({
      Id: text,
      Arn: text,
      DeadLetterConfig: z.strictObject({ Arn: text }).optional(),
      RetryPolicy: unused,
    }),
  ),
});

const oneOrMore = z.union([text.transform((one) => [one]), z.array(text)]);

/** Only the statements that allow a rule to send are used. Deny statements and all others are ignored. */
export const queuePolicySchema = z.strictObject({
  Queues: z.array(text),
  PolicyDocument: z.object({
    Statement: z.array(
      z.object({
        Effect: text,
        Principal: z.unknown().optional(),
        Action: oneOrMore,
        Resource: oneOrMore.optional(),
        Condition: z.unknown().optional(),
      }),
    ),
  }),
});

export const permissionSchema = z.strictObject({
  FunctionName: text,
  Action: text,
  Principal: text,
  SourceArn: text.optional(),
});

/** Types without an effect in the local cloud. Their references must resolve anyway. */
export const INERT_TYPES: ReadonlySet<string> = new Set([
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SNS::Subscription',
]);
