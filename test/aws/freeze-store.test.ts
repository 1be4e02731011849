import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoFreeze } from '../../lib/aws/freeze-store.ts';
import type { FreezeStore } from '../../lib/reconcile/ports.ts';
import { startLocalCloud } from '../../local/cloud.ts';
import { serviceAt } from '../support/service-ports.ts';

let cloud: Awaited<ReturnType<typeof startLocalCloud>>;
let freeze: FreezeStore;
beforeAll(async () => {
  cloud = await startLocalCloud({ quotaScale: 'off' });
  const { table } = await serviceAt(cloud.url);
  const credentials = { accessKeyId: '123456789012', secretAccessKey: 'none' };
  freeze = dynamoFreeze(new DynamoDBClient({ endpoint: cloud.url, region: 'eu-west-1', credentials }), table);
});
afterAll(() => cloud.close());

const NOON = '2026-03-01T12:00:00.000Z';
const LATER = '2026-03-01T12:01:00.000Z';

test('keeps the first time of a freeze and the last time that it stopped a function, until it ends', async () => {
  expect(await freeze.read()).toBeUndefined();
  expect(await freeze.mark(NOON)).toBe(true);
  const first = { Since: NOON, At: NOON };
  expect(await freeze.read()).toEqual(first);
  expect(await freeze.mark(LATER)).toBe(false);
  expect(await freeze.read()).toEqual({ Since: NOON, At: LATER });
  expect(await freeze.end(first)).toBe('Conflict');
  expect(await freeze.end({ Since: NOON, At: LATER })).toBe('Ended');
  expect(await freeze.read()).toBeUndefined();
  expect(await freeze.mark(LATER)).toBe(true);
});
