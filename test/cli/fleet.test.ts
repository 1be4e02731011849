import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { runDelete } from '../../cli/commands/delete/run.ts';
import { runDoctor } from '../../cli/commands/doctor/run.ts';
import { runGet } from '../../cli/commands/get/run.ts';
import { runHistory } from '../../cli/commands/history/run.ts';
import { runImport } from '../../cli/commands/import/run.ts';
import { runInit } from '../../cli/commands/init/run.ts';
import { runList } from '../../cli/commands/list/run.ts';
import { runMode } from '../../cli/commands/mode/run.ts';
import { runPlan } from '../../cli/commands/plan/run.ts';
import { runPut } from '../../cli/commands/put/run.ts';
import { runReport } from '../../cli/commands/report/run.ts';
import { runStatus } from '../../cli/commands/status/run.ts';
import { runSweep } from '../../cli/commands/sweep/run.ts';
import { runSync } from '../../cli/commands/sync/run.ts';
import { runValidate } from '../../cli/commands/validate/run.ts';
import type { Terminal } from '../../cli/terminal/terminal.ts';
import { eventually, waitForOutcome } from '../support/e2e-client.ts';
import { BINARY, logGroup, notifications, startWorld, type World } from './support/clr.ts';
import { screenOf } from './support/screen.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld(['--quota-scale', '10', '--param', 'clearGrace=0', '--param', 'holdMinimum=2']);
}, 180_000);
afterAll(() => world.close());

const parameter = (pool: string): string => `/cognito-log-delivery/pools/${pool}`;

test('status shows that no pools and no sweep exist yet', async () => {
  expect(await world.clr(['status'])).toEqual({
    code: 0,
    stdout: '0 pools.\nNo sweep has run yet.\n',
    stderr: '',
  });
}, 180_000);

test('status lists all pools, --failed only failed pools, --live the current configuration of the pool', async () => {
  const [fine, invalid] = [await world.client.createPool(), await world.client.createPool()];
  await world.client.put(fine, { LogConfigurations: [notifications('a')] });
  await world.client.put(invalid, { LogConfigurations: [], mode: 'Observe' });
  await waitForOutcome(world.client, fine, 'Applied');
  await waitForOutcome(world.client, invalid, 'Rejected');
  const { code, stdout } = await world.clr(['status']);
  expect(code).toBe(0);
  expect(stdout.indexOf(invalid)).toBeLessThan(stdout.indexOf(fine));
  const failed = await world.clr(['status', '--failed', '-o', 'json']);
  expect(failed.code).toBe(3);
  expect(JSON.parse(failed.stdout)).toMatchObject({
    version: 2,
    kind: 'Status',
    account: '123456789012',
    region: 'us-west-2',
    incomplete: false,
    pools: [{ userPoolId: invalid, outcome: 'Rejected' }],
    trail: 'Logging',
  });
  const live = await world.clr(['status', '--live', fine]);
  expect(live.stdout).toMatch(new RegExp(`${fine} +Applied +in sync `));
  const fault = {
    ...{ account: '123456789012', region: 'us-west-2', operation: 'cognito-idp.GetLogDeliveryConfiguration' },
    ...{ callers: 'clients', error: 'AccessDeniedException', message: 'not authorized', status: 400 },
  };
  await fetch(`${world.local.url}/_local/faults`, { method: 'POST', body: JSON.stringify(fault) });
  const denied = await world.clr(['status', '--live', fine, '-o', 'json']);
  const liveError = 'GetLogDeliveryConfiguration: AccessDeniedException: not authorized';
  expect(denied.code).toBe(3);
  expect(JSON.parse(denied.stdout)).toMatchObject({
    pools: [{ userPoolId: fine, live: 'not read', liveError, reasons: [`Not read: ${liveError}`] }],
  });
}, 180_000);

test('status and list take names and patterns, show names, and name an ambiguous or unknown pool', async () => {
  const named = (PoolName: string, Id: string) => ({ PoolName, Id, LogConfigurations: [notifications('a')] });
  const pools = [
    named('prod-one', 'us-west-2_n1'),
    named('twin', 'us-west-2_n2'),
    named('twin', 'us-west-2_n3'),
  ];
  await world.seed({ pools });
  await world.clr(['sweep']);
  const rows = async (...args: readonly string[]) => {
    const { stdout } = await world.clr([...args, '-o', 'json']);
    return JSON.parse(stdout).pools;
  };
  expect(await rows('status', 'prod-one')).toMatchObject([
    { userPoolId: 'us-west-2_n1', userPoolName: 'prod-one', outcome: 'Unmanaged' },
  ]);
  expect(await rows('list', 'twi*', '--missing', 'userAuthEvents', '--unmanaged')).toMatchObject([
    { userPoolId: 'us-west-2_n2', source: 'live', missing: ['userAuthEvents'] },
    { userPoolId: 'us-west-2_n3', logConfigurations: [notifications('a')] },
  ]);
  expect(await rows('list', 'twi*', '--destination', 'b')).toEqual([]);
  const unmanaged = await world.clr(['status', '--unmanaged', 'prod-one']);
  expect(unmanaged.stdout).toContain('Sends userNotification → a.');
  expect(await world.clr(['status', 'twin'])).toMatchObject({
    code: 1,
    stderr:
      'clr: 2 pools have the name "twin": us-west-2_n2, us-west-2_n3.\n  Specify the ID of one of them.\n',
  });
  for (const command of ['status', 'list'])
    expect(await world.clr([command, 'eu-west-1_nothere'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^clr: User pool eu-west-1_nothere does not exist .*\n.*--region eu-west-1/,
      ),
    });
  // A pool that was created after the sweep is looked up in Cognito.
  await world.seed({ pools: [named('prod-new', 'us-west-2_n4')] });
  expect(await rows('list', 'prod-new')).toMatchObject([{ userPoolId: 'us-west-2_n4' }]);
  expect(await world.clr(['list', 'prod-nwe'])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^clr: No pool has the ID or the name "prod-nwe"\./),
  });
}, 180_000);

test('status --watch repeats until Ctrl-C and exits with 130', async () => {
  const child = spawn(process.execPath, [...BINARY, 'status', '--watch'], {
    env: { PATH: process.env.PATH, ...world.env },
  });
  let seen = '';
  child.stdout.on('data', (chunk) => {
    seen += String(chunk);
  });
  await eventually(
    async () => seen.split('sweep').length,
    (times) => times >= 3,
  );
  child.kill('SIGINT');
  expect(await once(child, 'close')).toEqual([130, null]);
}, 180_000);

test('history lists versions, outcomes and the other writer in order of time', async () => {
  const pool = await world.client.createPool();
  await world.client.put(pool, { LogConfigurations: [notifications('a')] });
  await waitForOutcome(world.client, pool, 'Applied');
  await world.client.setPool(pool, []);
  await waitForOutcome(world.client, pool, 'Repaired');
  await world.client.put(pool, { LogConfigurations: [], Mode: 'x' });
  await waitForOutcome(world.client, pool, 'Rejected');
  const { stdout, code } = await world.clr(['history', pool]);
  expect(code).toBe(0);
  const heads = stdout
    .split('\n')
    .filter((line) => /^\d/.test(line))
    .map((line) => line.slice(21));
  expect(heads).toEqual([
    'parameter version 1  by user/123456789012',
    'Applied',
    'SetLogDeliveryConfiguration  by user/123456789012',
    'Repaired',
    'parameter version 2  by user/123456789012',
    'Rejected',
  ]);
  const json = JSON.parse((await world.clr(['history', pool, '-o', 'json'])).stdout);
  expect(json).toMatchObject({ kind: 'History', userPoolId: pool, events: { length: 6 } });
  await world.client.remove(pool);
  await waitForOutcome(world.client, pool, 'Waiting');
  const deleted = (await world.clr(['history', pool])).stdout;
  expect(deleted).toMatch(/parameter deleted {2}by user\/123456789012\n +Desired until then:\n/);
  expect(deleted).toContain(`userNotification ERROR → ${logGroup('a')}`);
  await world.client.put(pool, { LogConfigurations: [] });
  await waitForOutcome(world.client, pool, 'Applied');
  expect(await world.clr(['history', 'us-west-2_nobody'])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^clr: us-west-2_nobody has no parameter and no record\./),
  });
}, 180_000);

test('sync makes the service repair drift that caused no event, and prints the result', async () => {
  const pool = await world.client.createPool();
  await world.client.put(pool, { LogConfigurations: [notifications('a')] });
  await waitForOutcome(world.client, pool, 'Applied');
  // Seeding makes no AWS call, so it causes no event.
  await world.seed({ pools: [{ Id: pool, LogConfigurations: [] }] });
  const sync = await world.clr(['sync', pool, '-o', 'json']);
  expect(sync.code).toBe(0);
  expect(JSON.parse(sync.stdout)).toMatchObject({
    kind: 'Sync',
    pools: [{ userPoolId: pool, outcome: 'Repaired', differences: { length: 2 }, failed: false }],
  });
  expect(await world.client.pool(pool)).toEqual([notifications('a')]);
  expect(await world.clr(['sync', pool])).toEqual({ code: 0, stdout: 'Sync: 1 InSync.\n', stderr: '' });
}, 180_000);

test('sync exits with 3 when a pool fails', async () => {
  const pool = 'us-west-2_nothere';
  await world.seed({ parameters: [{ Name: parameter(pool), Value: '{"LogConfigurations":[]}' }] });
  const sync = await world.clr(['sync', pool]);
  expect(sync.code).toBe(3);
  expect(sync.stdout).toMatch(new RegExp(`${pool} +PoolNotFound +- +User pool ${pool} does not exist`));
}, 180_000);

test('sweep puts many deletions on hold and reports it; --accept-deletions releases the hold', async () => {
  const pools = ['us-west-2_held1', 'us-west-2_held2', 'us-west-2_held3', 'us-west-2_held4'];
  await world.seed({ pools: pools.map((Id) => ({ Id })) });
  for (const pool of pools)
    await world.client.put(pool, { LogConfigurations: [notifications('a')], OnDelete: 'Clear' });
  for (const pool of pools) await waitForOutcome(world.client, pool, 'Applied');
  for (const pool of pools) await world.client.remove(pool);
  for (const pool of pools) await waitForOutcome(world.client, pool, 'Waiting');
  const held = await world.clr(['sweep']);
  expect(held.code).toBe(1);
  expect(held.stdout).toContain('If this was intended, run: clr sweep --accept-deletions 4');
  const plan = await world.clr(['plan', 'us-west-2_held1']);
  expect(plan.stdout).toContain('On hold: many parameters were deleted at once.');
  expect(await world.client.pool('us-west-2_held1')).toHaveLength(1);
  const swept = await world.clr(['sweep', '--accept-deletions', '4', '-o', 'json']);
  expect(swept.code).toBe(0);
  expect(JSON.parse(swept.stdout)).toMatchObject({
    version: 2,
    kind: 'Sweep',
    region: 'us-west-2',
    lost: 4,
    held: false,
  });
  for (const pool of pools) await waitForOutcome(world.client, pool, 'Cleared');
}, 180_000);

test('the output of every command fits terminals of 40, 80 and 120 columns, and is not wrapped in a file', async () => {
  const pool = await world.client.createPool();
  await world.client.put(pool, {
    LogConfigurations: [notifications('a')],
    mode: 'Observe',
    Mood: 1,
    OnDelet: 2,
  });
  const other = await world.client.createPool();
  await world.client.put(other, { LogConfigurations: [notifications('a')] });
  await waitForOutcome(world.client, pool, 'Rejected');
  await waitForOutcome(world.client, other, 'Applied');
  const file = join(world.folder, 'wide.json');
  await writeFile(file, JSON.stringify({ LogConfigurations: [notifications('b')], Mod: 'Observe' }));
  const valid = join(world.folder, 'valid.yaml');
  await writeFile(valid, JSON.stringify({ LogConfigurations: [notifications('b')] }));
  const common = { stage: 'dev', output: 'table', yes: true } as const;
  const showing = { ...common, failed: false, live: false, watch: false, unmanaged: false, all: true };
  const planning = { ...common, detailedExitcode: false, checks: true, changesOnly: false, all: false };
  const importing = { ...common, all: true, put: false };
  const commands: Readonly<Record<string, (terminal: Terminal) => Promise<number>>> = {
    status: (terminal) => runStatus(terminal, [], showing),
    'status --live': (terminal) => runStatus(terminal, [], { ...showing, live: true }),
    'status --unmanaged': (terminal) => runStatus(terminal, [], { ...showing, unmanaged: true }),
    list: (terminal) => runList(terminal, [], { ...common, live: true, unmanaged: false }),
    plan: (terminal) => runPlan(terminal, [], planning),
    'plan FILE': (terminal) => runPlan(terminal, [file, pool, other], planning),
    history: (terminal) => runHistory(terminal, [pool], common),
    doctor: (terminal) => runDoctor(terminal, [], { ...common, showPassing: true, all: false }),
    sync: (terminal) => runSync(terminal, [pool, other], { ...common, timeout: 20 }),
    sweep: (terminal) => runSweep(terminal, common),
    'import --out': (terminal) => runImport(terminal, [], { ...importing, out: world.folder }),
    'import POOL': (terminal) => runImport(terminal, [pool, other], importing),
    'get --before': (terminal) => runGet(terminal, [other], { ...common, output: 'text', before: true }),
    'put of another version': (terminal) => runPut(terminal, other, valid, { ...common, ifVersion: 7 }),
    put: (terminal) => runPut(terminal, other, valid, common),
    'put --if-version': (terminal) => runPut(terminal, other, file, { ...common, ifVersion: 7 }),
    mode: (terminal) => runMode(terminal, [other], 'observe', common),
    validate: (terminal) => runValidate(terminal, [file, '/nowhere/file.json'], { output: 'table' }),
    init: (terminal) => runInit(terminal, world.folder, { ...common, fromService: true, force: true }),
    report: (terminal) =>
      runReport(terminal, {
        ...common,
        output: 'html',
        html: join(world.folder, 'r.html'),
        live: true,
        force: true,
      }),
    'delete of an unknown pool': (terminal) => runDelete(terminal, ['eu-west-1_elsewhere'], common),
    'get of an unknown name': (terminal) =>
      runGet(terminal, ['wide'], { ...common, output: 'text', before: false }),
  };
  // A sign, and one word or command, which stay whole.
  const isWhole = (line: string): boolean =>
    /^ *([^\w\s] +)?(\S+|(clr|aws|mkdir|\$\(?) .*|.*\|.*)$/.test(line);
  for (const [name, command] of Object.entries(commands)) {
    for (const columns of [40, 80, 120]) {
      const lines = await screenOf(world, columns, command);
      const long = lines.filter((line) => stringWidth(line) > columns && !isWhole(line));
      expect({ name, columns, long }).toEqual({ name, columns, long: [] });
    }
  }
  const written = await screenOf(world, undefined, (terminal) =>
    runValidate(terminal, [valid], { output: 'table' }),
  );
  expect(written[0]).toBe(
    'Account and allowed destinations are unknown. Each file is checked against the account in its ARNs.',
  );
}, 300_000);
