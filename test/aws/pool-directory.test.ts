import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamoPoolDirectory } from '../../lib/aws/pool-directory.ts';
import { scanRecords } from '../../lib/aws/record-scan.ts';
import { startDynalite, type Table } from '../support/dynalite.ts';

let dynamo: Table;
beforeAll(async () => {
  dynamo = await startDynalite();
});
afterAll(() => dynamo.close());

const SINCE = '2026-03-01T12:00:00.000Z';
const pools = (count: number, name = 'prod-shop') =>
  new Map(
    Array.from({ length: count }, (_, at) => [
      `eu-west-1_aBc${String(at).padStart(6, '0')}`,
      at % 2 === 0 ? { name } : { name, unmanagedSince: SINCE },
    ]),
  );

test('reads the directory that was written last, and nothing before the first write', async () => {
  const directory = dynamoPoolDirectory(dynamo.client, await dynamo.create());
  expect(await directory.read()).toBeUndefined();
  await directory.write(pools(3));
  expect(await directory.read()).toEqual(pools(3));
  await directory.write(new Map());
  expect(await directory.read()).toEqual(new Map());
});

test('stores 10,000 pools with names of 128 characters in several items, which a scan of the records skips', async () => {
  const table = await dynamo.create();
  const directory = dynamoPoolDirectory(dynamo.client, table);
  const all = pools(10_000, 'ü'.repeat(128));
  await directory.write(all);
  expect(await directory.read()).toEqual(all);
  for await (const items of scanRecords(dynamo.client, table)) expect(items).toEqual([]);
  // Items that remain from a larger directory are not read.
  await directory.write(pools(1));
  expect(await directory.read()).toEqual(pools(1));
});

test('reads a directory with a missing item, or an item of another write, as missing', async () => {
  const TableName = await dynamo.create();
  const directory = dynamoPoolDirectory(dynamo.client, TableName);
  await directory.write(pools(10_000, 'x'.repeat(128)));
  const Key = { Id: { S: 'directory#1' } };
  const { Item } = await dynamo.client.send(new GetItemCommand({ TableName, Key }));
  await directory.write(pools(10_000, 'y'.repeat(128)));
  expect((await directory.read())?.size).toBe(10_000);
  await dynamo.client.send(new PutItemCommand({ TableName, Item }));
  expect(await directory.read()).toBeUndefined();
  await dynamo.client.send(new DeleteItemCommand({ TableName, Key }));
  expect(await directory.read()).toBeUndefined();
});

test('reads an item with an unknown form as missing', async () => {
  const TableName = await dynamo.create();
  const Item = { Id: { S: 'directory#0' }, Pools: { S: 'x' } };
  await dynamo.client.send(new PutItemCommand({ TableName, Item }));
  expect(await dynamoPoolDirectory(dynamo.client, TableName).read()).toBeUndefined();
});
