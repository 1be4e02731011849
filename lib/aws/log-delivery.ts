import {
  type CognitoIdentityProviderClient,
  GetLogDeliveryConfigurationCommand,
  type LogConfigurationType,
  SetLogDeliveryConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Rejection } from '../domain/decide/after-set.ts';
import { normalized, type ObservedConfiguration } from '../domain/log-configuration.ts';
import type { LogDelivery, SetResult } from '../reconcile/ports.ts';
import { errorClass, errorName, toAwsCallError } from './failures.ts';
import { callWithRateLimit, type RateLimiting } from './rate-limiter/call-with-rate-limit.ts';

/**
 * Reads and writes the log delivery of a pool. Disable the client's own retries: each attempt needs a rate
 * limiter slot.
 */
export function cognitoLogDelivery(
  client: CognitoIdentityProviderClient,
  rateLimiting: RateLimiting,
): LogDelivery {
  return {
    async get(UserPoolId, context) {
      const operation = 'GetLogDeliveryConfiguration';
      try {
        const response = await callWithRateLimit(rateLimiting, 'CognitoRead', operation, context, () =>
          client.send(new GetLogDeliveryConfigurationCommand({ UserPoolId })),
        );
        const entries = response.LogDeliveryConfiguration?.LogConfigurations ?? [];
        return { kind: 'Present', LogConfigurations: normalized(entries.map(observedEntry)) };
      } catch (error) {
        if (errorClass(error) === 'NotFound') return { kind: 'PoolNotFound' };
        // A rejected read does not mean that the desired configuration is rejected.
        throw errorClass(error) === 'Rejected' ? toAwsCallError(operation, error) : error;
      }
    },

    acquireWrite: (context) => rateLimiting.rateLimiter.acquire('CognitoWrite', context),

    async set(UserPoolId, configurations, context) {
      const operation = 'SetLogDeliveryConfiguration';
      const LogConfigurations = [...configurations];
      const command = new SetLogDeliveryConfigurationCommand({ UserPoolId, LogConfigurations });
      try {
        await callWithRateLimit(
          rateLimiting,
          'CognitoWrite',
          operation,
          context,
          () => client.send(command),
          true,
        );
        return { kind: 'Accepted' };
      } catch (error) {
        return rejection(error);
      }
    },
  };
}

function rejection(error: unknown): SetResult {
  const kind = errorClass(error);
  if (kind !== 'Rejected' && kind !== 'NotFound') throw error;
  const details: Rejection = { name: errorName(error), message: error instanceof Error ? error.message : '' };
  return kind === 'Rejected'
    ? { kind: 'Rejected', rejection: details }
    : { kind: 'NotFound', rejection: details };
}

/**
 * Converts a log configuration of the SDK. It keeps only destinations with an ARN: the SDK's types declare
 * the destination objects and their ARNs as optional (docs/aws-facts.md#optional-destinations).
 */
export function observedEntry(given: LogConfigurationType): ObservedConfiguration {
  const logs = given.CloudWatchLogsConfiguration?.LogGroupArn;
  const stream = given.FirehoseConfiguration?.StreamArn;
  const bucket = given.S3Configuration?.BucketArn;
  return {
    EventSource: given.EventSource ?? '',
    LogLevel: given.LogLevel ?? '',
    ...(logs !== undefined && { CloudWatchLogsConfiguration: { LogGroupArn: logs } }),
    ...(stream !== undefined && { FirehoseConfiguration: { StreamArn: stream } }),
    ...(bucket !== undefined && { S3Configuration: { BucketArn: bucket } }),
  };
}
