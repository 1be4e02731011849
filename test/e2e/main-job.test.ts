import { type ClrLocal, clrLocal } from '../support/clr-local.ts';
import { type E2eClient, e2eClient, eventually, waitForOutcome } from '../support/e2e-client.ts';
import { toLogGroup, toStream } from '../support/situation.ts';

/** The main job as a user sees it: the packaged service on the local cloud, and plain SDK clients. */
let local: ClrLocal;
let client: E2eClient;
const ACCOUNT = '123456789012';
const A = toLogGroup('a');
const B = toLogGroup('b');
const wants = (...LogConfigurations: unknown[]) => ({ LogConfigurations });

beforeAll(async () => {
  local = await clrLocal([
    '--quota-scale',
    '10',
    '--param',
    'clearGrace=0',
    '--param',
    'recheckDelay=1',
    '--param',
    'holdMinimum=1000',
  ]);
  client = e2eClient(local.url, ACCOUNT, 'eu-west-1');
}, 180_000);
afterAll(async () => {
  expect(await local.interrupt()).toBe(0);
});

const SETS = 'cognito-idp.SetLogDeliveryConfiguration';
const idle = () =>
  eventually(
    async () => (await client.messages('edits')) + (await client.messages('upkeep')),
    (messages) => messages === 0,
    180_000,
  );
/** Returns the number of Set calls that the service makes during `act` and until all its effects are complete. */
async function setsDuring(act: () => Promise<unknown>): Promise<number> {
  await idle();
  const before = await client.calls(SETS);
  await act();
  await idle();
  return (await client.calls(SETS)) - before;
}

test('applies a new and an edited parameter, and repairs a pool that another client edited', async () => {
  const pool = await client.createPool();
  await client.put(pool, wants(A, toStream()));
  const applied = await waitForOutcome(client, pool, 'Applied');
  expect(await client.pool(pool)).toEqual([toStream(), A]);
  await client.put(pool, wants(B));
  const edited = await waitForOutcome(client, pool, 'Applied', applied?.Revision);
  expect(await client.pool(pool)).toEqual([B]);
  // A recheck in between would repair the pool first and not know the actor.
  await idle();
  await client.setPool(pool, []);
  const repaired = await waitForOutcome(client, pool, 'Repaired', edited?.Revision);
  expect(await client.pool(pool)).toEqual([B]);
  expect(repaired?.Transitions.at(-1)?.Actor?.Arn).toBe(`arn:aws:iam::${ACCOUNT}:user/${ACCOUNT}`);
}, 180_000);

test('a parameter with a duplicate key is rejected with both places, and the pool keeps its logs', async () => {
  const pool = await client.createPool();
  await client.put(pool, `\ufeff${JSON.stringify(wants(A))}`);
  const applied = await waitForOutcome(client, pool, 'Applied');
  const list = JSON.stringify([A]);
  await client.put(pool, `{"LogConfigurations": ${list},\n "Log\\u0043onfigurations": []}`);
  const rejected = await waitForOutcome(client, pool, 'Rejected', applied?.Revision);
  expect(rejected?.Status.Reasons).toEqual([
    'LogConfigurations: duplicate key: first at line 1, column 2, again at line 2, column 2. Remove one of them.',
  ]);
  expect(await client.pool(pool)).toEqual([A]);
}, 180_000);

describe('a deleted parameter', () => {
  async function appliedWith(OnDelete: string): Promise<string> {
    const pool = await client.createPool();
    await client.put(pool, { ...wants(A), OnDelete });
    await waitForOutcome(client, pool, 'Applied');
    return pool;
  }
  const leftAlone = async (pool: string): Promise<void> => {
    const sets = await setsDuring(async () => {
      await client.setPool(pool, [B]);
      await client.sweep();
    });
    expect(sets).toBe(0);
    expect(await client.pool(pool)).toEqual([B]);
  };

  test('leaves the pool of a deleted parameter unchanged when OnDelete is Retain', async () => {
    const pool = await appliedWith('Retain');
    await client.remove(pool);
    await waitForOutcome(client, pool, 'Waiting');
    await client.sweep();
    await waitForOutcome(client, pool, 'Released');
    expect(await client.pool(pool)).toEqual([A]);
    await leftAlone(pool);
  }, 40_000);

  test('clears the pool of a deleted parameter at the next sweep when OnDelete is Clear, and not again', async () => {
    const pool = await appliedWith('Clear');
    await client.remove(pool);
    await waitForOutcome(client, pool, 'Waiting');
    expect(await client.pool(pool)).toEqual([A]);
    await client.sweep();
    await waitForOutcome(client, pool, 'Cleared');
    expect(await client.pool(pool)).toEqual([]);
    await leftAlone(pool);
  }, 40_000);

  test('does not clear a pool that another client changed before the sweep', async () => {
    const pool = await appliedWith('Clear');
    await client.remove(pool);
    await waitForOutcome(client, pool, 'Waiting');
    await client.setPool(pool, [B]);
    await client.sweep();
    await waitForOutcome(client, pool, 'Released');
    expect(await client.pool(pool)).toEqual([B]);
  }, 40_000);
});

describe('rejected parameters', () => {
  const arn = 'arn:aws:logs:eu-west-1:999999999999:log-group:theirs';
  test.each<[string, unknown]>([
    ['a value that is not JSON', '{ nonsense'],
    ['an unknown key', { ...wants(A), Tags: {} }],
    ['a wrong pairing', wants({ ...A, LogLevel: 'INFO' })],
    ['a foreign account', wants({ ...A, CloudWatchLogsConfiguration: { LogGroupArn: arn } })],
    ['three entries', wants(A, toStream(), B)],
  ])(
    'rejects %s, leaves the pool unchanged, and applies a valid edit afterwards',
    async (_, value) => {
      const pool = await client.createPool();
      await client.setPool(pool, [B]);
      await client.put(pool, value);
      const refused = await waitForOutcome(client, pool, 'Rejected');
      expect(refused?.Status.Reasons.length).toBeGreaterThan(0);
      expect(await client.pool(pool)).toEqual([B]);
      await client.put(pool, wants(A));
      await waitForOutcome(client, pool, 'Applied');
      expect(await client.pool(pool)).toEqual([A]);
      for (const queue of ['edits-dlq', 'upkeep-dlq']) expect(await client.messages(queue)).toBe(0);
    },
    180_000,
  );

  test('applies a parameter that Cognito rejected for its tier when the tier is raised, without an edit', async () => {
    const pool = await client.createPool('ESSENTIALS');
    await client.put(pool, wants(toStream()));
    const refused = await waitForOutcome(client, pool, 'Rejected');
    expect(refused?.Status.Reasons).toEqual([expect.stringContaining('FeatureUnavailableInTierException')]);
    await client.setTier(pool, 'PLUS');
    await waitForOutcome(client, pool, 'Applied');
    expect(await client.pool(pool)).toEqual([toStream()]);
  }, 180_000);
});

test('does not call Set for another order of entries, a repeated event, an old event or its own write', async () => {
  const pool = await client.createPool();
  const sets = await setsDuring(async () => {
    await client.put(pool, wants(A, toStream()));
    await waitForOutcome(client, pool, 'Applied');
  });
  expect(sets).toBe(1);
  const event = {
    source: 'aws.ssm',
    'detail-type': 'Parameter Store Change',
    time: '2020-01-01T00:00:00Z',
    detail: { operation: 'Create', name: `/cognito-log-delivery/pools/${pool}`, type: 'String' },
  };
  const again = await setsDuring(async () => {
    await client.put(pool, wants(toStream(), A));
    await client.send('edits', event);
    await client.send('edits', event);
    await client.sweep();
  });
  expect(again).toBe(0);
}, 180_000);

test('applies 60 parameters that are edited at once', async () => {
  const pools = await Promise.all(Array.from({ length: 60 }, () => client.createPool()));
  await Promise.all(pools.map((pool) => client.put(pool, wants(A))));
  await Promise.all(pools.map((pool) => waitForOutcome(client, pool, 'Applied')));
  for (const pool of pools) expect(await client.pool(pool)).toHaveLength(1);
}, 120_000);

test('runs the service in every account and Region that a client calls', async () => {
  for (const [account, region] of [
    ['210987654321', 'eu-west-1'],
    [ACCOUNT, 'us-east-1'],
  ] as const) {
    const elsewhere = e2eClient(local.url, account, region);
    const pool = await elsewhere.createPool();
    const LogGroupArn = `arn:aws:logs:${region}:${account}:log-group:own`;
    await elsewhere.put(pool, wants({ ...A, CloudWatchLogsConfiguration: { LogGroupArn } }));
    await waitForOutcome(elsewhere, pool, 'Applied');
  }
}, 180_000);
