import { once } from 'node:events';
import { createServer } from 'node:http';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CognitoIdentityProviderClient,
  SetLogDeliveryConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DescribeDeliveryStreamCommand, FirehoseClient } from '@aws-sdk/client-firehose';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { HeadBucketCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { HttpRequest } from '@smithy/core/protocols';

/**
 * A program that bundle-plugins.test.ts builds with and without infra/bundle-plugins.cjs. With the argument `requests` it prints the
 * hosts and headers of requests of the SDK's clients, with `errors` the errors that they throw for responses of a server.
 */
interface Options {
  readonly region: string;
  readonly maxAttempts: number;
  readonly requestHandler?: Record<string, unknown>;
}

/** The SDK sends a message to the host of this URL. */
const queueUrl = () =>
  `${process.env.AWS_ENDPOINT_URL ?? 'https://sqs.eu-west-1.amazonaws.com'}/123456789012/edits`;
const bucketOptions = { followRegionRedirects: true, forcePathStyle: true };
const calls = {
  dynamodb: (options: Options) =>
    new DynamoDBClient(options).send(new UpdateItemCommand({ TableName: 'state', Key: { Id: { S: 'x' } } })),
  ssm: (options: Options) => new SSMClient(options).send(new GetParametersCommand({ Names: ['/x'] })),
  cognito: (options: Options) =>
    new CognitoIdentityProviderClient(options).send(
      new SetLogDeliveryConfigurationCommand({ UserPoolId: 'eu-west-1_a', LogConfigurations: [] }),
    ),
  sqs: (options: Options) =>
    new SQSClient(options).send(new SendMessageCommand({ QueueUrl: queueUrl(), MessageBody: 'x' })),
  events: (options: Options) => new EventBridgeClient(options).send(new PutEventsCommand({ Entries: [] })),
  tagging: (options: Options) =>
    new ResourceGroupsTaggingAPIClient(options).send(new GetResourcesCommand({})),
  logs: (options: Options) => new CloudWatchLogsClient(options).send(new DescribeLogGroupsCommand({})),
  firehose: (options: Options) =>
    new FirehoseClient(options).send(new DescribeDeliveryStreamCommand({ DeliveryStreamName: 'x' })),
  s3: (options: Options) =>
    new S3Client({ ...options, ...bucketOptions }).send(new HeadBucketCommand({ Bucket: 'logs' })),
};
type Service = keyof typeof calls;
const services = Object.keys(calls).filter((name): name is Service => name in calls);

/** Two commercial Regions and one of each other public partition. */
const REGIONS = ['eu-west-1', 'us-east-1', 'cn-north-1', 'us-gov-west-1', 'eusc-de-east-1'];
const SHOWN_HEADERS = ['x-amz-target', 'x-amz-security-token', 'content-type', 'user-agent'];

async function requestOf(service: Service, region: string): Promise<unknown> {
  let sent: unknown;
  const handle = async (request: unknown) => {
    sent = request;
    throw new Error('The request is not sent.');
  };
  const failure = await calls[service]({ region, maxAttempts: 1, requestHandler: { handle } }).catch(String);
  if (!HttpRequest.isInstance(sent)) return failure;
  const { protocol, hostname, method, path, headers, body } = sent;
  // The credential scope without the date.
  const scope = headers.authorization?.replace(/\/\d{8}\/|Signature=.*/g, '/');
  const shown = SHOWN_HEADERS.map((name) => headers[name]);
  return { protocol, hostname, method, path, body: body?.toString(), scope, shown };
}

interface Response {
  readonly service: Service;
  readonly status?: number;
  readonly name?: string;
  readonly query?: string;
  readonly fields?: object;
}

/** Errors that AWS documents for the call, and others. */
const RESPONSES: readonly Response[] = [
  { service: 'dynamodb', name: 'ConditionalCheckFailedException', fields: { Item: { Next: { N: '7' } } } },
  { service: 'dynamodb', name: 'ProvisionedThroughputExceededException' },
  { service: 'dynamodb', name: 'ThrottlingException' },
  { service: 'dynamodb', name: 'TransactionInProgressException' },
  { service: 'dynamodb', name: 'ResourceNotFoundException' },
  { service: 'dynamodb', name: 'InternalServerError', status: 500 },
  { service: 'dynamodb', name: 'TableNotFoundException' },
  { service: 'dynamodb', name: 'NeverHeardOfException', status: 503 },
  { service: 'ssm', name: 'ThrottlingException' },
  { service: 'ssm', name: 'InternalServerError', status: 500 },
  { service: 'ssm', name: 'OpsItemNotFoundException', fields: { Message: 'With a capital.' } },
  { service: 'cognito', name: 'InvalidParameterException' },
  { service: 'cognito', name: 'NotAuthorizedException' },
  { service: 'cognito', name: 'TooManyRequestsException' },
  { service: 'cognito', name: 'FeatureUnavailableInTierException' },
  { service: 'cognito', name: 'UserNotFoundException' },
  { service: 'sqs', name: 'QueueDoesNotExist', query: 'AWS.SimpleQueueService.NonExistentQueue;Sender' },
  { service: 'sqs', name: 'KmsThrottled', query: 'KMS.ThrottlingException;Sender' },
  { service: 'sqs', name: 'RequestThrottled', query: 'RequestThrottled;Sender', status: 403 },
  { service: 'events', name: 'InternalException', status: 500 },
  { service: 'events', name: 'ConcurrentModificationException' },
  { service: 'tagging', name: 'ThrottledException' },
  { service: 'logs', name: 'ResourceNotFoundException' },
  { service: 'logs', name: 'OperationAbortedException' },
  { service: 'firehose', name: 'ResourceNotFoundException' },
  { service: 'firehose', name: 'LimitExceededException' },
  { service: 's3', status: 404 },
  { service: 's3', status: 403 },
  { service: 's3', status: 503 },
];

async function errorsOf(responses: readonly Response[]): Promise<unknown[]> {
  let next: Response | undefined;
  let attempts = 0;
  const server = createServer((_, response) => {
    attempts += 1;
    const { status = 400, name, query, fields } = next ?? {};
    response.writeHead(status, {
      ...(query && { 'x-amzn-query-error': query }),
      'x-amzn-requestid': 'the-id',
    });
    response.end(
      name && JSON.stringify({ __type: `com.amazonaws#${name}`, message: 'The reason.', ...fields }),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${address.port}`;
  const errors: unknown[] = [];
  for (const response of responses) {
    next = response;
    attempts = 0;
    const error: unknown = await calls[response.service]({ region: 'eu-west-1', maxAttempts: 2 }).catch(
      (reason: unknown) => reason,
    );
    errors.push({ ...response, attempts, error: describe(error) });
  }
  server.closeAllConnections();
  server.close();
  return errors;
}

function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message } = error;
  const [fault, metadata] = ['$fault', '$metadata'].map(
    (key) => Object.getOwnPropertyDescriptor(error, key)?.value,
  );
  const item = error instanceof ConditionalCheckFailedException ? error.Item : undefined;
  return { name, message, fault, metadata, item, isOfS3: error instanceof S3ServiceException };
}

const requestsOf = (names: readonly Service[]) =>
  Promise.all(
    names.flatMap((service) =>
      REGIONS.map(async (region) => ({ service, region, request: await requestOf(service, region) })),
    ),
  );

/** The delay before the second attempt is random. */
const withoutDelay = (key: string, value: unknown) => (key === 'totalRetryDelay' ? undefined : value);
const printed = process.argv[2] === 'errors' ? await errorsOf(RESPONSES) : await requestsOf(services);
process.stdout.write(JSON.stringify(printed, withoutDelay));
