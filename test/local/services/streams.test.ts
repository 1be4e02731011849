import {
  CreateUserPoolCommand,
  SetLogDeliveryConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  CreateDeliveryStreamCommand,
  DeleteDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
  ListTagsForDeliveryStreamCommand,
  TagDeliveryStreamCommand,
  UntagDeliveryStreamCommand,
} from '@aws-sdk/client-firehose';
import { useLocalCloud } from '../../support/local-cloud.ts';
import { clientsAt } from '../clients.ts';

const account = '123456789012';
const region = 'eu-central-1';
const stream = { DeliveryStreamName: 's' };

const cloud = useLocalCloud({ per: 'each' });
let clients: ReturnType<typeof clientsAt>;
let firehose: typeof clients.firehose;
beforeEach(() => {
  clients = clientsAt(cloud.url, { account, region });
  firehose = clients.firehose;
});

const describeStream = () => firehose.send(new DescribeDeliveryStreamCommand(stream));
const tags = async () => (await firehose.send(new ListTagsForDeliveryStreamCommand(stream))).Tags;
const remove = () => firehose.send(new DeleteDeliveryStreamCommand(stream));
const tagged = { Key: 'LogDeliveryEnabled', Value: 'true' };

test('reports a stream that was never created as active and tagged for log delivery', async () => {
  const { DeliveryStreamDescription } = await describeStream();
  expect(DeliveryStreamDescription).toMatchObject({
    DeliveryStreamARN: `arn:aws:firehose:${region}:${account}:deliverystream/s`,
    DeliveryStreamStatus: 'ACTIVE',
    DeliveryStreamType: 'DirectPut',
  });
  expect(await tags()).toEqual([tagged]);
});

test('reports a deleted stream as missing until it is created again, then without the default tag', async () => {
  await remove();
  for (const call of [describeStream, tags, remove])
    await expect(call()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Firehose s under account ${account} not found.`,
    });
  await firehose.send(new CreateDeliveryStreamCommand(stream));
  expect(await tags()).toEqual([]);
});

test('creates a stream with its tags and rejects a second creation', async () => {
  const create = () => firehose.send(new CreateDeliveryStreamCommand({ ...stream, Tags: [tagged] }));
  expect(await create()).toMatchObject({
    DeliveryStreamARN: `arn:aws:firehose:${region}:${account}:deliverystream/s`,
  });
  await expect(create()).rejects.toMatchObject({ name: 'ResourceInUseException' });
  expect(await tags()).toEqual([tagged]);
});

test('adds, replaces and removes a tag of a stream', async () => {
  const put = (Value: string) =>
    firehose.send(new TagDeliveryStreamCommand({ ...stream, Tags: [{ Key: 'a', Value }] }));
  await put('1');
  await put('2');
  expect(await tags()).toEqual([tagged, { Key: 'a', Value: '2' }]);
  await firehose.send(new UntagDeliveryStreamCommand({ ...stream, TagKeys: [tagged.Key, 'none'] }));
  expect(await tags()).toEqual([{ Key: 'a', Value: '2' }]);
});

test('accepts at most 50 tags and lists them in pages', async () => {
  const keys = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => ({ Key: `k${from + index}` }));
  await firehose.send(new CreateDeliveryStreamCommand({ ...stream, Tags: keys(10, 50) }));
  await expect(
    firehose.send(new TagDeliveryStreamCommand({ ...stream, Tags: keys(60, 1) })),
  ).rejects.toMatchObject({ name: 'LimitExceededException' });
  const page = (ExclusiveStartTagKey?: string) =>
    firehose.send(new ListTagsForDeliveryStreamCommand({ ...stream, Limit: 30, ExclusiveStartTagKey }));
  const first = await page();
  expect(first).toMatchObject({ Tags: keys(10, 30), HasMoreTags: true });
  expect(await page('k39')).toMatchObject({ Tags: keys(40, 20), HasMoreTags: false });
});

describe('SetLogDeliveryConfiguration with a stream', () => {
  const setPool = async (StreamArn: string) => {
    const { UserPool } = await clients.cognito.send(
      new CreateUserPoolCommand({ PoolName: 'p', UserPoolTier: 'PLUS' }),
    );
    await clients.cognito.send(
      new SetLogDeliveryConfigurationCommand({
        UserPoolId: UserPool?.Id,
        LogConfigurations: [
          { EventSource: 'userAuthEvents', LogLevel: 'INFO', FirehoseConfiguration: { StreamArn } },
        ],
      }),
    );
  };
  const arnIn = (location: string) => `arn:aws:firehose:${location}:deliverystream/s`;

  test('SetLogDeliveryConfiguration tags an existing stream and does not create a missing one', async () => {
    await firehose.send(new CreateDeliveryStreamCommand(stream));
    await setPool(arnIn(`${region}:${account}`));
    expect(await tags()).toEqual([tagged]);
    await remove();
    await setPool(arnIn(`${region}:${account}`));
    await expect(describeStream()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test.each([`${region}:999999999999`, `us-west-2:${account}`])(
    'SetLogDeliveryConfiguration does not tag a stream of another account or Region: %s',
    async (location) => {
      await firehose.send(new CreateDeliveryStreamCommand(stream));
      await setPool(arnIn(location));
      expect(await tags()).toEqual([]);
    },
  );
});
