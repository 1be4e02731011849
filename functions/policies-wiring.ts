import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { sqsBacklog } from '../lib/aws/backlog.ts';
import type { Config } from '../lib/aws/config.ts';
import { destinationCheck } from '../lib/aws/destinations/check.ts';
import { dynamoFreeze } from '../lib/aws/freeze-store.ts';
import { ssmParameterListing } from '../lib/aws/parameters-list.ts';
import { ssmParameters } from '../lib/aws/parameters-read.ts';
import { dynamoPolicyNames, dynamoReportedPolicies } from '../lib/aws/policy-names.ts';
import { eventBridgePublisher } from '../lib/aws/publisher.ts';
import { sqsQueue } from '../lib/aws/queue.ts';
import { dynamoRecordListing } from '../lib/aws/records-list.ts';
import { dynamoRollouts } from '../lib/aws/rollouts.ts';
import { tableAndRateLimiter } from '../lib/aws/table-and-rate-limiter.ts';
import { taggedPools } from '../lib/aws/tagged-pools.ts';
import { timeouts, withoutSdkRetries } from '../lib/aws/timeouts.ts';
import { cognitoUserPools } from '../lib/aws/user-pools.ts';
import type { RolloutCommand } from '../lib/domain/rollout/operator.ts';
import { type CommandRolloutResult, commandRollout } from '../lib/reconcile/command-rollout.ts';
import { driveRollouts, type RolloutPorts } from '../lib/reconcile/drive-rollouts.ts';
import type { Telemetry } from '../lib/reconcile/ports.ts';

export interface PolicyUseCases {
  readonly drive: ReturnType<typeof driveRollouts>;
  command(name: string, action: RolloutCommand): Promise<CommandRolloutResult>;
}

/** Creates the clients and adapters of the policies function. */
export function wirePolicies(config: Config, telemetry: Telemetry): PolicyUseCases {
  const { settings, stateTable } = config;
  const { table, rateLimiting } = tableAndRateLimiter(config, telemetry);
  const ssm = new SSMClient(withoutSdkRetries);
  const cognito = new CognitoIdentityProviderClient(withoutSdkRetries);
  const tagging = new ResourceGroupsTaggingAPIClient(withoutSdkRetries);
  const urls = { edits: config.editsQueueUrl, upkeep: config.upkeepQueueUrl };
  const sqs = new SQSClient(timeouts);
  const ports: RolloutPorts = {
    settings,
    clock: rateLimiting.clock,
    telemetry,
    policyNames: dynamoPolicyNames(table, stateTable),
    rollouts: dynamoRollouts(table, stateTable),
    freeze: dynamoFreeze(table, stateTable),
    destinations: destinationCheck(settings),
    backlog: sqsBacklog(sqs, config.upkeepQueueUrl),
    reportedPolicies: dynamoReportedPolicies(table, stateTable),
    desired: ssmParameters(ssm, settings.prefix, rateLimiting),
    parameters: ssmParameterListing(ssm, settings.prefix, rateLimiting),
    records: dynamoRecordListing(table, stateTable),
    pools: cognitoUserPools(cognito, rateLimiting),
    taggedPools: taggedPools(tagging, settings, rateLimiting),
    queue: sqsQueue(sqs, urls),
    publisher: eventBridgePublisher(new EventBridgeClient(timeouts), config.eventBus),
  };
  return {
    drive: driveRollouts(ports),
    command: (name, action) => commandRollout(ports, name, action),
  };
}
