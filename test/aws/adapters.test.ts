import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { sqsBacklog } from '../../lib/aws/backlog.ts';
import { dynamoFailureCounts } from '../../lib/aws/failure-counts.ts';
import { dynamoFindings } from '../../lib/aws/findings.ts';
import { dynamoFleet } from '../../lib/aws/fleet.ts';
import { dynamoFreeze } from '../../lib/aws/freeze-store.ts';
import { cognitoLogDelivery } from '../../lib/aws/log-delivery.ts';
import { ssmParameterListing } from '../../lib/aws/parameters-list.ts';
import { ssmParameters } from '../../lib/aws/parameters-read.ts';
import { cognitoPoolDescriptions } from '../../lib/aws/pool-descriptions.ts';
import { eventBridgePublisher } from '../../lib/aws/publisher.ts';
import { sqsQueue } from '../../lib/aws/queue.ts';
import type { RateLimiting } from '../../lib/aws/rate-limiter/call-with-rate-limit.ts';
import { dynamoReservations } from '../../lib/aws/rate-limiter/reservations.ts';
import { dynamoRecords } from '../../lib/aws/records.ts';
import { dynamoRecordListing } from '../../lib/aws/records-list.ts';
import { sqsRequeue } from '../../lib/aws/requeue.ts';
import { cognitoUserPools } from '../../lib/aws/user-pools.ts';
import { RateLimitTimeoutError } from '../../lib/reconcile/errors.ts';
import { awsError, pagesOf } from '../support/aws-error.ts';
import { applied, NOON, POOL, toLogGroup } from '../support/situation.ts';
import { unlimitedRate, withoutDeadline } from '../support/unlimited-rate.ts';

const region = 'eu-west-1';
const PREFIX = '/cognito-log-delivery';
const urls = { edits: 'https://sqs.test/1/edits', upkeep: 'https://sqs.test/1/upkeep' };
const cognito = new CognitoIdentityProviderClient({ region });
const dynamo = new DynamoDBClient({ region });
const bridge = new EventBridgeClient({ region });
const sqs = new SQSClient({ region });
const ssm = new SSMClient({ region });
const mocks = [
  mockClient(cognito),
  mockClient(dynamo),
  mockClient(bridge),
  mockClient(sqs),
  mockClient(ssm),
] as const;
beforeEach(() => {
  for (const mock of mocks) mock.reset();
});

function failEveryCall(errorName: string): void {
  const error = awsError(errorName);
  for (const mock of mocks) mock.rejects(error);
}

type Case = readonly [operation: string, call: (rateLimiting: RateLimiting) => Promise<unknown>];

const rateLimitedReads: readonly Case[] = [
  ['GetLogDeliveryConfiguration', (rate) => cognitoLogDelivery(cognito, rate).get(POOL, withoutDeadline)],
  ['DescribeUserPool', (rate) => cognitoPoolDescriptions(cognito, rate).read(POOL, withoutDeadline)],
  ['ListUserPools', (rate) => pagesOf(cognitoUserPools(cognito, rate).pages(withoutDeadline))],
  ['GetParameters', (rate) => ssmParameters(ssm, PREFIX, rate).read([POOL], withoutDeadline)],
  ['GetParametersByPath', (rate) => pagesOf(ssmParameterListing(ssm, PREFIX, rate).pages(withoutDeadline))],
];
const set: Case = [
  'SetLogDeliveryConfiguration',
  async (rate) => {
    const delivery = cognitoLogDelivery(cognito, rate);
    await delivery.acquireWrite(withoutDeadline);
    return delivery.set(POOL, [toLogGroup()], withoutDeadline);
  },
];
const rateLimited = [...rateLimitedReads, set];
const event = { detailType: 'Pool Applied', resources: ['arn:pool/1'], detail: {} };
const notRateLimited: readonly Case[] = [
  ['PutEvents', () => eventBridgePublisher(bridge, 'the-bus').publish([event])],
  ['SendMessageBatch', () => sqsQueue(sqs, urls).send('edits', [{ Kind: 'Recheck', UserPoolId: POOL }])],
  ['ChangeMessageVisibility', () => sqsRequeue(sqs, urls, urls).delay('edits', 'the receipt', 7)],
  ['SendMessage', () => sqsRequeue(sqs, urls, urls).deadLetter('edits', 'x', 'TypeError')],
  ['ChangeMessageVisibilityBatch', () => sqsRequeue(sqs, urls, urls).hold('edits', ['x'], 45)],
  ['GetQueueAttributes', () => sqsBacklog(sqs, urls.upkeep).waiting()],
];
const soon = NOON.getTime() + 400;
const slots = { count: 2, spacingMs: 50, burst: 5, until: soon, end: soon };
const reservations = dynamoReservations(dynamo, 'state', { now: () => NOON });
const onTable: readonly Case[] = [
  ['PutItem', () => dynamoRecords(dynamo, 'state').write(applied())],
  ['GetItem', () => dynamoRecords(dynamo, 'state').read(POOL)],
  ['Scan', () => pagesOf(dynamoRecordListing(dynamo, 'state').pages())],
  ['PutItem', () => dynamoFindings(dynamo, 'state').write([])],
  ['GetItem', () => dynamoFindings(dynamo, 'state').read()],
  ['GetItem', () => dynamoFleet(dynamo, 'state').read()],
  ['GetItem', () => dynamoFreeze(dynamo, 'state').read()],
  ['UpdateItem', () => dynamoFreeze(dynamo, 'state').mark(NOON.toISOString())],
  ['UpdateItem', () => dynamoFreeze(dynamo, 'state').end({ Since: '2026', At: '2026' }, '2026')],
  ['GetItem', () => reservations.reserve('CognitoRead', slots)],
  ['UpdateItem', () => dynamoFailureCounts(dynamo, 'state', { now: () => NOON }).add('m1')],
  ['UpdateItem', () => reservations.postpone('CognitoRead', NOON.getTime())],
];

/** A rate that never waits, so that a test does not have to advance a clock. */
const instantRate = (): RateLimiting => ({
  ...unlimitedRate().rateLimiting,
  clock: { now: () => NOON, sleep: async () => undefined },
});

describe.each([...rateLimited, ...notRateLimited, ...onTable])('%s', (operation, call) => {
  test.each([
    ['AccessDeniedException', 'Permission'],
    ['NotAuthorizedException', 'Permission'],
    ['InternalErrorException', 'Transient'],
    ['InternalServerError', 'Transient'],
  ])('fails after %s with an AwsCallError of kind %s', async (errorName, kind) => {
    failEveryCall(errorName);
    const failure = { name: 'AwsCallError', kind, operation, errorName };
    await expect(call(instantRate())).rejects.toMatchObject(failure);
  });
});

// Only a Set may be rejected for its content. A rejected read does not mean that the configuration is invalid.
describe.each([...rateLimitedReads, ...notRateLimited])('%s', (operation, call) => {
  test('fails with a transient error when AWS rejects the request', async () => {
    const errorName = 'InvalidParameterException';
    failEveryCall(errorName);
    const failure = { name: 'AwsCallError', kind: 'Transient', operation, errorName };
    await expect(call(instantRate())).rejects.toMatchObject(failure);
  });
});

describe.each(onTable)('%s', (operation, call) => {
  test('fails with a Throttled error when the throughput of the table is exceeded', async () => {
    const errorName = 'ProvisionedThroughputExceededException';
    failEveryCall(errorName);
    const failure = { name: 'AwsCallError', kind: 'Throttled', operation, errorName };
    await expect(call(instantRate())).rejects.toMatchObject(failure);
  });
});

describe.each(rateLimited)('%s', (_, call) => {
  test('throws RateLimitTimeoutError and sends nothing when no slot is free in time', async () => {
    const rate = unlimitedRate();
    rate.failWith(new RateLimitTimeoutError('CognitoRead', 1_000));
    await expect(call(rate.rateLimiting)).rejects.toBeInstanceOf(RateLimitTimeoutError);
    for (const mock of mocks) expect(mock).not.toHaveReceivedAnyCommand();
  });
});
