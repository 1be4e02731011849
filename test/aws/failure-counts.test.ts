import { once } from 'node:events';
import { createServer } from 'node:net';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamoFailureCounts, impatientTable } from '../../lib/aws/failure-counts.ts';
import { startDynalite, type Table } from '../support/dynalite.ts';
import { NOON } from '../support/situation.ts';

let dynamo: Table;
beforeAll(async () => {
  dynamo = await startDynalite();
});
afterAll(() => dynamo.close());

test('counts the failures of each message separately', async () => {
  const counts = dynamoFailureCounts(dynamo.client, await dynamo.create(), { now: () => NOON });
  expect(await counts.add('m1')).toBe(1);
  expect(await counts.add('m1')).toBe(2);
  expect(await counts.add('m2')).toBe(1);
});

test('stores when the count expires: 14 days after the last failure, in seconds since the epoch', async () => {
  const TableName = await dynamo.create();
  await dynamoFailureCounts(dynamo.client, TableName, { now: () => NOON }).add('m1');
  const command = new GetItemCommand({ TableName, Key: { Id: { S: 'failure#m1' } } });
  const { Item } = await dynamo.client.send(command);
  expect(Item?.ExpiresAt).toEqual({ N: String(NOON.getTime() / 1000 + 14 * 24 * 3600) });
});

test('makes one attempt of a second when the table does not answer', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const client = impatientTable({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'none' },
  });
  await expect(dynamoFailureCounts(client, 'state', { now: () => NOON }).add('m1')).rejects.toMatchObject({
    errorName: 'TimeoutError',
    cause: { message: expect.stringContaining('1000 ms') },
  });
  expect(await client.config.maxAttempts()).toBe(1);
  client.destroy();
  silent.close();
});
