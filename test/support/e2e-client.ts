import { setTimeout as sleep } from 'node:timers/promises';
import {
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  GetLogDeliveryConfigurationCommand,
  SetLogDeliveryConfigurationCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { DeleteParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { z } from 'zod';
import { observedEntry } from '../../lib/aws/log-delivery.ts';
import { dynamoRecords } from '../../lib/aws/records.ts';
import { dynamoRollouts } from '../../lib/aws/rollouts.ts';
import { normalized, type ObservedConfiguration } from '../../lib/domain/log-configuration.ts';
import type { Outcome } from '../../lib/domain/outcome.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';
import type { PolicyRollout } from '../../lib/domain/rollout/rollout.ts';
import { settle } from './rollouts.ts';

/**
 * A user of the deployed service: plain SDK clients. It uses nothing of the service except its table.
 */
export interface E2eClient {
  createPool(tier?: 'LITE' | 'ESSENTIALS' | 'PLUS'): Promise<string>;
  setTier(pool: string, tier: 'ESSENTIALS' | 'PLUS'): Promise<void>;
  setPool(pool: string, configurations: readonly ObservedConfiguration[]): Promise<void>;
  pool(pool: string): Promise<readonly ObservedConfiguration[]>;
  put(pool: string, value: unknown): Promise<void>;
  remove(pool: string): Promise<void>;
  record(pool: string): Promise<PoolRecord | undefined>;
  /** Stores this text as the settled version of a policy, so that the policy applies to all its pools when it is created. */
  settle(policy: string, text: string): Promise<void>;
  rollout(policy: string): Promise<PolicyRollout | undefined>;
  sweep(payload?: unknown): Promise<z.output<typeof swept>>;
  /** Starts the policies function as its schedule does, and waits for it. */
  driveRollouts(): Promise<void>;
  /** Sends a message to one of the service's queues, as EventBridge does. */
  send(queue: 'edits' | 'upkeep', body: unknown): Promise<void>;
  /** The number of messages that wait, are in flight or are delayed. */
  messages(queue: string): Promise<number>;
  /** The number of calls of the operation that the service has made in this account and Region. */
  calls(operation: string): Promise<number>;
}

const swept = z.object({
  result: z.string(),
  managed: z.number(),
  lost: z.number(),
  held: z.boolean(),
  unmanaged: z.number(),
  destinationsMissing: z.number(),
});
const counts = z.object({
  accountRegions: z.array(
    z.object({
      account: z.string(),
      region: z.string(),
      functions: z.record(z.string(), z.record(z.string(), z.number())).default({}),
    }),
  ),
});

export function e2eClient(endpoint: string, account: string, region: string): E2eClient {
  const client = { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: 'none' } };
  const patient = { ...client, maxAttempts: 20 };
  const cognito = new CognitoIdentityProviderClient(patient);
  const ssm = new SSMClient(patient);
  const sqs = new SQSClient(client);
  const lambda = new LambdaClient(client);
  const name = 'cognito-log-reconciler-dev';
  const dynamo = new DynamoDBClient(client);
  const table = `${name}-state`;
  const records = dynamoRecords(dynamo, table);
  const rollouts = dynamoRollouts(dynamo, table);
  const parameter = (pool: string): string => `/cognito-log-delivery/pools/${pool}`;
  const queueUrl = async (queue: string): Promise<string> =>
    (await sqs.send(new GetQueueUrlCommand({ QueueName: `${name}-${queue}` }))).QueueUrl ?? '';
  return {
    async createPool(UserPoolTier = 'PLUS') {
      const threats = UserPoolTier === 'PLUS' && {
        UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' as const },
      };
      const { UserPool } = await cognito.send(
        new CreateUserPoolCommand({ PoolName: 'pool', UserPoolTier, ...threats }),
      );
      return UserPool?.Id ?? '';
    },
    async setTier(UserPoolId, UserPoolTier) {
      const threats = UserPoolTier === 'PLUS' && {
        UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' as const },
      };
      await cognito.send(new UpdateUserPoolCommand({ UserPoolId, UserPoolTier, ...threats }));
    },
    async setPool(UserPoolId, configurations) {
      const LogConfigurations = configurations.map((entry) => JSON.parse(JSON.stringify(entry)));
      await cognito.send(new SetLogDeliveryConfigurationCommand({ UserPoolId, LogConfigurations }));
    },
    async pool(UserPoolId) {
      const answer = await cognito.send(new GetLogDeliveryConfigurationCommand({ UserPoolId }));
      return normalized((answer.LogDeliveryConfiguration?.LogConfigurations ?? []).map(observedEntry));
    },
    async put(pool, value) {
      const Value = typeof value === 'string' ? value : JSON.stringify(value);
      const command = new PutParameterCommand({
        Name: parameter(pool),
        Value,
        Type: 'String',
        Overwrite: true,
      });
      await untilNotThrottled(() => ssm.send(command));
    },
    async remove(pool) {
      await ssm.send(new DeleteParameterCommand({ Name: parameter(pool) }));
    },
    record: (pool) => records.read(pool),
    settle: (policy, text) => settle(rollouts, policy, text),
    rollout: async (policy) => (await rollouts.read([policy])).get(policy),
    async sweep(payload = {}) {
      const answer = await lambda.send(
        new InvokeCommand({ FunctionName: `${name}-sweep`, Payload: Buffer.from(JSON.stringify(payload)) }),
      );
      const text = Buffer.from(answer.Payload ?? []).toString();
      if (answer.FunctionError) throw new Error(text);
      return swept.parse(JSON.parse(text));
    },
    async driveRollouts() {
      const event = { source: 'aws.events', 'detail-type': 'Scheduled Event' };
      const answer = await lambda.send(
        new InvokeCommand({ FunctionName: `${name}-policies`, Payload: Buffer.from(JSON.stringify(event)) }),
      );
      if (answer.FunctionError) throw new Error(Buffer.from(answer.Payload ?? []).toString());
    },
    async send(queue, body) {
      await sqs.send(
        new SendMessageCommand({ QueueUrl: await queueUrl(queue), MessageBody: JSON.stringify(body) }),
      );
    },
    async messages(queue) {
      const answer = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: await queueUrl(queue), AttributeNames: ['All'] }),
      );
      const of = (attribute: string): number =>
        Number(z.record(z.string(), z.string()).parse(answer.Attributes)[attribute] ?? 0);
      return (
        of('ApproximateNumberOfMessages') +
        of('ApproximateNumberOfMessagesNotVisible') +
        of('ApproximateNumberOfMessagesDelayed')
      );
    },
    async calls(operation) {
      const answer = counts.parse(await (await fetch(`${endpoint}/_local/calls`)).json());
      const accountRegion = answer.accountRegions.find(
        (one) => one.account === account && one.region === region,
      );
      const outcomes = accountRegion?.functions[operation] ?? {};
      return Object.values(outcomes).reduce((sum, count) => sum + count, 0);
    },
  };
}

/** The SDK stops retrying when its retry quota is used up; a user's script retries again. */
async function untilNotThrottled(call: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await call();
      return;
    } catch (error) {
      if (!(error instanceof Error && error.name === 'ThrottlingException')) throw error;
      await sleep(100);
    }
  }
}

/**
 * Reads until the condition is true. Fails with the last value that it read. The pauses grow with the time that has passed, because a
 * read costs as much processor time as the work that it waits for.
 */
export async function eventually<T>(
  look: () => Promise<T>,
  holds: (seen: T) => boolean,
  ms = 30_000,
): Promise<T> {
  const start = Date.now();
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    const passed = Date.now() - start;
    if (passed > ms)
      throw new Error(`the condition did not become true; last value: ${JSON.stringify(seen)}`);
    await sleep(Math.min(25 + passed / 8, 250));
  }
}

/** Waits until the record has this outcome and no unconfirmed intent. */
export const waitForOutcome = (
  client: E2eClient,
  pool: string,
  outcome: Outcome,
  after = 0,
): Promise<PoolRecord | undefined> =>
  eventually(
    () => client.record(pool),
    (record) => record?.Status.Outcome === outcome && record.Intent === undefined && record.Revision > after,
  );
