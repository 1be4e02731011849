import { type ClrLocal, clrLocal } from '../support/clr-local.ts';
import { type E2eClient, e2eClient, eventually, waitForOutcome } from '../support/e2e-client.ts';
import { toLogGroup } from '../support/situation.ts';

/** Another client writes the pools of the service, or deletes their parameters. */
let local: ClrLocal;
let client: E2eClient;
const A = toLogGroup('a');
const B = toLogGroup('b');
const wants = (...LogConfigurations: unknown[]) => ({ LogConfigurations });

beforeAll(async () => {
  local = await clrLocal(['--quota-scale', 'off', '--param', 'clearGrace=0', '--param', 'recheckDelay=1']);
  client = e2eClient(local.url, '123456789012', 'eu-west-1');
}, 180_000);
afterAll(async () => {
  await local.interrupt();
});

test('a pool that another client keeps changing becomes contested and is repaired at a limited rate', async () => {
  const pool = await client.createPool();
  await client.put(pool, wants(A));
  await waitForOutcome(client, pool, 'Applied');
  const before = await client.calls('cognito-idp.SetLogDeliveryConfiguration');
  for (let round = 0; round < 5; round++) {
    await client.setPool(pool, [B]);
    await eventually(
      () => client.pool(pool),
      ([entry]) => JSON.stringify(entry) === JSON.stringify(A),
    );
  }
  const contested = await waitForOutcome(client, pool, 'Contested');
  expect(contested?.Contest?.Writer?.Arn).toBe('arn:aws:iam::123456789012:user/123456789012');
  for (let round = 0; round < 10; round++) await client.setPool(pool, round % 2 ? [B] : []);
  await eventually(
    () => client.messages('upkeep'),
    (messages) => messages === 0,
    20_000,
  );
  expect(await client.pool(pool)).toEqual([B]);
  expect((await client.calls('cognito-idp.SetLogDeliveryConfiguration')) - before).toBe(5);
  await client.sweep();
  await eventually(
    () => client.pool(pool),
    ([entry]) => JSON.stringify(entry) === JSON.stringify(A),
  );
  // A change of the parameter is applied at once anyway.
  await client.put(pool, wants());
  await waitForOutcome(client, pool, 'Applied');
  expect(await client.pool(pool)).toEqual([]);
}, 180_000);

test('puts the deletion of 30 % of the parameters on hold, reports it, and continues when an operator accepts it', async () => {
  const there = e2eClient(local.url, '210987654321', 'eu-west-1');
  const C = {
    ...A,
    CloudWatchLogsConfiguration: { LogGroupArn: 'arn:aws:logs:eu-west-1:210987654321:log-group:own' },
  };
  const pools = await Promise.all(Array.from({ length: 20 }, () => there.createPool()));
  await Promise.all(pools.map((pool) => there.put(pool, { ...wants(C), OnDelete: 'Clear' })));
  await Promise.all(pools.map((pool) => waitForOutcome(there, pool, 'Applied')));
  const lost = pools.slice(0, 6);
  await Promise.all(lost.map((pool) => there.remove(pool)));
  await Promise.all(lost.map((pool) => waitForOutcome(there, pool, 'Waiting')));
  expect(await there.sweep()).toMatchObject({ managed: 20, lost: 6, held: true });
  for (const pool of lost) {
    const held = await eventually(
      () => there.record(pool),
      (record) => record?.Status.Reasons[0]?.includes('On hold') ?? false,
    );
    expect(held?.Status.Outcome).toBe('Waiting');
    expect(await there.pool(pool)).toEqual([C]);
  }
  await eventually(
    () => there.messages('upkeep'),
    (messages) => messages === 0,
    20_000,
  );
  expect(await there.sweep({ acceptDeletions: 6 })).toMatchObject({ lost: 6, held: false });
  await Promise.all(lost.map((pool) => waitForOutcome(there, pool, 'Cleared')));
  for (const pool of lost) expect(await there.pool(pool)).toEqual([]);
}, 180_000);

test('an invalid sweep input is rejected with the name of the field', async () => {
  await expect(client.sweep({ acceptDeletions: 'all' })).rejects.toThrow('acceptDeletions');
});
