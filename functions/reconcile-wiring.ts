import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Config } from '../lib/aws/config.ts';
import { dynamoFailureCounts, impatientTable } from '../lib/aws/failure-counts.ts';
import { dynamoFreeze } from '../lib/aws/freeze-store.ts';
import { cognitoLogDelivery } from '../lib/aws/log-delivery.ts';
import { ssmParameters } from '../lib/aws/parameters-read.ts';
import { dynamoPolicyNames } from '../lib/aws/policy-names.ts';
import { cognitoPoolDescriptions } from '../lib/aws/pool-descriptions.ts';
import { eventBridgePublisher } from '../lib/aws/publisher.ts';
import { dynamoRecords } from '../lib/aws/records.ts';
import { sqsRequeue } from '../lib/aws/requeue.ts';
import { dynamoRollouts } from '../lib/aws/rollouts.ts';
import { tableAndRateLimiter } from '../lib/aws/table-and-rate-limiter.ts';
import { timeouts, withoutSdkRetries } from '../lib/aws/timeouts.ts';
import { reconcileBatch } from '../lib/reconcile/batch.ts';
import type { Telemetry } from '../lib/reconcile/ports.ts';

/** Creates the clients and adapters of the reconcile function. */
export function wireReconcile(config: Config, telemetry: Telemetry): ReturnType<typeof reconcileBatch> {
  const { table, rateLimiting } = tableAndRateLimiter(config, telemetry);
  const sqs = new SQSClient(timeouts);
  const cognito = new CognitoIdentityProviderClient(withoutSdkRetries);
  const urls = { edits: config.editsQueueUrl, upkeep: config.upkeepQueueUrl };
  const deadLetterUrls = { edits: config.editsDeadLetterQueueUrl, upkeep: config.upkeepDeadLetterQueueUrl };
  return reconcileBatch({
    settings: config.settings,
    clock: rateLimiting.clock,
    random: rateLimiting.random,
    telemetry,
    desired: ssmParameters(new SSMClient(withoutSdkRetries), config.settings.prefix, rateLimiting),
    delivery: cognitoLogDelivery(cognito, rateLimiting),
    descriptions: cognitoPoolDescriptions(cognito, rateLimiting),
    policyNames: dynamoPolicyNames(table, config.stateTable),
    rollouts: dynamoRollouts(table, config.stateTable),
    records: dynamoRecords(table, config.stateTable),
    freeze: dynamoFreeze(table, config.stateTable),
    requeue: sqsRequeue(sqs, urls, deadLetterUrls),
    failureCounts: dynamoFailureCounts(impatientTable(), config.stateTable, rateLimiting.clock),
    publisher: eventBridgePublisher(new EventBridgeClient(timeouts), config.eventBus),
  });
}
