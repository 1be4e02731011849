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
import { type LocalCloud, startLocalCloud } from '../../../local/cloud.ts';
import { clientsAt } from '../clients.ts';

const account = '123456789012';
const region = 'eu-central-1';
const stream = { DeliveryStreamName: 's' };

let cloud: LocalCloud;
let clients: ReturnType<typeof clientsAt>;
let firehose: typeof clients.firehose;
beforeEach(async () => {
  cloud = await startLocalCloud();
  clients = clientsAt(cloud.url, { account, region });
  firehose = clients.firehose;
});
afterEach(() => cloud.close());

const describeStream = () => firehose.send(new DescribeDeliveryStreamCommand(stream));
const tags = async () => (await firehose.send(new ListTagsForDeliveryStreamCommand(stream))).Tags;
const remove = () => firehose.send(new DeleteDeliveryStreamCommand(stream));
const tagged = { Key: 'LogDeliveryEnabled', Value: 'true' };

test('one that nobody made is active, and tagged for log delivery', async () => {
  const { DeliveryStreamDescription } = await describeStream();
  expect(DeliveryStreamDescription).toMatchObject({
    DeliveryStreamARN: `arn:aws:firehose:${region}:${account}:deliverystream/s`,
    DeliveryStreamStatus: 'ACTIVE',
    DeliveryStreamType: 'DirectPut',
  });
  expect(await tags()).toEqual([tagged]);
});

test('one that was deleted is missing until it is made again, with the tags it is made with', async () => {
  await remove();
  for (const call of [describeStream, tags, remove])
    await expect(call()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Firehose s under account ${account} not found.`,
    });
  await firehose.send(new CreateDeliveryStreamCommand(stream));
  expect(await tags()).toEqual([]);
});

test('one that was made cannot be made twice', async () => {
  const create = () => firehose.send(new CreateDeliveryStreamCommand({ ...stream, Tags: [tagged] }));
  expect(await create()).toMatchObject({
    DeliveryStreamARN: `arn:aws:firehose:${region}:${account}:deliverystream/s`,
  });
  await expect(create()).rejects.toMatchObject({ name: 'ResourceInUseException' });
  expect(await tags()).toEqual([tagged]);
});

test('a tag is put, replaced and taken away', async () => {
  const put = (Value: string) =>
    firehose.send(new TagDeliveryStreamCommand({ ...stream, Tags: [{ Key: 'a', Value }] }));
  await put('1');
  await put('2');
  expect(await tags()).toEqual([tagged, { Key: 'a', Value: '2' }]);
  await firehose.send(new UntagDeliveryStreamCommand({ ...stream, TagKeys: [tagged.Key, 'none'] }));
  expect(await tags()).toEqual([{ Key: 'a', Value: '2' }]);
});

test('50 tags are the most, and are told in pages', async () => {
  const some = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => ({ Key: `k${from + index}` }));
  await firehose.send(new CreateDeliveryStreamCommand({ ...stream, Tags: some(10, 50) }));
  await expect(
    firehose.send(new TagDeliveryStreamCommand({ ...stream, Tags: some(60, 1) })),
  ).rejects.toMatchObject({ name: 'LimitExceededException' });
  const page = (ExclusiveStartTagKey?: string) =>
    firehose.send(new ListTagsForDeliveryStreamCommand({ ...stream, Limit: 30, ExclusiveStartTagKey }));
  const first = await page();
  expect(first).toMatchObject({ Tags: some(10, 30), HasMoreTags: true });
  expect(await page('k39')).toMatchObject({ Tags: some(40, 20), HasMoreTags: false });
});

describe('a pool that is set to deliver to a stream', () => {
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
  const arnIn = (place: string) => `arn:aws:firehose:${place}:deliverystream/s`;

  test('has it tagged, and makes none', async () => {
    await firehose.send(new CreateDeliveryStreamCommand(stream));
    await setPool(arnIn(`${region}:${account}`));
    expect(await tags()).toEqual([tagged]);
    await remove();
    await setPool(arnIn(`${region}:${account}`));
    await expect(describeStream()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test.each([`${region}:999999999999`, `us-west-2:${account}`])(
    'elsewhere has none tagged: %s',
    async (place) => {
      await firehose.send(new CreateDeliveryStreamCommand(stream));
      await setPool(arnIn(place));
      expect(await tags()).toEqual([]);
    },
  );
});
