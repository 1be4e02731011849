import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { ACCOUNT, BINARY, notifications, REGION, startWorld, type World } from '../cli/support/clr.ts';
import { waitUntilIdle } from '../cli/support/documented-commands.ts';

const POOLS = 80;
const CHANGED = 60;

let world: World;
beforeAll(async () => {
  world = await startWorld(['--quota-scale', '10']);
}, 180_000);
afterAll(() => world.close());

const idOf = (at: number): string => `${REGION}_fleet${String(at).padStart(3, '0')}`;
const yaml = (name: string): string =>
  `LogConfigurations:\n  - EventSource: userNotification\n    LogLevel: ERROR\n    CloudWatchLogsConfiguration:\n      LogGroupArn: ${notifications(name).CloudWatchLogsConfiguration.LogGroupArn}\n`;

/** Writes the folder as `sed` leaves it: the first files name another log group. */
async function writeFolder(changed: string): Promise<void> {
  await mkdir(join(world.folder, 'fleet/pools'), { recursive: true });
  for (let at = 0; at < POOLS; at += 1)
    await writeFile(
      join(world.folder, `fleet/pools/${idOf(at)}.yaml`),
      yaml(at < CHANGED ? changed : 'stays'),
    );
}

const applied = z.object({
  incomplete: z.boolean(),
  summary: z.object({ written: z.number(), failed: z.number(), unchanged: z.number(), total: z.number() }),
  pools: z.array(z.looseObject({ userPoolId: z.string(), failed: z.boolean() })).default([]),
});

/** The calls of PutParameter by clients, by outcome. */
async function puts(): Promise<Readonly<Record<string, number>>> {
  const shape = z.object({
    accountRegions: z.array(
      z.object({ account: z.string(), clients: z.record(z.string(), z.record(z.string(), z.number())) }),
    ),
  });
  const { accountRegions } = shape.parse(await (await fetch(`${world.local.url}/_local/calls`)).json());
  return accountRegions.find(({ account }) => account === ACCOUNT)?.clients['ssm.PutParameter'] ?? {};
}

test('after Ctrl-C, a second run of apply writes the rest, and the result is the same as without it', async () => {
  await world.seed({
    pools: Array.from({ length: POOLS }, (_, at) => ({ Id: idOf(at), PoolName: `shop-${at}` })),
    parameters: Array.from({ length: POOLS }, (_, at) => ({
      Name: `/cognito-log-delivery/pools/${idOf(at)}`,
      Value: JSON.stringify({ LogConfigurations: [notifications(at < CHANGED ? 'before' : 'stays')] }),
    })),
  });
  await world.client.sweep();
  await waitUntilIdle(world);
  await writeFolder('after');
  const args = ['apply', 'fleet', '--yes', '--write-rate', '30'];
  const child = spawn(process.execPath, [...BINARY, ...args, '-o', 'json'], {
    cwd: world.folder,
    env: { PATH: process.env.PATH, ...world.env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const ended = once(child, 'close');
  while ((await puts()).ok === undefined) await sleep(20);
  child.kill('SIGINT');
  const [code] = await ended;
  expect(code).toBe(130);
  const first = applied.parse(JSON.parse(stdout));
  expect(first.incomplete).toBe(true);
  expect(first.summary).toMatchObject({ total: CHANGED, failed: 0 });
  expect(first.summary.written).toBeLessThan(CHANGED);
  expect(stderr).toContain(`Interrupted: ${first.summary.written} of ${CHANGED} parameters were written`);
  await waitUntilIdle(world);

  const rest = await world.clr([...args, '--wait', '-o', 'json']);
  const second = applied.parse(JSON.parse(rest.stdout));
  expect(second.pools.filter(({ failed }) => failed)).toEqual([]);
  expect(rest.code).toBe(0);
  expect(second.summary).toMatchObject({
    total: CHANGED - first.summary.written,
    written: CHANGED - first.summary.written,
    failed: 0,
  });
  for (const at of [0, CHANGED - 1, CHANGED, POOLS - 1])
    expect(await world.client.pool(idOf(at))).toEqual([notifications(at < CHANGED ? 'after' : 'stays')]);
  const again = await world.clr([...args, '--wait']);
  expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Apply: no changes\./), stderr: '' });
}, 240_000);

test('apply at its pace is not throttled', async () => {
  const before = await puts();
  await writeFolder('paced');
  const start = Date.now();
  const done = await world.clr(['apply', 'fleet', '--yes', '--write-rate', '30', '-o', 'json']);
  expect(done.code).toBe(0);
  expect(applied.parse(JSON.parse(done.stdout)).summary.written).toBe(CHANGED);
  const after = await puts();
  expect((after.ok ?? 0) - (before.ok ?? 0)).toBe(CHANGED);
  // The local cloud allows 30 writes per second. A process that the machine pauses can send some of them together.
  expect((after.ThrottlingException ?? 0) - (before.ThrottlingException ?? 0)).toBeLessThanOrEqual(
    CHANGED / 10,
  );
  expect(Date.now() - start).toBeGreaterThanOrEqual((CHANGED - 1) * (1000 / 30));
}, 240_000);
