import * as z from 'zod';
import { parameterSchema } from '../../../lib/domain/parameter/schema.ts';

/** What `clr init` writes: a commented example, and the schema that editors complete and check it by. */
export const EXAMPLE_FILE = 'parameter.example.yaml';
export const SCHEMA_FILE = 'parameter.schema.json';

export const parameterJsonSchema = (): object => ({
  ...z.toJSONSchema(parameterSchema, { io: 'input', target: 'draft-7' }),
  title: "A user pool's log delivery",
  description: 'The value of a parameter of cognito-log-reconciler',
});

export const example = (account: string, region: string): string => `\
# yaml-language-server: $schema=./${SCHEMA_FILE}
#
# What a user pool's log delivery shall be: the request body of SetLogDeliveryConfiguration.
# YAML here, JSON in Parameter Store; clr put turns the one into the other.

# The pool. May be left out: clr put takes its name from the command line.
# UserPoolId: ${region}_aBcDeFgHi

# None, one or two entries; each event source no more than once. [] turns log delivery off.
LogConfigurations:
  # Errors in delivering e-mail and SMS messages: ERROR, to a log group, on any tier.
  # The log group is in the pool's own account, and not encrypted with KMS.
  - EventSource: userNotification
    LogLevel: ERROR
    CloudWatchLogsConfiguration:
      LogGroupArn: arn:aws:logs:${region}:${account}:log-group:/aws/vendedlogs/cognito

  # Sign-in activity: INFO, on the tier PLUS with threat protection on, to exactly one of a log group,
  # a Firehose stream (FirehoseConfiguration: StreamArn) or a bucket (S3Configuration: BucketArn).
  # - EventSource: userAuthEvents
  #   LogLevel: INFO
  #   FirehoseConfiguration:
  #     StreamArn: arn:aws:firehose:${region}:${account}:deliverystream/sign-ins

# Enforce: the pool is kept so. Observe: what differs is told, and nothing is written.
Mode: Enforce

# When this parameter is deleted. Retain: the pool stays as it is. Clear: its log delivery is turned off.
OnDelete: Retain
`;
