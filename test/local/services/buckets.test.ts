import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
} from '@aws-sdk/client-s3';
import { useLocalCloud } from '../../support/local-cloud.ts';
import { clientsAt } from '../clients.ts';

const account = '123456789012';
const region = 'eu-central-1';

const cloud = useLocalCloud({ per: 'each' });
let s3: ReturnType<typeof clientsAt>['s3'];
beforeEach(() => {
  s3 = clientsAt(cloud.url, { account, region }).s3;
});

const head = (Bucket: string) => s3.send(new HeadBucketCommand({ Bucket }));
const create = (Bucket: string) => s3.send(new CreateBucketCommand({ Bucket }));
const remove = (Bucket: string) => s3.send(new DeleteBucketCommand({ Bucket }));
const calls = async () => (await cloud.accountRegion(account, region)).calls.last(9);

test('reports a bucket that was never created as existing in the Region of the request', async () => {
  expect((await head('audit.logs-1')).BucketRegion).toBe(region);
});

test('reports a deleted bucket as missing until it is created again', async () => {
  await remove('audit');
  await expect(head('audit')).rejects.toMatchObject({ name: 'NotFound' });
  await expect(remove('audit')).rejects.toMatchObject({ name: 'NoSuchBucket' });
  expect((await create('audit')).Location).toBe('/audit');
  await head('audit');
  await expect(create('audit')).rejects.toMatchObject({ name: 'BucketAlreadyOwnedByYou' });
});

test.each(['ab', 'Audit', 'a_b', 'a..b', 'a-', `a${'b'.repeat(63)}`])(
  'rejects the bucket name %s',
  async (name) => {
    await expect(create(name)).rejects.toMatchObject({ name: 'InvalidBucketName' });
    await expect(head(name)).rejects.toMatchObject({ name: 'NotFound' });
  },
);

test('rejects object operations and ListBuckets with NotImplemented', async () => {
  for (const call of [
    () => s3.send(new GetObjectCommand({ Bucket: 'audit', Key: 'k' })),
    () => s3.send(new ListBucketsCommand()),
  ])
    await expect(call()).rejects.toMatchObject({ name: 'NotImplemented' });
});

test('records S3 calls with their outcome and request ID, and applies an injected fault', async () => {
  const accountRegion = await cloud.accountRegion(account, region);
  accountRegion.faults.add({ operation: 's3.HeadBucket', error: 'AccessDenied', status: 403 });
  const denied = await head('audit').catch((error: unknown) => error);
  expect(denied).toMatchObject({ $metadata: { httpStatusCode: 403 } });
  const { $metadata } = await head('audit');
  expect(await calls()).toMatchObject([
    { operation: 's3.HeadBucket', outcome: 'AccessDenied' },
    { operation: 's3.HeadBucket', outcome: 'ok', requestId: $metadata.requestId },
  ]);
});
