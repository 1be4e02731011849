import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { sqsBacklog } from '../lib/aws/backlog.ts';
import type { Config } from '../lib/aws/config.ts';
import { destinationCheck } from '../lib/aws/destinations/check.ts';
import { dynamoFindings } from '../lib/aws/findings.ts';
import { dynamoFleet } from '../lib/aws/fleet.ts';
import { ssmParameterListing } from '../lib/aws/parameters-list.ts';
import { dynamoPoolDirectory } from '../lib/aws/pool-directory.ts';
import { eventBridgePublisher } from '../lib/aws/publisher.ts';
import { sqsQueue } from '../lib/aws/queue.ts';
import { dynamoRecordListing } from '../lib/aws/records-list.ts';
import { dynamoReplicas } from '../lib/aws/replicas.ts';
import { tableAndRateLimiter, withoutSdkRetries } from '../lib/aws/table-and-rate-limiter.ts';
import { timeouts } from '../lib/aws/timeouts.ts';
import { cognitoUserPools } from '../lib/aws/user-pools.ts';
import type { Telemetry } from '../lib/reconcile/ports.ts';
import { sweep } from '../lib/reconcile/sweep.ts';

/** The sweep function's wiring. */
export function wireSweep(config: Config, telemetry: Telemetry): ReturnType<typeof sweep> {
  const { table, rateLimiting } = tableAndRateLimiter(config, telemetry);
  const sqs = new SQSClient(timeouts);
  return sweep({
    settings: config.settings,
    clock: rateLimiting.clock,
    telemetry,
    backlog: sqsBacklog(sqs, config.upkeepQueueUrl),
    parameters: ssmParameterListing(new SSMClient(withoutSdkRetries), config.settings.prefix, rateLimiting),
    records: dynamoRecordListing(table, config.stateTable),
    pools: cognitoUserPools(new CognitoIdentityProviderClient(withoutSdkRetries), rateLimiting),
    queue: sqsQueue(sqs, { edits: config.editsQueueUrl, upkeep: config.upkeepQueueUrl }),
    fleet: dynamoFleet(table, config.stateTable),
    replicas: dynamoReplicas(table, config.stateTable),
    directory: dynamoPoolDirectory(table, config.stateTable),
    destinations: destinationCheck(config.settings),
    findings: dynamoFindings(table, config.stateTable),
    publisher: eventBridgePublisher(new EventBridgeClient(timeouts), config.eventBus),
  });
}
