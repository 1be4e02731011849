import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  FirehoseClient,
  TagDeliveryStreamCommand,
  UntagDeliveryStreamCommand,
} from '@aws-sdk/client-firehose';
import { CreateBucketCommand, DeleteBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { type ClrLocal, clrLocal, runClr } from '../support/clr-local.ts';
import { type E2eClient, e2eClient, eventually, waitForOutcome } from '../support/e2e-client.ts';

/** Pools that are in sync, and destinations that cannot receive logs any more. */
const account = '123456789012';
const region = 'eu-west-1';
const logGroup = `arn:aws:logs:${region}:${account}:log-group:/aws/vendedlogs/loss`;
const stream = `arn:aws:firehose:${region}:${account}:deliverystream/loss`;
const bucket = 'arn:aws:s3:::audit.loss';
const signIns = (destination: object) => ({
  LogConfigurations: [{ EventSource: 'userAuthEvents', LogLevel: 'INFO', ...destination }],
});
const events = z.object({
  events: z.array(
    z.object({ 'detail-type': z.string(), resources: z.array(z.string()), detail: z.unknown() }),
  ),
});

let local: ClrLocal;
let client: E2eClient;
beforeAll(async () => {
  const allowed = `arn:aws:logs:*:${account}:log-group:*,arn:aws:firehose:*:${account}:deliverystream/*,${bucket}`;
  local = await clrLocal(['--quota-scale', 'off', '--param', `allowedDestinations=${allowed}`]);
  client = e2eClient(local.url, account, region);
}, 180_000);
afterAll(async () => {
  await local.interrupt();
});

/** Returns the service's events about destinations, oldest first. */
async function destinationEvents(kind: 'Destination Missing' | 'Destination Restored'): Promise<unknown[]> {
  const answer = await fetch(`${local.url}/_local/events?account=${account}&region=${region}`);
  return events
    .parse(await answer.json())
    .events.filter((event) => event['detail-type'] === kind)
    .map(({ resources, detail }) => [resources[0], z.object({ problem: z.string() }).parse(detail).problem])
    .sort();
}

test('a sweep reports a deleted log group, an untagged stream and a deleted bucket, and their return', async () => {
  const wanted = [
    signIns({ CloudWatchLogsConfiguration: { LogGroupArn: logGroup } }),
    signIns({ FirehoseConfiguration: { StreamArn: stream } }),
    signIns({ S3Configuration: { BucketArn: bucket } }),
  ];
  for (const value of wanted) {
    const pool = await client.createPool();
    await client.put(pool, value);
    await waitForOutcome(client, pool, 'Applied');
  }
  expect(await client.sweep()).toMatchObject({ managed: 3, destinationsMissing: 0 });

  const credentials = { accessKeyId: account, secretAccessKey: 'none' };
  const clientOptions = { endpoint: local.url, region, credentials };
  const logs = new CloudWatchLogsClient(clientOptions);
  const firehose = new FirehoseClient(clientOptions);
  const s3 = new S3Client({ ...clientOptions, forcePathStyle: true });
  await logs.send(new DeleteLogGroupCommand({ logGroupName: '/aws/vendedlogs/loss' }));
  await firehose.send(
    new UntagDeliveryStreamCommand({ DeliveryStreamName: 'loss', TagKeys: ['LogDeliveryEnabled'] }),
  );
  await s3.send(new DeleteBucketCommand({ Bucket: 'audit.loss' }));
  expect(await client.sweep()).toMatchObject({ destinationsMissing: 3 });
  const lost = [
    [stream, 'StreamTagMissing'],
    [logGroup, 'LogGroupMissing'],
    [bucket, 'BucketMissing'],
  ];
  expect(await destinationEvents('Destination Missing')).toEqual(lost);

  const env = {
    AWS_ENDPOINT_URL: local.url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'none',
  };
  const status = await runClr(['status'], env);
  for (const [arn = ''] of lost)
    expect(status.stdout).toMatch(new RegExp(`Not delivering logs .* \\(${arn}\\)`));
  const doctor = await runClr(['doctor'], env);
  for (const what of [
    'The log group does not exist.',
    'The bucket does not exist.',
    'has no tag LogDeliveryEnabled=true',
  ])
    expect(doctor.stdout).toContain(what);

  await logs.send(new CreateLogGroupCommand({ logGroupName: '/aws/vendedlogs/loss' }));
  await firehose.send(
    new TagDeliveryStreamCommand({
      DeliveryStreamName: 'loss',
      Tags: [{ Key: 'LogDeliveryEnabled', Value: 'true' }],
    }),
  );
  await s3.send(new CreateBucketCommand({ Bucket: 'audit.loss' }));
  expect(await client.sweep()).toMatchObject({ destinationsMissing: 0 });
  expect(await destinationEvents('Destination Restored')).toEqual(lost);
}, 180_000);

test('a denied destination check reports nothing and does not stop the other checks', async () => {
  const before = await destinationEvents('Destination Missing');
  const deny = (operation: string, error: string, status: number) =>
    fetch(`${local.url}/_local/faults`, {
      method: 'POST',
      body: JSON.stringify({ account, region, operation, error, status, percent: 100, callers: 'functions' }),
    });
  await deny('s3.HeadBucket', 'AccessDenied', 403);
  await deny('logs.DescribeLogGroups', 'AccessDeniedException', 400);
  const looks = await client.calls('firehose.ListTagsForDeliveryStream');
  expect(await client.sweep()).toMatchObject({ result: 'Swept', destinationsMissing: 0 });
  expect(await destinationEvents('Destination Missing')).toEqual(before);
  expect((await client.calls('firehose.ListTagsForDeliveryStream')) - looks).toBe(1);
  await eventually(
    () => client.messages('upkeep'),
    (messages) => messages === 0,
  );
}, 180_000);
