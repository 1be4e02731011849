import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { runDoctor } from '../../cli/commands/doctor/run.ts';
import { runHistory } from '../../cli/commands/history/run.ts';
import { runList } from '../../cli/commands/list/run.ts';
import { runPlan } from '../../cli/commands/plan/run.ts';
import { runReport } from '../../cli/commands/report/run.ts';
import { runStatus } from '../../cli/commands/status/run.ts';
import type { Terminal } from '../../cli/terminal/terminal.ts';
import { eventually, waitForOutcome } from '../support/e2e-client.ts';
import { ACCOUNT, BINARY, inProcess, notifications, REGION, startWorld, type World } from './support/clr.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld(['--quota-scale', '10']);
}, 180_000);
afterAll(() => world.close());
afterEach(() => fetch(`${world.local.url}/_local/faults`, { method: 'DELETE' }));

const READ = { stage: 'dev', output: 'table' } as const;
const STATUS = { ...READ, failed: false, live: false, watch: false, unmanaged: false, all: false };
const REPORT = { stage: 'dev', html: '-', live: false, force: false } as const;
const PLAN = { ...READ, detailedExitcode: false, checks: true, changesOnly: false, all: false };
const GET = 'cognito-idp.GetLogDeliveryConfiguration';
async function fail(fault: object): Promise<void> {
  const body = JSON.stringify({ account: ACCOUNT, region: REGION, callers: 'clients', ...fault });
  const response = await fetch(`${world.local.url}/_local/faults`, { method: 'POST', body });
  expect(response.status).toBe(200);
}
/** Returns the row of a pool. */
const rowIn = (page: string, pool: string): string =>
  page.slice(page.indexOf(`<tr data-pool="${pool}"`)).split('</tr>')[0] ?? '';
const detailsIn = (page: string, pool: string): string =>
  page.slice(page.indexOf(`id="pool=${pool}"`)).split('</article>')[0] ?? '';
/** Manages a new pool. */
async function managed(name: string): Promise<string> {
  const pool = await world.client.createPool();
  await world.client.put(pool, { LogConfigurations: [notifications(name)] });
  await waitForOutcome(world.client, pool, 'Applied');
  return pool;
}

test('report contains all pools with their names, authors, actors and history, and unmanaged pools', async () => {
  const pool = await managed('a');
  const free = await world.client.createPool();
  await world.client.put(pool, { LogConfigurations: [notifications('b')] });
  await eventually(
    () => world.client.record(pool),
    (record) => record?.Status.Outcome === 'Applied' && JSON.stringify(record.LastApplied).includes(':b"'),
  );
  await world.client.setPool(pool, []);
  // A recheck can repair the pool before the event of the other client arrives, which adds the actor.
  await eventually(
    () => world.client.record(pool),
    (record) => record?.Transitions.at(-1)?.Actor !== undefined,
  );
  const file = join(world.folder, 'report.html');
  expect(await world.clr(['report', '--html', file])).toMatchObject({ code: 0, stderr: `Wrote ${file}.\n` });
  const page = await readFile(file, 'utf8');
  expect(rowIn(page, pool)).toContain('data-name="pool" data-state="delivering" data-outcome="Repaired"');
  expect(rowIn(page, free)).toContain('data-state="unmanaged"');
  const details = detailsIn(page, pool);
  for (const title of ['Parameter version 1', 'Parameter version 2', 'SetLogDeliveryConfiguration'])
    expect(details).toMatch(new RegExp(`${title}</span> by <b title="arn:aws:iam::${ACCOUNT}:user/`));
  expect(page).toContain('No sweep has run yet.');
  expect(page).not.toMatch(/This report is incomplete|>incomplete</);

  const again = await world.clr(['report', '--html', file]);
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('already exists.') });
  expect((await world.clr(['report', '--html', file, '--force'])).code).toBe(0);
  expect(await readdir(world.folder)).toEqual(['report.html']);
}, 180_000);

test('report names who deleted a parameter, and keeps the state that was desired until then', async () => {
  const pool = await managed('kept');
  await world.client.remove(pool);
  await waitForOutcome(world.client, pool, 'Waiting');
  const { code, stdout } = await world.clr(['report', '--html', '-']);
  expect(code).toBe(0);
  const details = detailsIn(stdout, pool);
  expect(details).toMatch(new RegExp(`Parameter deleted</span> by <b title="arn:aws:iam::${ACCOUNT}:user/`));
  expect(details).toMatch(/Desired until then:<\/li><li>userNotification ERROR → arn:aws:logs:[^<]*:kept/);
  await fail({ operation: 'cloudtrail.LookupEvents', error: 'AccessDeniedException', percent: 100 });
  const denied = await inProcess(world, (terminal) => runReport(terminal, REPORT));
  expect(denied.code).toBe(3);
  expect(rowIn(denied.stdout, pool)).toContain('>incomplete<');
}, 180_000);

test('report shows a parameter that was deleted and created again, while the service does not know of it', async () => {
  const pool = await managed('before');
  await fail({ events: 'lose', source: 'aws.ssm', percent: 100, callers: undefined });
  // Also a message of the first edit that is delivered late must not show the service the second one.
  await fail({
    operation: 'ssm.GetParameters',
    error: 'AccessDeniedException',
    percent: 100,
    callers: 'functions',
  });
  await world.client.remove(pool);
  await world.client.put(pool, { LogConfigurations: [notifications('again')] });
  const { code, stdout } = await inProcess(world, (terminal) =>
    runReport(terminal, { ...REPORT, live: true }),
  );
  expect(code).toBe(0);
  const details = detailsIn(stdout, pool);
  expect(details).toContain('The service has not processed version 1 of the parameter yet.');
  expect(details).toContain(':again');
}, 60_000);

test('report --live counts and shows first a pool that another client emptied without an event', async () => {
  const pool = await managed('emptied');
  await world.seed({ pools: [{ Id: pool, PoolName: 'pool', UserPoolTier: 'PLUS', LogConfigurations: [] }] });
  const recorded = await world.clr(['report', '--html', '-']);
  expect(recorded.stdout).toContain('The pools were not read for this report');
  expect(detailsIn(recorded.stdout, pool)).toContain('not read for this report');
  const { code, stdout } = await world.clr(['report', '--html', '-', '--live']);
  expect(code).toBe(0);
  expect(stdout).toContain('1 differs now');
  expect(stdout.slice(stdout.indexOf('<tr data-pool')).startsWith(`<tr data-pool="${pool}"`)).toBe(true);
  expect(rowIn(stdout, pool)).toContain('data-state="differs" data-outcome="Applied"');
  expect(detailsIn(stdout, pool)).toMatch(/<del>.*:emptied.*<\/del><\/td><td><ins>not set<\/ins>/);
}, 180_000);

test('report --live marks a pool that could not be read, and says at its top and by exit code 3 that it is incomplete', async () => {
  await managed('unread');
  await fail({ operation: GET, error: 'NotAuthorizedException', message: 'denied <b>', count: 1 });
  const { code, stdout, stderr } = await world.clr(['report', '--html', '-', '--live']);
  expect(code).toBe(3);
  expect(stderr).toMatch(/The report is incomplete:\n {2}1 of \d+ pools could not be read\./);
  expect(stdout).toMatch(/This report is incomplete<\/h2><ul><li>1 of \d+ pools could not be read/);
  expect(stdout.match(/data-state="unread"/g)).toHaveLength(1);
  expect(stdout).toContain(
    'could not be read: GetLogDeliveryConfiguration: NotAuthorizedException: denied &lt;b&gt;',
  );
}, 180_000);

test('report shows a pool whose record is not valid, and continues with the others', async () => {
  const pool = 'us-west-2_invalid';
  const table = new DynamoDBClient({
    endpoint: world.local.url,
    region: REGION,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'none' },
  });
  const TableName = 'cognito-log-reconciler-dev-state';
  const Id = { S: `pool#${pool}` };
  await table.send(new PutItemCommand({ TableName, Item: { Id, UserPoolId: { S: pool } } }));
  const { code, stdout } = await world.clr(['report', '--html', '-']);
  await table.send(new DeleteItemCommand({ TableName, Key: { Id } }));
  expect(code).toBe(3);
  expect(stdout).toContain('pools could not be read. Their state is not known: 1 its record is not valid.');
  expect(rowIn(stdout, pool)).toContain('data-state="unread"');
  expect(stdout).toContain('data-state="delivering"');
}, 180_000);

test.each([
  ['ssm.DescribeParameters', 'ssm:DescribeParameters'],
  ['cognito-idp.ListUserPools', 'cognito-idp:ListUserPools'],
])(
  'report without the permission for %s says what is missing',
  async (operation, named) => {
    await fail({ operation, error: 'AccessDeniedException', percent: 100 });
    const { code, stdout } = await world.clr(['report', '--html', '-']);
    expect(code).toBe(3);
    expect(stdout).toContain('This report is incomplete');
    expect(stdout).toContain(named);
  },
  180_000,
);

test.each([[['--live']], [[]]])(
  'report %j writes nothing after Ctrl-C, and exits with 130',
  async (live) => {
    const operation = live.length > 0 ? GET : 'ssm.DescribeParameters';
    await fail({ operation, do: 'late', delay: 3000, percent: 100 });
    const file = join(world.folder, 'interrupted.html');
    const child = spawn(process.execPath, [...BINARY, 'report', '--html', file, ...live], {
      cwd: world.folder,
      env: { PATH: process.env.PATH, ...world.env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
    });
    const closed = once(child, 'close');
    await fetch(`${world.local.url}/_local/calls`, { method: 'DELETE' });
    await eventually(clientOperations, (operations) => operations.includes(operation));
    child.kill('SIGINT');
    expect((await closed)[0]).toBe(130);
    expect(stderr).toContain('Interrupted. No report was written.');
    expect((await readdir(world.folder)).filter((name) => name.startsWith('interrupted'))).toEqual([]);
  },
  180_000,
);

const DELETED = 'us-west-2_deleted';

const READERS: Readonly<Record<string, (terminal: Terminal) => Promise<number>>> = {
  'report --live': (terminal) => runReport(terminal, { ...REPORT, live: true }),
  list: (terminal) => runList(terminal, [], { ...READ, live: false, unmanaged: false }),
  status: (terminal) => runStatus(terminal, [], STATUS),
  'status --live': (terminal) => runStatus(terminal, [], { ...STATUS, live: true }),
  'status --unmanaged': (terminal) => runStatus(terminal, [], { ...STATUS, unmanaged: true }),
  history: (terminal) => runHistory(terminal, [DELETED], READ),
  doctor: (terminal) => runDoctor(terminal, [], { ...READ, showPassing: false, all: true }),
  plan: (terminal) => runPlan(terminal, [], PLAN),
  'plan POOL': (terminal) => runPlan(terminal, [DELETED], PLAN),
};

/** Runs a command and returns the operations that it calls. */
async function operationsOf(command: (terminal: Terminal) => Promise<number>): Promise<readonly string[]> {
  await fetch(`${world.local.url}/_local/calls`, { method: 'DELETE' });
  await inProcess(world, command);
  return clientOperations();
}
/** Returns the operations that clients have called since the calls were deleted. The functions of the service do not count. */
async function clientOperations(): Promise<readonly string[]> {
  const { accountRegions } = CALLS.parse(await (await fetch(`${world.local.url}/_local/calls`)).json());
  return Object.keys(accountRegions.find(({ region }) => region === REGION)?.clients ?? {});
}
const CALLS = z.object({
  accountRegions: z.array(z.object({ region: z.string(), clients: z.record(z.string(), z.unknown()) })),
});

/** The commands that exit with 0. Their output says what is not known. `doctor` exits with 0 unless it finds a problem. */
const EXIT_0 = [
  ...['DescribeTrails', 'GetEventSelectors', 'GetTrailStatus'].flatMap((operation) =>
    ['report --live', 'status', 'status --live', 'status --unmanaged'].map(
      (command) => `${command} cloudtrail.${operation}`,
    ),
  ),
  'history cloudtrail.LookupEvents',
  // For the freeze.
  ...['plan', 'report --live', 'status', 'status --live', 'status --unmanaged'].map(
    (command) => `${command} ssm.GetParameter`,
  ),
];
/** Without it, the rate limiter of the process applies: no data is missing. */
const RATE_LIMITER = 'dynamodb.UpdateItem';

test('no command that reads shows a complete result without the permission for one of its calls', async () => {
  const signIns = { EventSource: 'userAuthEvents', LogLevel: 'INFO' };
  const StreamArn = `arn:aws:firehose:${REGION}:${ACCOUNT}:deliverystream/s`;
  const pool = await managed('read');
  await world.client.put(pool, { LogConfigurations: [{ ...signIns, FirehoseConfiguration: { StreamArn } }] });
  await world.seed({ pools: [{ Id: DELETED, PoolName: 'deleted', UserPoolTier: 'PLUS' }] });
  await world.client.put(DELETED, { LogConfigurations: [notifications('read')] });
  await waitForOutcome(world.client, DELETED, 'Applied');
  await world.client.remove(DELETED);
  await waitForOutcome(world.client, DELETED, 'Waiting');
  await world.client.sweep();
  const [complete, exit0]: [string[], string[]] = [[], []];
  for (const [name, command] of Object.entries(READERS))
    for (const operation of await operationsOf(command)) {
      if (operation === RATE_LIMITER) continue;
      await fail({ operation, error: 'AccessDeniedException', message: 'denied', percent: 100 });
      const { code, stdout, stderr } = await inProcess(world, command);
      await fetch(`${world.local.url}/_local/faults`, { method: 'DELETE' });
      const one = `${name} ${operation}`;
      expect([one, stderr]).not.toEqual([one, expect.stringContaining('stack trace')]);
      const isMarked = /not known|not checked|not read|report is incomplete/i.test(stdout);
      if (code === 1 ? stdout !== '' : !isMarked) complete.push(`${one} ${code}`);
      if (code === 0 && name !== 'doctor') exit0.push(one);
    }
  expect(complete).toEqual([]);
  expect(exit0.toSorted()).toEqual(EXIT_0.toSorted());
}, 180_000);

test('report does not call ssm:GetParametersByPath', async () => {
  for (const live of [false, true])
    expect(await operationsOf((terminal) => runReport(terminal, { ...REPORT, live }))).toEqual(
      expect.not.arrayContaining(['ssm.GetParametersByPath']),
    );
}, 60_000);

test('report requires a format', async () => {
  const { code, stderr } = await world.clr(['report']);
  expect(code).toBe(64);
  expect(stderr).toContain('The format of the report is not set.');
}, 180_000);

test('report says at once that the file is a folder, with and without --force', async () => {
  for (const options of [[], ['--force']])
    expect(await world.clr(['report', '--html', '.', ...options])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'clr: Cannot write .: it is a folder (EISDIR).\n  Specify a file, for example ./NAME.\n',
    });
}, 180_000);

test('status, doctor and report compute ages with the time of AWS, not of this machine', async () => {
  const pool = await managed('aged');
  await world.client.sweep();
  const body = JSON.stringify({ move: 3 * 3_600_000 });
  expect((await fetch(`${world.local.url}/_local/time`, { method: 'POST', body })).status).toBe(200);
  const status = await inProcess(world, (terminal) => runStatus(terminal, [pool], STATUS));
  expect(status.stdout).toMatch(new RegExp(`${pool} +Applied +3h +3h `));
  expect(status.stdout).toContain('Last sweep: 3h ago.');
  const doctor = await inProcess(world, (terminal) =>
    runDoctor(terminal, [pool], { ...READ, showPassing: true, all: true }),
  );
  expect(doctor.stdout).toContain('The last sweep was 3h ago.');
  const { stdout } = await inProcess(world, (terminal) => runReport(terminal, REPORT));
  const madeAt = Date.parse(/datetime="([^"]+)"/.exec(stdout)?.[1] ?? '');
  expect(madeAt - Date.now()).toBeGreaterThan(2.9 * 3_600_000);
}, 60_000);
