import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Telemetry } from '../domain/ports.ts';
import { sweep } from '../reconcile/sweep.ts';
import { sqsBacklog } from './backlog.ts';
import type { Config } from './config.ts';
import { destinationCheck } from './destinations/check.ts';
import { dynamoFindings } from './findings.ts';
import { dynamoFleet } from './fleet.ts';
import { paced, tableAndPace } from './pace.ts';
import { ssmParameterListing } from './parameters-list.ts';
import { eventBridgePublisher } from './publisher.ts';
import { sqsQueue } from './queue.ts';
import { dynamoRecordListing } from './records-list.ts';
import { requestHandler } from './timeouts.ts';
import { cognitoUserPools } from './user-pools.ts';

/** The sweep function's wiring. */
export function sweepRoot(config: Config, telemetry: Telemetry): ReturnType<typeof sweep> {
  const { table, pace } = tableAndPace(config, telemetry);
  const sqs = new SQSClient({ requestHandler });
  return sweep({
    settings: config.settings,
    clock: pace.clock,
    telemetry,
    backlog: sqsBacklog(sqs, config.upkeepQueueUrl),
    parameters: ssmParameterListing(new SSMClient(paced), config.settings.prefix, pace),
    records: dynamoRecordListing(table, config.stateTable),
    pools: cognitoUserPools(new CognitoIdentityProviderClient(paced), pace),
    queue: sqsQueue(sqs, { edits: config.editsQueueUrl, upkeep: config.upkeepQueueUrl }),
    fleet: dynamoFleet(table, config.stateTable),
    destinations: destinationCheck(config.settings),
    findings: dynamoFindings(table, config.stateTable),
    publisher: eventBridgePublisher(new EventBridgeClient({ requestHandler }), config.eventBus),
  });
}
