import { randomUUID } from 'node:crypto';
import {
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  SetLogDeliveryConfigurationCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { DeleteParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { sqsBacklog } from '../../lib/aws/backlog.ts';
import { dynamoFailureCounts } from '../../lib/aws/failure-counts.ts';
import { dynamoFindings } from '../../lib/aws/findings.ts';
import { dynamoFleet } from '../../lib/aws/fleet.ts';
import { dynamoFreeze } from '../../lib/aws/freeze-store.ts';
import { cognitoLogDelivery } from '../../lib/aws/log-delivery.ts';
import { ssmParameterListing } from '../../lib/aws/parameters-list.ts';
import { ssmParameters } from '../../lib/aws/parameters-read.ts';
import { dynamoPolicyNames, dynamoReportedPolicies } from '../../lib/aws/policy-names.ts';
import { cognitoPoolDescriptions } from '../../lib/aws/pool-descriptions.ts';
import { dynamoPoolDirectory } from '../../lib/aws/pool-directory.ts';
import { eventBridgePublisher } from '../../lib/aws/publisher.ts';
import { sqsQueue } from '../../lib/aws/queue.ts';
import { dynamoReservations } from '../../lib/aws/rate-limiter/reservations.ts';
import { sharedRateLimiter } from '../../lib/aws/rate-limiter/shared-rate-limiter.ts';
import { dynamoRecords } from '../../lib/aws/records.ts';
import { dynamoRecordListing } from '../../lib/aws/records-list.ts';
import { dynamoReplicas } from '../../lib/aws/replicas.ts';
import { sqsRequeue } from '../../lib/aws/requeue.ts';
import { dynamoRollouts } from '../../lib/aws/rollouts.ts';
import { systemClock } from '../../lib/aws/system-clock.ts';
import { taggedPools } from '../../lib/aws/tagged-pools.ts';
import { cognitoUserPools } from '../../lib/aws/user-pools.ts';
import type { DestinationProblem } from '../../lib/domain/finding.ts';
import type { LogConfiguration, ObservedConfiguration } from '../../lib/domain/log-configuration.ts';
import { parameterName } from '../../lib/domain/user-pool-id.ts';
import type { BatchPorts } from '../../lib/reconcile/batch.ts';
import type { DestinationCheck, QueueName } from '../../lib/reconcile/ports.ts';
import type { SweepPorts } from '../../lib/reconcile/sweep.ts';
import type { Delivery } from '../../lib/reconcile/work.ts';
import { type RecordedTelemetry, recordingTelemetry } from './recording-telemetry.ts';
import { ACCOUNT, settings } from './situation.ts';

/** The service's adapters, which call a local cloud over HTTP. Each service has its own table and queues. */
export interface Service {
  readonly ports: BatchPorts & SweepPorts;
  readonly recorded: RecordedTelemetry;
  readonly table: string;
  readonly user: User;
  /** Sends an event to a queue, as EventBridge does. */
  sendEvent(queue: QueueName, body: unknown): Promise<void>;
  /** Receives the visible messages of a queue. */
  receive(queue: QueueName): Promise<readonly Delivery[]>;
  /** Returns the bodies in a dead-letter queue. */
  deadLetters(queue: QueueName): Promise<readonly string[]>;
}

/** The actions of users and of other clients. */
export interface User {
  createPool(tier?: 'LITE' | 'ESSENTIALS' | 'PLUS'): Promise<string>;
  updateTier(userPoolId: string, tier: 'LITE' | 'ESSENTIALS' | 'PLUS'): Promise<void>;
  /** Changes the pool as another client. */
  setPool(userPoolId: string, configurations: readonly LogConfiguration[]): Promise<void>;
  pool(userPoolId: string): Promise<readonly ObservedConfiguration[]>;
  put(userPoolId: string, value: unknown): Promise<void>;
  remove(userPoolId: string): Promise<void>;
  putNamed(name: string, value: string): Promise<void>;
  removeNamed(name: string): Promise<void>;
}

/** Creates a service. Tests that share a cloud use different accounts. */
export async function serviceAt(endpoint: string, account = ACCOUNT): Promise<Service> {
  const client = {
    endpoint,
    region: settings.region,
    credentials: { accessKeyId: account, secretAccessKey: 'none' },
  };
  const dynamo = new DynamoDBClient(client);
  const cognito = new CognitoIdentityProviderClient({ ...client, maxAttempts: 1 });
  const ssm = new SSMClient({ ...client, maxAttempts: 1 });
  const sqs = new SQSClient(client);
  const tagging = new ResourceGroupsTaggingAPIClient({ ...client, maxAttempts: 1 });
  const name = `test-${randomUUID()}`;
  await dynamo.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'Id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'Id', KeyType: 'HASH' }],
    }),
  );
  const queueUrl = async (queue: string): Promise<string> => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `${name}-${queue}` }));
    return QueueUrl ?? '';
  };
  const urls = { edits: await queueUrl('edits'), upkeep: await queueUrl('upkeep') };
  const deadLetterUrls = { edits: await queueUrl('edits-dlq'), upkeep: await queueUrl('upkeep-dlq') };
  const receiveFrom = async (QueueUrl: string): Promise<readonly Delivery[]> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 0,
        MessageSystemAttributeNames: ['All'],
      }),
    );
    return Messages.map(({ MessageId = '', Body = '', ReceiptHandle = '', Attributes }) => ({
      messageId: MessageId,
      body: Body,
      receiptHandle: ReceiptHandle,
      receives: Number(Attributes?.ApproximateReceiveCount),
      sentAt: Number(Attributes?.SentTimestamp),
    }));
  };
  const rate = 10_000;
  const rateLimiter = sharedRateLimiter(
    dynamoReservations(dynamo, name, systemClock),
    { CognitoRead: rate, CognitoWrite: rate, UserPoolRead: rate, ParameterRead: rate, TagRead: rate },
    systemClock,
    Math.random,
  );
  const { telemetry, recorded } = recordingTelemetry();
  const rateLimiting = { rateLimiter, clock: systemClock, random: Math.random, telemetry };
  const delivery = cognitoLogDelivery(cognito, rateLimiting);
  const missing = new Map<string, DestinationProblem>();
  const destinations: DestinationCheck = { check: async (arn) => missing.get(arn) };
  const context = { priority: 'edits', deadline: Number.MAX_SAFE_INTEGER } as const;
  const { prefix } = settings;
  return {
    recorded,
    table: name,
    ports: {
      settings: { ...settings, account },
      clock: systemClock,
      random: Math.random,
      telemetry,
      desired: ssmParameters(ssm, prefix, rateLimiting),
      delivery,
      records: Object.assign(dynamoRecordListing(dynamo, name), dynamoRecords(dynamo, name)),
      queue: sqsQueue(sqs, urls),
      requeue: sqsRequeue(sqs, urls, deadLetterUrls),
      failureCounts: dynamoFailureCounts(dynamo, name, systemClock),
      publisher: eventBridgePublisher(new EventBridgeClient(client), 'default'),
      backlog: sqsBacklog(sqs, urls.upkeep),
      parameters: ssmParameterListing(ssm, prefix, rateLimiting),
      pools: cognitoUserPools(cognito, rateLimiting),
      policyNames: dynamoPolicyNames(dynamo, name),
      rollouts: dynamoRollouts(dynamo, name),
      reportedPolicies: dynamoReportedPolicies(dynamo, name),
      taggedPools: taggedPools(tagging, { ...settings, account }, rateLimiting),
      fleet: dynamoFleet(dynamo, name),
      freeze: dynamoFreeze(dynamo, name),
      replicas: dynamoReplicas(dynamo, name),
      directory: dynamoPoolDirectory(dynamo, name),
      findings: dynamoFindings(dynamo, name),
      descriptions: cognitoPoolDescriptions(cognito, rateLimiting),
      destinations,
    },
    user: {
      async createPool(UserPoolTier = 'PLUS') {
        const { UserPool } = await cognito.send(
          new CreateUserPoolCommand({
            PoolName: 'a pool',
            UserPoolTier,
            ...(UserPoolTier === 'PLUS' && { UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } }),
          }),
        );
        return UserPool?.Id ?? '';
      },
      async updateTier(UserPoolId, UserPoolTier) {
        await cognito.send(new UpdateUserPoolCommand({ UserPoolId, UserPoolTier }));
      },
      async setPool(UserPoolId, configurations) {
        await cognito.send(
          new SetLogDeliveryConfigurationCommand({ UserPoolId, LogConfigurations: [...configurations] }),
        );
      },
      async pool(userPoolId) {
        const observed = await delivery.get(userPoolId, context);
        if (observed.kind !== 'Present') throw new Error(`no pool ${userPoolId}`);
        return observed.LogConfigurations;
      },
      async put(userPoolId, value) {
        const Value = typeof value === 'string' ? value : JSON.stringify(value);
        await ssm.send(
          new PutParameterCommand({
            Name: parameterName(prefix, userPoolId),
            Value,
            Type: 'String',
            Overwrite: true,
          }),
        );
      },
      async remove(userPoolId) {
        await ssm.send(new DeleteParameterCommand({ Name: parameterName(prefix, userPoolId) }));
      },
      async putNamed(Name, Value) {
        await ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }));
      },
      async removeNamed(Name) {
        await ssm.send(new DeleteParameterCommand({ Name }));
      },
    },
    async sendEvent(queue, body) {
      await sqs.send(new SendMessageCommand({ QueueUrl: urls[queue], MessageBody: JSON.stringify(body) }));
    },
    receive: (queue) => receiveFrom(urls[queue]),
    deadLetters: async (queue) => (await receiveFrom(deadLetterUrls[queue])).map(({ body }) => body),
  };
}
