import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { LocalAccountRegion } from '../../local/account-regions/local-account-region.ts';
import { type LocalCloud, startLocalCloud } from '../../local/cloud.ts';
import { deployService } from '../../local/cloudformation/deploy-service.ts';
import { cachedPackage } from '../../local/cloudformation/package/package-cache.ts';
import { type E2eClient, e2eClient, eventually, waitForOutcome } from '../support/e2e-client.ts';
import { toLogGroup } from '../support/situation.ts';

/** The packaged service, whose worker is killed while Cognito carries out a write and does not respond. */
const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';
const STACK = 'cognito-log-reconciler-dev';
const SET = 'cognito-idp.SetLogDeliveryConfiguration';
const HOLD = 'sqs.ChangeMessageVisibilityBatch';
const A = toLogGroup('a');
const B = toLogGroup('b');

let packageDir: string;
let cloud: LocalCloud;
let accountRegion: LocalAccountRegion;
let client: E2eClient;

beforeAll(async () => {
  packageDir = await mkdtemp(join(tmpdir(), 'clr-killed-'));
  const projectDir = resolve(import.meta.dirname, '../..');
  await cachedPackage({ projectDir, params: { recheckDelay: '0' }, outDir: packageDir });
  const deploy = deployService({ packageDir, stackName: STACK });
  cloud = await startLocalCloud({ account: ACCOUNT, region: REGION, deploy, quotaScale: 'off' });
  accountRegion = await cloud.accountRegion(ACCOUNT, REGION);
  client = e2eClient(cloud.url, ACCOUNT, REGION);
}, 180_000);
afterAll(async () => {
  Date.now = realNow;
  await cloud?.close();
  await rm(packageDir, { recursive: true, force: true });
});

const realNow = Date.now;
/** Moves the time of the queues forward. The functions have their own time. */
function setTime(aheadMs: number): void {
  Date.now = () => realNow() + aheadMs;
}

/** Waits until every message is processed, rechecks included. */
async function idle(): Promise<void> {
  for (const queue of ['edits', 'upkeep'])
    await eventually(
      () => client.messages(queue),
      (messages) => messages === 0,
      60_000,
    );
}

/** Kills all workers in the next Set, before or after Cognito has carried it out. */
async function killInNextSet(when: 'before' | 'after', change: () => Promise<unknown>): Promise<void> {
  accountRegion.faults.add({ operation: SET, callers: 'functions', do: 'hang', when });
  await change();
  await eventually(
    async () => accountRegion.faults.pending().length,
    (pending) => pending === 0,
    30_000,
  );
  await accountRegion.stack()?.kill(`${STACK}-reconcile`);
}

test.each(['before', 'after'] as const)(
  'an edit whose worker is killed %s Cognito has carried out the write is complete after a minute',
  async (when) => {
    const pool = await client.createPool();
    await client.put(pool, { LogConfigurations: [A] });
    const applied = await waitForOutcome(client, pool, 'Applied');
    await idle();
    await killInNextSet(when, () => client.put(pool, { LogConfigurations: [B] }));
    const intent = await client.record(pool);
    expect(intent?.Revision).toBe((applied?.Revision ?? 0) + 1);
    setTime(25_000);
    await new Promise((wake) => setTimeout(wake, 1_500));
    // A worker could still be running, so the message is not visible yet.
    expect(await client.record(pool)).toEqual(intent);
    expect(await client.messages('edits')).toBe(1);
    setTime(60_000);
    await waitForOutcome(client, pool, 'Applied', intent?.Revision);
    expect(await client.pool(pool)).toEqual([B]);
    setTime(0);
  },
  120_000,
);

test('a repair whose worker is killed is complete after a minute, and a batch in sync costs no call', async () => {
  const pool = await client.createPool();
  await client.put(pool, { LogConfigurations: [A] });
  const applied = await waitForOutcome(client, pool, 'Applied');
  await idle();
  const holds = await client.calls(HOLD);
  await client.sweep();
  await idle();
  expect(await client.calls(HOLD)).toBe(holds);
  await killInNextSet('before', () => client.setPool(pool, []));
  setTime(60_000);
  await waitForOutcome(client, pool, 'Repaired', applied?.Revision);
  expect(await client.pool(pool)).toEqual([A]);
}, 120_000);
