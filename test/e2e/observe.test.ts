import { type ClrLocal, clrLocal } from '../support/clr-local.ts';
import { e2eClient, eventually, waitForOutcome } from '../support/e2e-client.ts';
import { toLogGroup } from '../support/situation.ts';

const A = toLogGroup('a');
const SETS = 'cognito-idp.SetLogDeliveryConfiguration';

async function differs(local: ClrLocal, parameter: object): Promise<void> {
  const client = e2eClient(local.url, '123456789012', 'eu-west-1');
  const pool = await client.createPool();
  await client.put(pool, { LogConfigurations: [A], ...parameter });
  const record = await waitForOutcome(client, pool, 'OutOfSync');
  expect(record?.Status.Reasons).toContain('userNotification.LogLevel: (not set) → "ERROR"');
  await client.sweep();
  await eventually(
    () => client.messages('upkeep'),
    (messages) => messages === 0,
    20_000,
  );
  expect(await client.pool(pool)).toEqual([]);
  expect(await client.calls(SETS)).toBe(0);
  await client.setPool(pool, [A]);
  await waitForOutcome(client, pool, 'InSync');
}

test('a parameter in observe mode causes no Set, and the record lists how the pool differs', async () => {
  const local = await clrLocal(['--quota-scale', 'off', '--param', 'recheckDelay=1']);
  try {
    await differs(local, { Mode: 'Observe' });
  } finally {
    await local.interrupt();
  }
}, 180_000);

test('a deployment in observe mode causes no Set, even when the parameter is in enforce mode', async () => {
  const local = await clrLocal([
    '--quota-scale',
    'off',
    '--param',
    'recheckDelay=1',
    '--param',
    'mode=Observe',
  ]);
  try {
    await differs(local, { Mode: 'Enforce' });
  } finally {
    await local.interrupt();
  }
}, 180_000);
