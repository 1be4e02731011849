import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { QUOTAS } from '../../cli/commands/local/quotas.ts';
import { eventually } from '../local/clients.ts';
import { clrLocal, runClr, startClr } from '../support/clr-local.ts';
import { e2eClient } from '../support/e2e-client.ts';
import { packageService } from '../support/packaged-service.ts';

// The timeouts are those of a `clr` process (test/support/clr-local.ts), not the time that a test needs.
test('the demo shows the main job on a terminal of 40 columns and exits with code 0', async () => {
  const { code, stdout, stderr } = await runClr(['demo'], { NO_COLOR: '1', COLUMNS: '40' });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const text of [
    'Applied after',
    '+ userAuthEvents.FirehoseConfiguration.StreamArn: (not set) → "arn:aws:firehose:us-west-2:123456789012:deliverystream/',
    'Repaired after',
    'LogConfigurations[0].LogLevel: found "INFO"',
    "a log group in the pool's account 123456789012",
    'mode: unknown key. Did you mean "Mode"?',
    'Rejected. The pool is unchanged.',
  ])
    expect(stdout).toContain(text);
}, 180_000);

test('clr local reports a port that is in use in one line and exits with code 1', async () => {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const { code, stderr } = await runClr(['local', '--port', String(port), '--no-reconciler']);
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`^clr local: Port ${port} is in use.*\\n$`));
  await new Promise((done) => server.close(done));
}, 180_000);

test('Ctrl-C stops clr local without leaving files or processes', async () => {
  const TMPDIR = await mkdtemp(join(tmpdir(), 'clr-test-'));
  const local = await clrLocal([], { TMPDIR });
  expect((await fetch(`${local.url}/health`)).status).toBe(200);
  expect(await local.interrupt()).toBe(0);
  await expect(fetch(`${local.url}/health`)).rejects.toThrow();
  // tsx keeps its own cache there.
  expect((await readdir(TMPDIR)).filter((name) => !name.startsWith('tsx-'))).toEqual([]);
  await rm(TMPDIR, { recursive: true });
}, 180_000);

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s while clr local packages the service ends it with exit code 130, without leaving files or processes',
  async (signal) => {
    const TMPDIR = await mkdtemp(join(tmpdir(), 'clr-test-'));
    // A setting that only osls can apply, with a value that no other run has: no package of an earlier run can be used.
    const setting = `stackTags=run=${process.pid}-${signal}-${Date.now()}`;
    const local = startClr(['local', '--port', '0', '--param', setting], { TMPDIR });
    const closed = once(local, 'close');
    const packaging = async () => (await readdir(TMPDIR)).find((name) => name.startsWith('clr-package-'));
    const folder = await eventually(packaging);
    await eventually(async () =>
      (await readdir(join(TMPDIR, folder))).includes('tsconfig.json') ? true : undefined,
    );
    local.kill(signal);
    expect(await closed).toEqual([130, null]);
    expect(await readdir(TMPDIR)).toEqual([]);
    await rm(TMPDIR, { recursive: true });
  },
  180_000,
);

/** The local cloud looks for its parents every half second. */
const MAX_END_MS = 30_000;

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'the local cloud ends when npm, which runs it, gets %s',
  async (signal) => {
    const npm = spawn('npm', ['run', 'local', '--', '--port', '0', '--no-reconciler'], {
      cwd: resolve(import.meta.dirname, '../..'),
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    try {
      const url = await new Promise<string>((ready) => {
        npm.stdout.on('data', (text) => {
          const found = String(text).match(/http:\/\/127\.0\.0\.1:\d+/);
          if (found) ready(found[0]);
        });
      });
      expect((await fetch(`${url}/health`)).status).toBe(200);
      npm.kill(signal);
      const end = Date.now() + MAX_END_MS;
      const isRunning = () =>
        fetch(`${url}/health`).then(
          () => true,
          () => false,
        );
      while (await isRunning()) {
        expect(Date.now()).toBeLessThan(end);
        await sleep(50);
      }
    } finally {
      // If the test failed, this ends what is left of the process group.
      try {
        process.kill(-(npm.pid ?? 0), 'SIGKILL');
      } catch {
        // All processes have ended.
      }
    }
  },
  60_000,
);

test('Ctrl-C stops the demo without leaving files, with exit code 130', async () => {
  const TMPDIR = await mkdtemp(join(tmpdir(), 'clr-test-'));
  const demo = startClr(['demo'], { TMPDIR, NO_COLOR: '1' });
  const closed = once(demo, 'close');
  demo.stdout?.on('data', (text) => {
    if (String(text).includes('Ready at')) demo.kill('SIGINT');
  });
  expect(await closed).toEqual([130, null]);
  expect((await readdir(TMPDIR)).filter((name) => !name.startsWith('tsx-'))).toEqual([]);
  await rm(TMPDIR, { recursive: true });
}, 180_000);

test('clr local restores the state of --data and uses the seed of --seed', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'clr-test-'));
  const options = ['--no-reconciler', '--data', join(directory, 'cloud.json'), '--seed', '7'];
  const first = await clrLocal(options);
  const pool = await e2eClient(first.url, '123456789012', 'eu-west-1').createPool();
  await first.interrupt();
  const second = await clrLocal(options);
  expect(await e2eClient(second.url, '123456789012', 'eu-west-1').pool(pool)).toEqual([]);
  expect(await (await fetch(`${second.url}/_local/metrics`)).json()).toMatchObject({ seed: 7 });
  await second.interrupt();
  await rm(directory, { recursive: true });
}, 180_000);

test('clr local --no-reconciler runs the AWS services without the service', async () => {
  const local = await clrLocal(['--no-reconciler']);
  const health = await (await fetch(`${local.url}/health`)).json();
  expect(health).toMatchObject({ ready: true });
  expect(JSON.stringify(health)).not.toContain('reconcile');
  await local.interrupt();
}, 180_000);

test.each([
  [['local', '--port', 'x'], /Found "x"\. Expected a port/],
  [['local', '--quota-scale', '0'], /Found "0"\. Expected a number greater than 0, or off/],
  [['local', '--param', 'mode'], /Found "mode"\. Expected name=value/],
  [['locl'], /Unknown command 'locl'/],
])('clr with the arguments %j reports the usage error and exits with code 64', async (args, message) => {
  const { code, stderr } = await runClr(args);
  expect(stderr).toMatch(message);
  expect(code).toBe(64);
});

test.each([
  ['mode=Enforced', /^clr local: .* cannot start: .*MODE: [^\n]*\n$/],
  ['clearGrase=0', /^clr local: Unknown setting clearGrase\. Known settings: [^\n]*clearGrace[^\n]*\n$/],
  ['stateTable=kept', /^clr local: stateTable: found "kept"\. [^\n]*\n$/],
])(
  'clr local --param %s reports the reason in one line and exits with code 1',
  async (param, message) => {
    const { code, stderr } = await runClr(['local', '--port', '0', '--param', param]);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
  },
  180_000,
);

test('--quota-scale multiplies the quotas of serverless.yml', async () => {
  const service = await packageService();
  expect(service.settings).toMatchObject(QUOTAS);
  await service.remove();
}, 180_000);
