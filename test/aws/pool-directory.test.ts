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

/** Needs three items, like 10,000 pools with long names, and a hundredth of their time. */
const threeItems = (letter: string) => pools(100, letter.repeat(10_000));

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
  await directory.write(threeItems('x'));
  const Key = { Id: { S: 'directory#1' } };
  const { Item } = await dynamo.client.send(new GetItemCommand({ TableName, Key }));
  const other = { Id: { S: 'directory#b1' } };
  await directory.write(threeItems('y'));
  expect(await directory.read()).toEqual(threeItems('y'));
  await dynamo.client.send(new PutItemCommand({ TableName, Item: { ...Item, ...other } }));
  expect(await directory.read()).toBeUndefined();
  await dynamo.client.send(new DeleteItemCommand({ TableName, Key: other }));
  expect(await directory.read()).toBeUndefined();
});

test('a write that ends before its first item leaves the directory before it', async () => {
  const TableName = await dynamo.create();
  const directory = dynamoPoolDirectory(dynamo.client, TableName);
  let left = Number.POSITIVE_INFINITY;
  const failing = dynamoPoolDirectory(
    Object.assign(Object.create(dynamo.client), {
      send: (command: PutItemCommand) => {
        if (command instanceof PutItemCommand && left-- <= 0) return Promise.reject(new Error('ended'));
        return dynamo.client.send(command);
      },
    }),
    TableName,
  );
  for (const name of ['a', 'b', 'c']) {
    const all = threeItems(name);
    await directory.write(all);
    for (left = 0; left < 3; left++) {
      const before = left;
      await expect(failing.write(threeItems('z'))).rejects.toThrow('PutItem failed');
      left = before;
      expect(await directory.read()).toEqual(all);
    }
  }
});

test('reads and replaces a directory that the previous version wrote', async () => {
  const TableName = await dynamo.create();
  const directory = dynamoPoolDirectory(dynamo.client, TableName);
  const row = (id: string) => ({ L: [{ S: id }, { S: 'shop' }] });
  for (const [part, id] of ['a', 'b'].entries())
    await dynamo.client.send(
      new PutItemCommand({
        TableName,
        Item: {
          Id: { S: `directory#${part}` },
          Parts: { N: '2' },
          WriteId: { S: 'w' },
          Pools: { L: [row(`eu-west-1_${id}`)] },
        },
      }),
    );
  expect([...((await directory.read()) ?? [])].map(([id]) => id)).toEqual(['eu-west-1_a', 'eu-west-1_b']);
  await directory.write(pools(3));
  expect(await directory.read()).toEqual(pools(3));
});

test('reads an item with an unknown form as missing', async () => {
  const TableName = await dynamo.create();
  const Item = { Id: { S: 'directory#0' }, Pools: { S: 'x' } };
  await dynamo.client.send(new PutItemCommand({ TableName, Item }));
  expect(await dynamoPoolDirectory(dynamo.client, TableName).read()).toBeUndefined();
});
