import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitForOutcome } from '../support/e2e-client.ts';
import { ACCOUNT, notifications, REGION, startWorld, type World } from './support/clr.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld(['--quota-scale', '10']);
}, 180_000);
afterAll(() => world.close());

test('report contains all pools with their history and actors, unmanaged pools, and unknown facts', async () => {
  const [managed, free] = [await world.client.createPool(), await world.client.createPool()];
  await world.client.put(managed, { LogConfigurations: [notifications('a')] });
  await waitForOutcome(world.client, managed, 'Applied');
  await world.client.setPool(managed, []);
  await waitForOutcome(world.client, managed, 'Repaired');
  await fetch(`${world.local.url}/_local/faults`, {
    method: 'POST',
    body: JSON.stringify({
      account: ACCOUNT,
      region: REGION,
      operation: 'cloudtrail.DescribeTrails',
      error: 'AccessDeniedException',
    }),
  });
  const file = join(world.folder, 'report.html');
  expect(await world.clr(['report', '--html', file])).toMatchObject({ code: 0, stderr: `Wrote ${file}.\n` });
  const page = await readFile(file, 'utf8');
  expect(page).toContain(`data-pool="${managed}" data-outcome="Repaired"`);
  expect(page).toContain('Applied → Repaired');
  expect(page).toContain('SetLogDeliveryConfiguration by arn:aws:iam::123456789012:user/');
  expect(page).toContain(`<li><code>${free}</code></li>`);
  expect(page).toContain('No sweep has run yet.');
  expect(page).toContain('It is not known whether a trail logs management events');

  const again = await world.clr(['report', '--html', file]);
  expect(again.code).toBe(1);
  expect(again.stderr).toContain('already exists.');
  expect((await world.clr(['report', '--html', file, '--force'])).code).toBe(0);
}, 180_000);

test('report --live reads the pools, and the file - is standard output', async () => {
  const pool = await world.client.createPool();
  await world.client.setPool(pool, [notifications('by-hand')]);
  await world.client.put(pool, { LogConfigurations: [notifications('wanted')], Mode: 'Observe' });
  await waitForOutcome(world.client, pool, 'OutOfSync');
  const recorded = await world.clr(['report', '--html', '-']);
  expect(recorded.stdout).toContain('not read; add --live');
  const live = await world.clr(['report', '--html', '-', '--live']);
  expect(live.stdout).not.toContain('not read; add --live');
  expect(live.stdout).toMatch(/<mark>userNotification ERROR → [^<]*by-hand<\/mark>/);
}, 180_000);

test('report requires --html', async () => {
  const { code, stderr } = await world.clr(['report']);
  expect(code).toBe(64);
  expect(stderr).toContain("required option '--html <file>' not specified");
}, 180_000);
