import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LocalAccountRegion } from '../../local/account-regions/local-account-region.ts';
import type { LocalCloud } from '../../local/cloud.ts';

export const REGION = 'eu-west-1';
export const PREFIX = '/cognito-log-delivery';

/** An account of the local cloud with the service's table and queues. Each measurement has its own. */
export interface Account {
  readonly id: string;
  readonly accountRegion: LocalAccountRegion;
  readonly endpoint: string;
  /** The environment variables of a worker process. */
  readonly environment: Readonly<Record<string, string>>;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  send(queueName: 'edits' | 'upkeep', bodies: readonly string[]): Promise<void>;
  close(): void;
}

let accounts = 0;

export interface AccountOptions {
  /** Multiplies AWS's quotas, both in the cloud and in the settings of the workers. */
  readonly scale: number;
  /**
   * The visibility timeout, after which the messages of a killed worker return. The deployment uses 180 s.
   */
  readonly visibilitySeconds?: number;
}

export async function openAccount(
  cloud: LocalCloud,
  { scale, visibilitySeconds = 180 }: AccountOptions,
): Promise<Account> {
  accounts += 1;
  const id = String(100_000_000_000 + accounts);
  const credentials = { accessKeyId: id, secretAccessKey: 'none' };
  const client = { endpoint: cloud.url, region: REGION, credentials };
  const dynamodb = new DynamoDBClient(client);
  const sqs = new SQSClient(client);
  await dynamodb.send(
    new CreateTableCommand({
      TableName: 'state',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'Id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'Id', KeyType: 'HASH' }],
    }),
  );
  const Attributes = { VisibilityTimeout: String(visibilitySeconds) };
  for (const QueueName of ['edits', 'upkeep', 'edits-dlq', 'upkeep-dlq'])
    await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  const url = (queueName: string) => `${cloud.url}/${id}/${queueName}`;
  return {
    id,
    accountRegion: await cloud.accountRegion(id, REGION),
    endpoint: cloud.url,
    credentials,
    environment: environmentOf(id, cloud.url, scale, url),
    async send(queueName, bodies) {
      for (let at = 0; at < bodies.length; at += 10) {
        const Entries = bodies.slice(at, at + 10).map((MessageBody, Id) => ({ Id: String(Id), MessageBody }));
        await sqs.send(new SendMessageBatchCommand({ QueueUrl: url(queueName), Entries }));
      }
    },
    close() {
      dynamodb.destroy();
      sqs.destroy();
    },
  };
}

function environmentOf(
  id: string,
  endpoint: string,
  scale: number,
  url: (queueName: string) => string,
): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: id,
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ACCOUNT_ID: id,
    PARTITION: 'aws',
    PARAMETER_PREFIX: PREFIX,
    MODE: 'Enforce',
    ALLOWED_DESTINATIONS: `arn:aws:logs:*:${id}:log-group:*`,
    LOG_LEVEL_VALIDATION: 'error',
    CLEAR_GRACE_SECONDS: '600',
    HOLD_SHARE_PERCENT: '20',
    HOLD_MINIMUM: '5',
    CONTESTED_REPAIRS: '5',
    CONTESTED_SWEEPS: '3',
    RECHECK_DELAY_SECONDS: '0',
    SWEEP_SKIP_BACKLOG: '100',
    DESTINATION_CHECKS: 'on',
    EDITS_CONCURRENCY: '5',
    UPKEEP_CONCURRENCY: '2',
    COGNITO_READ_QUOTA: String(20 * scale),
    COGNITO_WRITE_QUOTA: String(15 * scale),
    POOL_READ_QUOTA: String(15 * scale),
    TAG_QUOTA: String(5 * scale),
    PARAMETER_QUOTA: String(40 * scale),
    PARAMETER_SHARE_PERCENT: '50',
    STATE_TABLE: 'state',
    EDITS_QUEUE_URL: url('edits'),
    UPKEEP_QUEUE_URL: url('upkeep'),
    EDITS_DEAD_LETTER_QUEUE_URL: url('edits-dlq'),
    UPKEEP_DEAD_LETTER_QUEUE_URL: url('upkeep-dlq'),
    EVENT_BUS: 'default',
  };
}
