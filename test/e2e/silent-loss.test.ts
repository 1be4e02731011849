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
import { comesTo, eventually, type Outside, outsideAt } from '../support/e2e-client.ts';

/** Pools that are configured as wanted, and destinations that take no logs any more. */
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
let outside: Outside;
beforeAll(async () => {
  const allowed = `arn:aws:logs:*:${account}:log-group:*,arn:aws:firehose:*:${account}:deliverystream/*,${bucket}`;
  local = await clrLocal(['--quota-scale', 'off', '--param', `allowedDestinations=${allowed}`]);
  outside = outsideAt(local.url, account, region);
}, 60_000);
afterAll(async () => {
  await local.interrupt();
});

/** What the service told of destinations, oldest first. */
async function told(kind: 'Destination Missing' | 'Destination Restored'): Promise<unknown[]> {
  const answer = await fetch(`${local.url}/_local/events?account=${account}&region=${region}`);
  return events
    .parse(await answer.json())
    .events.filter((event) => event['detail-type'] === kind)
    .map(({ resources, detail }) => [resources[0], z.object({ problem: z.string() }).parse(detail).problem])
    .sort();
}

test('a sweep tells of a deleted log group, an untagged stream and a deleted bucket, and of their return', async () => {
  const wanted = [
    signIns({ CloudWatchLogsConfiguration: { LogGroupArn: logGroup } }),
    signIns({ FirehoseConfiguration: { StreamArn: stream } }),
    signIns({ S3Configuration: { BucketArn: bucket } }),
  ];
  for (const value of wanted) {
    const pool = await outside.createPool();
    await outside.put(pool, value);
    await comesTo(outside, pool, 'Applied');
  }
  expect(await outside.sweep()).toMatchObject({ Managed: 3, DestinationsMissing: 0 });

  const credentials = { accessKeyId: account, secretAccessKey: 'none' };
  const client = { endpoint: local.url, region, credentials };
  const logs = new CloudWatchLogsClient(client);
  const firehose = new FirehoseClient(client);
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  await logs.send(new DeleteLogGroupCommand({ logGroupName: '/aws/vendedlogs/loss' }));
  await firehose.send(
    new UntagDeliveryStreamCommand({ DeliveryStreamName: 'loss', TagKeys: ['LogDeliveryEnabled'] }),
  );
  await s3.send(new DeleteBucketCommand({ Bucket: 'audit.loss' }));
  expect(await outside.sweep()).toMatchObject({ DestinationsMissing: 3 });
  const lost = [
    [stream, 'StreamTagMissing'],
    [logGroup, 'LogGroupMissing'],
    [bucket, 'BucketMissing'],
  ];
  expect(await told('Destination Missing')).toEqual(lost);

  const env = {
    AWS_ENDPOINT_URL: local.url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'none',
  };
  const status = await runClr(['status'], env);
  for (const [arn = ''] of lost) expect(status.stdout).toMatch(new RegExp(`no logs flow, .* \\(${arn}\\)`));
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
  expect(await outside.sweep()).toMatchObject({ DestinationsMissing: 0 });
  expect(await told('Destination Restored')).toEqual(lost);
}, 60_000);

test('a look that is denied says nothing, and the rest is looked at', async () => {
  const before = await told('Destination Missing');
  const deny = (operation: string, error: string, status: number) =>
    fetch(`${local.url}/_local/faults`, {
      method: 'POST',
      body: JSON.stringify({ account, region, operation, error, status, percent: 100, callers: 'functions' }),
    });
  await deny('s3.HeadBucket', 'AccessDenied', 403);
  await deny('logs.DescribeLogGroups', 'AccessDeniedException', 400);
  const looks = await outside.calls('firehose.ListTagsForDeliveryStream');
  expect(await outside.sweep()).toMatchObject({ Result: 'Swept', DestinationsMissing: 0 });
  expect(await told('Destination Missing')).toEqual(before);
  expect((await outside.calls('firehose.ListTagsForDeliveryStream')) - looks).toBe(1);
  await eventually(
    () => outside.messages('upkeep'),
    (messages) => messages === 0,
  );
}, 60_000);
