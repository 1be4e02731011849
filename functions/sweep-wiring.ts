import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { sqsBacklog } from '../lib/aws/backlog.ts';
import type { Config } from '../lib/aws/config.ts';
import { destinationCheck } from '../lib/aws/destinations/check.ts';
import { dynamoFindings } from '../lib/aws/findings.ts';
import { dynamoFleet } from '../lib/aws/fleet.ts';
import { dynamoFreeze } from '../lib/aws/freeze-store.ts';
import { ssmParameterListing } from '../lib/aws/parameters-list.ts';
import { ssmParameters } from '../lib/aws/parameters-read.ts';
import { dynamoPolicyNames, dynamoReportedPolicies } from '../lib/aws/policy-names.ts';
import { dynamoPoolDirectory } from '../lib/aws/pool-directory.ts';
import { eventBridgePublisher } from '../lib/aws/publisher.ts';
import { sqsQueue } from '../lib/aws/queue.ts';
import { dynamoRecordListing } from '../lib/aws/records-list.ts';
import { dynamoReplicas } from '../lib/aws/replicas.ts';
import { dynamoRollouts } from '../lib/aws/rollouts.ts';
import { tableAndRateLimiter } from '../lib/aws/table-and-rate-limiter.ts';
import { taggedPools } from '../lib/aws/tagged-pools.ts';
import { timeouts, withoutSdkRetries } from '../lib/aws/timeouts.ts';
import { cognitoUserPools } from '../lib/aws/user-pools.ts';
import type { Telemetry } from '../lib/reconcile/ports.ts';
import { sweep } from '../lib/reconcile/sweep.ts';

/** The sweep function's wiring. */
export function wireSweep(config: Config, telemetry: Telemetry): ReturnType<typeof sweep> {
  const { table, rateLimiting } = tableAndRateLimiter(config, telemetry);
  const { settings, stateTable } = config;
  const sqs = new SQSClient(timeouts);
  const ssm = new SSMClient(withoutSdkRetries);
  const tagging = new ResourceGroupsTaggingAPIClient(withoutSdkRetries);
  return sweep({
    settings,
    clock: rateLimiting.clock,
    telemetry,
    backlog: sqsBacklog(sqs, config.upkeepQueueUrl),
    parameters: ssmParameterListing(ssm, settings.prefix, rateLimiting),
    desired: ssmParameters(ssm, settings.prefix, rateLimiting),
    policyNames: dynamoPolicyNames(table, stateTable),
    rollouts: dynamoRollouts(table, stateTable),
    reportedPolicies: dynamoReportedPolicies(table, stateTable),
    taggedPools: taggedPools(tagging, settings, rateLimiting),
    records: dynamoRecordListing(table, stateTable),
    pools: cognitoUserPools(new CognitoIdentityProviderClient(withoutSdkRetries), rateLimiting),
    queue: sqsQueue(sqs, { edits: config.editsQueueUrl, upkeep: config.upkeepQueueUrl }),
    fleet: dynamoFleet(table, stateTable),
    freeze: dynamoFreeze(table, stateTable),
    replicas: dynamoReplicas(table, stateTable),
    directory: dynamoPoolDirectory(table, stateTable),
    destinations: destinationCheck(settings),
    findings: dynamoFindings(table, stateTable),
    publisher: eventBridgePublisher(new EventBridgeClient(timeouts), config.eventBus),
  });
}
