import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeDeliveryStreamCommand,
  FirehoseClient,
  ListTagsForDeliveryStreamCommand,
} from '@aws-sdk/client-firehose';
import { HeadBucketCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { destinationCheck } from '../../../lib/aws/destinations/check.ts';
import { awsError } from '../../support/aws-error.ts';
import { settings } from '../../support/situation.ts';

const logs = mockClient(CloudWatchLogsClient);
const firehose = mockClient(FirehoseClient);
const s3 = mockClient(S3Client);
afterAll(() => {
  for (const client of [logs, firehose, s3]) client.restore();
});
beforeEach(() => {
  for (const client of [logs, firehose, s3]) client.reset();
});

const { check } = destinationCheck(settings);
const logGroup = 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/one';
const stream = 'arn:aws:firehose:eu-west-1:123456789012:deliverystream/one';
const bucket = 'arn:aws:s3:::audit-logs/prefix';

describe('a log group', () => {
  test('has no problem when any page contains exactly its name', async () => {
    logs
      .on(DescribeLogGroupsCommand)
      .resolvesOnce({ logGroups: [{ logGroupName: '/aws/vendedlogs/one-more' }], nextToken: 'next' })
      .resolvesOnce({ logGroups: [{ logGroupName: '/aws/vendedlogs/one' }] });
    expect(await check(logGroup)).toBeUndefined();
    expect(logs.commandCalls(DescribeLogGroupsCommand).map(({ args: [{ input }] }) => input)).toEqual([
      { logGroupNamePrefix: '/aws/vendedlogs/one' },
      { logGroupNamePrefix: '/aws/vendedlogs/one', nextToken: 'next' },
    ]);
  });

  test('is missing when only longer names start with its name', async () => {
    logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [{ logGroupName: '/aws/vendedlogs/one-more' }] });
    expect(await check(logGroup)).toBe('LogGroupMissing');
  });
});

describe('a stream', () => {
  test('is missing, has no tag, or has no problem', async () => {
    firehose.on(DescribeDeliveryStreamCommand).rejectsOnce(awsError('ResourceNotFoundException'));
    expect(await check(stream)).toBe('StreamMissing');
    firehose.on(DescribeDeliveryStreamCommand, { DeliveryStreamName: 'one' }).resolves({});
    firehose.on(ListTagsForDeliveryStreamCommand).resolvesOnce({ Tags: [], HasMoreTags: false });
    expect(await check(stream)).toBe('StreamTagMissing');
    firehose
      .on(ListTagsForDeliveryStreamCommand, { DeliveryStreamName: 'one' })
      .resolves({ Tags: [{ Key: 'LogDeliveryEnabled', Value: 'true' }], HasMoreTags: false });
    expect(await check(stream)).toBeUndefined();
  });

  test('reports StreamTagMissing when the tag value is not "true"', async () => {
    firehose.on(DescribeDeliveryStreamCommand).resolves({});
    firehose
      .on(ListTagsForDeliveryStreamCommand)
      .resolves({ Tags: [{ Key: 'LogDeliveryEnabled', Value: 'false' }], HasMoreTags: false });
    expect(await check(stream)).toBe('StreamTagMissing');
  });
});

describe('a bucket', () => {
  test('is requested by its name without the prefix of the ARN', async () => {
    s3.on(HeadBucketCommand, { Bucket: 'audit-logs' }).resolves({});
    expect(await check(bucket)).toBeUndefined();
  });

  test('is missing when S3 returns NotFound', async () => {
    s3.on(HeadBucketCommand).rejects(awsError('NotFound'));
    expect(await check(bucket)).toBe('BucketMissing');
  });
});

const denied = awsError('AccessDeniedException');
/** The SDK's error for a response without a body. */
const forbidden = new S3ServiceException({
  name: 'Unknown',
  $fault: 'client',
  $metadata: { httpStatusCode: 403 },
});

test.each([
  [logGroup, 'AccessDeniedException', () => logs.on(DescribeLogGroupsCommand).rejects(denied)],
  [stream, 'AccessDeniedException', () => firehose.on(DescribeDeliveryStreamCommand).rejects(denied)],
  [stream, 'AccessDeniedException', () => whenStreamExists().rejects(denied)],
  [bucket, 'AccessDenied', () => s3.on(HeadBucketCommand).rejects(forbidden)],
])('throws a Permission error when the check of %s fails with %s', async (arn, errorName, deny) => {
  deny();
  await expect(check(arn)).rejects.toMatchObject({ name: 'AwsCallError', kind: 'Permission', errorName });
});

function whenStreamExists() {
  firehose.on(DescribeDeliveryStreamCommand).resolves({});
  return firehose.on(ListTagsForDeliveryStreamCommand);
}

test('throws the error of S3 when it does not show whether the bucket exists', async () => {
  s3.on(HeadBucketCommand).rejects(awsError('SlowDown'));
  await expect(check(bucket)).rejects.toMatchObject({ name: 'AwsCallError', errorName: 'SlowDown' });
});

test.each([
  'arn:aws:logs:eu-west-1:999999999999:log-group:one',
  'arn:aws:logs:us-east-1:123456789012:log-group:one',
  'arn:aws:firehose:eu-west-1:999999999999:deliverystream/one',
])('does not check %s, which is in another account or Region', async (arn) => {
  await expect(check(arn)).rejects.toMatchObject({ errorName: 'OtherAccountOrRegion' });
  expect(logs).not.toHaveReceivedAnyCommand();
  expect(firehose).not.toHaveReceivedAnyCommand();
});
