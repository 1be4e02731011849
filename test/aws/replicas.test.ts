import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamoReplicas } from '../../lib/aws/replicas.ts';
import { startDynalite, type Table } from '../support/dynalite.ts';

let dynamo: Table;
beforeAll(async () => {
  dynamo = await startDynalite();
});
afterAll(() => dynamo.close());

test('reads the replicas that were written last, and none before the first write', async () => {
  const replicas = dynamoReplicas(dynamo.client, await dynamo.create());
  expect(await replicas.read()).toEqual(new Map());
  const written = new Map([
    ['us-east-1_a', ['eu-west-1', 'us-west-2']],
    ['us-east-1_b', ['us-west-2']],
  ]);
  await replicas.write(written);
  expect(await replicas.read()).toEqual(written);
  await replicas.write(new Map());
  expect(await replicas.read()).toEqual(new Map());
});

test('stores the replicas of 10,000 pools in one item', async () => {
  const replicas = dynamoReplicas(dynamo.client, await dynamo.create());
  const all = new Map(
    Array.from({ length: 10_000 }, (_, at) => [`us-east-1_aBc${String(at).padStart(6, '0')}`, ['us-west-2']]),
  );
  await replicas.write(all);
  expect((await replicas.read()).size).toBe(10_000);
});

test('stores as many pools as fit when they exceed the size of an item', async () => {
  const replicas = dynamoReplicas(dynamo.client, await dynamo.create());
  const long = 'x'.repeat(40);
  await replicas.write(
    new Map(Array.from({ length: 10_000 }, (_, at) => [`us-east-1_${long}${at}`, ['us-west-2']])),
  );
  const { size } = await replicas.read();
  expect(size).toBeGreaterThan(5_000);
  expect(size).toBeLessThan(10_000);
});

test('reads an item with an unknown form as empty, so that the next sweep writes it again', async () => {
  const TableName = await dynamo.create();
  const Item = { Id: { S: 'replicas' }, Replicas: { M: {} } };
  await dynamo.client.send(new PutItemCommand({ TableName, Item }));
  expect(await dynamoReplicas(dynamo.client, TableName).read()).toEqual(new Map());
});
