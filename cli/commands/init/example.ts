import * as z from 'zod';
import { parameterSchema } from '../../../lib/domain/parameter/schema.ts';
import { policySchema } from '../../../lib/domain/policy/schema.ts';
import type { Settings } from '../../../lib/domain/settings.ts';

/** Files that `clr init` writes: an example with comments, and the schemas that editors use for parameters and policies. */
export const EXAMPLE_FILE = 'parameter.example.yaml';
export const SCHEMA_FILE = 'parameter.schema.json';
export const POLICY_SCHEMA_FILE = 'policy.schema.json';

export const parameterJsonSchema = (): object => ({
  ...z.toJSONSchema(parameterSchema, { io: 'input', target: 'draft-7' }),
  title: 'Log delivery of a user pool',
  description: 'Value of an SSM parameter for cognito-log-reconciler',
});

export const policyJsonSchema = (): object => ({
  ...z.toJSONSchema(policySchema, { io: 'input', target: 'draft-7' }),
  title: 'Log delivery policy for user pools',
  description: 'Value of a policy parameter for cognito-log-reconciler',
});

export const example = ({
  partition,
  account,
  region,
}: Pick<Settings, 'partition' | 'account' | 'region'>): string => `\
# yaml-language-server: $schema=./${SCHEMA_FILE}
#
# The log delivery configuration of a user pool: the request body of SetLogDeliveryConfiguration.
# This file is YAML. Parameter Store contains JSON; clr put converts the file.

# The pool. Optional: clr put gets the pool ID from the command line.
# UserPoolId: ${region}_aBcDeFgHi

# Up to two entries, at most one for each event source. [] turns log delivery off.
LogConfigurations:
  # Delivery errors of email and SMS messages: LogLevel ERROR, to a log group, in every tier.
  # The log group must be in the account of the pool and must not be encrypted with KMS.
  - EventSource: userNotification
    LogLevel: ERROR
    CloudWatchLogsConfiguration:
      LogGroupArn: arn:${partition}:logs:${region}:${account}:log-group:/aws/vendedlogs/cognito

  # Sign-in activity: LogLevel INFO, in the PLUS tier with threat protection, to exactly one destination: a
  # log group, a Firehose stream (FirehoseConfiguration: StreamArn) or a bucket (S3Configuration: BucketArn).
  # - EventSource: userAuthEvents
  #   LogLevel: INFO
  #   FirehoseConfiguration:
  #     StreamArn: arn:${partition}:firehose:${region}:${account}:deliverystream/sign-ins

# Enforce: the service applies this configuration. Observe: it reports differences and changes nothing.
Mode: Enforce

# After this parameter is deleted: Retain leaves the pool unchanged, Clear turns off its log delivery.
OnDelete: Retain
`;
