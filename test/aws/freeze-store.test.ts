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
  expect(await freeze.read()).toEqual({});
  expect(await freeze.mark(NOON)).toBe(true);
  const first = { Since: NOON, At: NOON, BeganAt: NOON };
  expect(await freeze.read()).toEqual({ recorded: first });
  expect(await freeze.mark(LATER)).toBe(false);
  const later = { ...first, At: LATER };
  expect(await freeze.read()).toEqual({ recorded: later });
  expect(await freeze.end(first, LATER)).toBe('Conflict');
  expect(await freeze.end(later, LATER)).toBe('Ended');
  expect(await freeze.read()).toEqual({ catchUpUntil: LATER });
  expect(await freeze.mark(LATER)).toBe(true);
});

test('keeps the creation of the parameter that was last found', async () => {
  const [first, second] = ['2026-03-01T11:59:00.000Z', '2026-03-01T12:00:30.000Z'];
  const began = async () => (await freeze.read()).recorded?.BeganAt;
  await freeze.mark(NOON, first);
  expect(await began()).toBe(first);
  await freeze.mark(LATER, second);
  expect(await began()).toBe(second);
  // A later version of the parameter only changes the reason.
  await freeze.mark(LATER);
  expect(await began()).toBe(second);
});
