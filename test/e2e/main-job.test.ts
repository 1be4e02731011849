import { type ClrLocal, clrLocal } from '../support/clr-local.ts';
import { comesTo, eventually, type Outside, outsideAt } from '../support/e2e-client.ts';
import { toLogGroup, toStream } from '../support/situation.ts';

/** The main job, from outside: the packaged service on the local cloud, plain SDK clients. */
let local: ClrLocal;
let outside: Outside;
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
  outside = outsideAt(local.url, ACCOUNT, 'eu-west-1');
}, 60_000);
afterAll(async () => {
  expect(await local.interrupt()).toBe(0);
});

const SETS = 'cognito-idp.SetLogDeliveryConfiguration';
const idle = () =>
  eventually(
    async () => (await outside.messages('edits')) + (await outside.messages('upkeep')),
    (messages) => messages === 0,
    30_000,
  );
/** The Sets that the service makes while `act` runs and everything that follows from it is done. */
async function setsDuring(act: () => Promise<unknown>): Promise<number> {
  await idle();
  const before = await outside.calls(SETS);
  await act();
  await idle();
  return (await outside.calls(SETS)) - before;
}

test('a new parameter is applied, an edited one too, and a pool edited behind our back is repaired', async () => {
  const pool = await outside.createPool();
  await outside.put(pool, wants(A, toStream()));
  const applied = await comesTo(outside, pool, 'Applied');
  expect(await outside.pool(pool)).toEqual([toStream(), A]);
  await outside.put(pool, wants(B));
  const edited = await comesTo(outside, pool, 'Applied', applied?.Revision);
  expect(await outside.pool(pool)).toEqual([B]);
  // A second look that comes between would repair it first, and know nobody.
  await idle();
  await outside.setPool(pool, []);
  const repaired = await comesTo(outside, pool, 'Repaired', edited?.Revision);
  expect(await outside.pool(pool)).toEqual([B]);
  expect(repaired?.Transitions.at(-1)?.Actor?.Arn).toBe(`arn:aws:iam::${ACCOUNT}:user/${ACCOUNT}`);
}, 30_000);

describe('a deleted parameter', () => {
  async function appliedWith(OnDelete: string): Promise<string> {
    const pool = await outside.createPool();
    await outside.put(pool, { ...wants(A), OnDelete });
    await comesTo(outside, pool, 'Applied');
    return pool;
  }
  const leftAlone = async (pool: string): Promise<void> => {
    const sets = await setsDuring(async () => {
      await outside.setPool(pool, [B]);
      await outside.sweep();
    });
    expect(sets).toBe(0);
    expect(await outside.pool(pool)).toEqual([B]);
  };

  test('leaves the pool as it is with Retain, and alone for good', async () => {
    const pool = await appliedWith('Retain');
    await outside.remove(pool);
    await comesTo(outside, pool, 'Waiting');
    await outside.sweep();
    await comesTo(outside, pool, 'Released');
    expect(await outside.pool(pool)).toEqual([A]);
    await leftAlone(pool);
  }, 40_000);

  test('clears the pool with Clear at the next sweep, and leaves it alone for good', async () => {
    const pool = await appliedWith('Clear');
    await outside.remove(pool);
    await comesTo(outside, pool, 'Waiting');
    expect(await outside.pool(pool)).toEqual([A]);
    await outside.sweep();
    await comesTo(outside, pool, 'Cleared');
    expect(await outside.pool(pool)).toEqual([]);
    await leftAlone(pool);
  }, 40_000);

  test('clears nothing that somebody changed meanwhile', async () => {
    const pool = await appliedWith('Clear');
    await outside.remove(pool);
    await comesTo(outside, pool, 'Waiting');
    await outside.setPool(pool, [B]);
    await outside.sweep();
    await comesTo(outside, pool, 'Released');
    expect(await outside.pool(pool)).toEqual([B]);
  }, 40_000);
});

describe('what is refused', () => {
  const arn = 'arn:aws:logs:eu-west-1:999999999999:log-group:theirs';
  test.each<[string, unknown]>([
    ['no JSON', '{ nonsense'],
    ['an unknown key', { ...wants(A), Tags: {} }],
    ['a wrong pairing', wants({ ...A, LogLevel: 'INFO' })],
    ['a foreign account', wants({ ...A, CloudWatchLogsConfiguration: { LogGroupArn: arn } })],
    ['three entries', wants(A, toStream(), B)],
  ])(
    '%s: the pool is untouched, and a good edit heals it',
    async (_, value) => {
      const pool = await outside.createPool();
      await outside.setPool(pool, [B]);
      await outside.put(pool, value);
      const refused = await comesTo(outside, pool, 'Rejected');
      expect(refused?.Status.Reasons.length).toBeGreaterThan(0);
      expect(await outside.pool(pool)).toEqual([B]);
      await outside.put(pool, wants(A));
      await comesTo(outside, pool, 'Applied');
      expect(await outside.pool(pool)).toEqual([A]);
      for (const queue of ['edits-dlq', 'upkeep-dlq']) expect(await outside.messages(queue)).toBe(0);
    },
    30_000,
  );

  test('a refusal by tier heals when the tier is raised, with no edit', async () => {
    const pool = await outside.createPool('ESSENTIALS');
    await outside.put(pool, wants(toStream()));
    const refused = await comesTo(outside, pool, 'Rejected');
    expect(refused?.Status.Reasons).toEqual([expect.stringContaining('FeatureUnavailableInTierException')]);
    await outside.setTier(pool, 'PLUS');
    await comesTo(outside, pool, 'Applied');
    expect(await outside.pool(pool)).toEqual([toStream()]);
  }, 30_000);
});

test('entries in another order, a repeated event, an old event, our own write coming back: no Set', async () => {
  const pool = await outside.createPool();
  const sets = await setsDuring(async () => {
    await outside.put(pool, wants(A, toStream()));
    await comesTo(outside, pool, 'Applied');
  });
  expect(sets).toBe(1);
  const event = {
    source: 'aws.ssm',
    'detail-type': 'Parameter Store Change',
    time: '2020-01-01T00:00:00Z',
    detail: { operation: 'Create', name: `/cognito-log-delivery/pools/${pool}`, type: 'String' },
  };
  const again = await setsDuring(async () => {
    await outside.put(pool, wants(toStream(), A));
    await outside.send('edits', event);
    await outside.send('edits', event);
    await outside.sweep();
  });
  expect(again).toBe(0);
}, 60_000);

test('200 parameters put at once are all applied within 15 s of the last answer', async () => {
  const pools = await Promise.all(Array.from({ length: 200 }, () => outside.createPool()));
  await Promise.all(pools.map((pool) => outside.put(pool, wants(A))));
  const answered = Date.now();
  for (const pool of pools)
    await eventually(
      () => outside.pool(pool),
      (stands) => stands.length === 1,
      15_000 - (Date.now() - answered),
    );
  await Promise.all(pools.map((pool) => comesTo(outside, pool, 'Applied')));
}, 120_000);

test('the service runs in every account and Region that is called', async () => {
  for (const [account, region] of [
    ['210987654321', 'eu-west-1'],
    [ACCOUNT, 'us-east-1'],
  ] as const) {
    const elsewhere = outsideAt(local.url, account, region);
    const pool = await elsewhere.createPool();
    const LogGroupArn = `arn:aws:logs:${region}:${account}:log-group:own`;
    await elsewhere.put(pool, wants({ ...A, CloudWatchLogsConfiguration: { LogGroupArn } }));
    await comesTo(elsewhere, pool, 'Applied');
  }
}, 30_000);
