import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { runDelete } from '../../cli/commands/delete/run.ts';
import { runDoctor } from '../../cli/commands/doctor/run.ts';
import { runGet } from '../../cli/commands/get/run.ts';
import { runHistory } from '../../cli/commands/history/run.ts';
import { runImport } from '../../cli/commands/import/run.ts';
import { runMode } from '../../cli/commands/mode/run.ts';
import { runPlan } from '../../cli/commands/plan/run.ts';
import { runPut } from '../../cli/commands/put/run.ts';
import { runStatus } from '../../cli/commands/status/run.ts';
import { runSync } from '../../cli/commands/sync/run.ts';
import type { Terminal } from '../../cli/terminal/terminal.ts';
import { waitForOutcome } from '../support/e2e-client.ts';
import { ACCOUNT, inProcess, notifications, REGION, startWorld, type World } from './support/clr.ts';

const YES = { stage: 'dev', yes: true, output: 'json' } as const;

let world: World;
beforeAll(async () => {
  world = await startWorld(['--quota-scale', '10']);
}, 180_000);
afterAll(() => world.close());

const text = JSON.stringify({ LogConfigurations: [notifications('a')] });

test('put rejects a pool that does not exist in the Region, and offers the Region in its ID', async () => {
  const put = await world.clr(['put', 'eu-west-1_elsewhere', '-', '--yes'], { input: text });
  expect(put).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'clr: User pool eu-west-1_elsewhere does not exist in us-west-2 (account 123456789012), and has no replica there. Its ID names the Region eu-west-1.\n  For the pool in eu-west-1, add --region eu-west-1.\n',
  });
  expect((await world.clr(['get', 'eu-west-1_elsewhere'])).stderr).toContain('does not have a parameter');
});

test.each<[string, (terminal: Terminal, pool: string) => Promise<number>, string]>([
  [
    'get',
    (terminal, pool) => runGet(terminal, [pool], { ...YES, before: false }),
    'does not have a parameter.',
  ],
  [
    'get --version',
    (terminal, pool) => runGet(terminal, [pool], { ...YES, before: false, version: 2 }),
    'does not have a version 2.',
  ],
  ['mode', (terminal, pool) => runMode(terminal, [pool], 'observe', YES), 'does not have a parameter.'],
  ['delete', (terminal, pool) => runDelete(terminal, [pool], YES), 'does not have a parameter.'],
  ['history', (terminal, pool) => runHistory(terminal, [pool], YES), 'has no parameter and no record.'],
])('%s of a pool that does not exist says so, and offers the Region in its ID', async (_, run, problem) => {
  const other = await inProcess(world, (terminal) => run(terminal, 'eu-west-1_elsewhere'));
  expect(other).toMatchObject({ code: 1, stdout: '' });
  expect(other.stderr).toContain(problem);
  expect(other.stderr).toContain('Its ID names the Region eu-west-1.\n');
  expect(other.stderr).toContain('  For the pool in eu-west-1, add --region eu-west-1.\n');
  const mistyped = await inProcess(world, (terminal) => run(terminal, 'us-west-2_nothere'));
  expect(mistyped.stderr).toContain('User pool us-west-2_nothere does not exist in us-west-2');
  expect(mistyped.stderr).toContain('  Check the pool ID, --region and --profile.\n');
});

test('get, put, mode, plan, import and delete take the name of a pool or a pattern', async () => {
  await world.seed({ pools: [{ Id: 'us-west-2_named', PoolName: 'prod-shop' }] });
  const file = join(world.folder, 'named.json');
  await writeFile(file, text);
  const run = async (command: (terminal: Terminal) => Promise<number>) => {
    const { code, stdout, stderr } = await inProcess(world, command);
    return { code, stderr, ...(stdout.startsWith('{') ? JSON.parse(stdout) : { stdout }) };
  };
  const ours = { code: 0, userPoolId: 'us-west-2_named' };
  const pools = [{ userPoolId: 'us-west-2_named' }];
  const planning = { ...YES, detailedExitcode: false, checks: true, changesOnly: false, all: false };
  const importing = { ...YES, all: false, put: false };
  expect(await run((terminal) => runImport(terminal, ['prod-sh*'], importing))).toMatchObject({ pools });
  expect(await run((terminal) => runPut(terminal, 'prod-shop', file, YES))).toMatchObject(ours);
  expect(await run((terminal) => runGet(terminal, ['prod-*'], { ...YES, before: false }))).toMatchObject(
    ours,
  );
  expect(await run((terminal) => runMode(terminal, ['prod-shop'], 'observe', YES))).toMatchObject(ours);
  expect(await run((terminal) => runPlan(terminal, ['*-shop'], planning))).toMatchObject({ pools });
  expect(await run((terminal) => runPlan(terminal, ['prod-shoe'], planning))).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('clr: No pool has the ID or the name "prod-shoe".'),
  });
  expect(await run((terminal) => runDelete(terminal, ['prod-shop'], YES))).toMatchObject(ours);
}, 60_000);

test('status --live says the same about each pool as plan', async () => {
  const signIns = { ...notifications('a'), EventSource: 'userAuthEvents', LogLevel: 'INFO' };
  const elsewhere = notifications('a').CloudWatchLogsConfiguration.LogGroupArn.replace(
    ACCOUNT,
    '999999999999',
  );
  const parameters = {
    'us-west-2_live1': { LogConfigurations: [signIns] },
    'us-west-2_live2': { LogConfigurations: [signIns] },
    'us-west-2_live3': {
      LogConfigurations: [{ ...notifications('a'), CloudWatchLogsConfiguration: { LogGroupArn: elsewhere } }],
    },
    'us-west-2_live4': { LogConfigurations: [], Mode: 'Observe' },
    'us-west-2_live5': { LogConfigurations: [] },
  };
  const ids = [...Object.keys(parameters), 'us-west-2_live6'];
  await world.seed({
    pools: ids.map((Id) => ({
      Id,
      UserPoolTier: Id.endsWith('2') ? 'PLUS' : 'ESSENTIALS',
      LogConfigurations: Id.endsWith('4') ? [notifications('a')] : [],
    })),
    parameters: Object.entries(parameters).map(([id, value]) => ({
      Name: `/cognito-log-delivery/pools/${id}`,
      Value: JSON.stringify(value),
    })),
  });
  const planning = { ...YES, detailedExitcode: false, checks: true, changesOnly: false, all: false };
  const plan = await inProcess(world, (terminal) => runPlan(terminal, ids, planning));
  const showing = { ...YES, failed: false, live: true, watch: false, unmanaged: false, all: false };
  const status = await inProcess(world, (terminal) => runStatus(terminal, ids, showing));
  const byPool = <T>(text: string, of: (pool: Record<string, string>) => T) =>
    Object.fromEntries(
      JSON.parse(text).pools.map((pool: Record<string, string>) => [pool.userPoolId, of(pool)]),
    );
  const texts: Record<string, string> = { rejected: 'rejected', undelivered: 'would not deliver logs' };
  const planned = byPool(plan.stdout, ({ step = '', why }) => texts[step] ?? why);
  expect(planned).toEqual({
    'us-west-2_live1': 'rejected',
    'us-west-2_live2': 'would not deliver logs',
    'us-west-2_live3': 'rejected',
    'us-west-2_live4': 'observed only',
    'us-west-2_live5': 'in sync',
    'us-west-2_live6': 'no parameter',
  });
  expect(byPool(status.stdout, ({ live }) => live)).toEqual(planned);
  expect(byPool(status.stdout, ({ reasons }) => reasons?.at(-1))).toMatchObject({
    'us-west-2_live1': 'Live: userAuthEvents: the tier is below PLUS.',
    'us-west-2_live3': expect.stringMatching(/^Live: LogConfigurations\[0\].*999999999999/),
  });
}, 60_000);

test('a pattern for several pools where a command takes one is an error with their names and IDs', async () => {
  await world.seed({
    pools: [
      { Id: 'us-west-2_several1', PoolName: 'several-a' },
      { Id: 'us-west-2_several2', PoolName: 'several-\u200bb' },
    ],
  });
  const file = join(world.folder, 'several.json');
  await writeFile(file, text);
  expect(await inProcess(world, (terminal) => runPut(terminal, 'several-*', file, YES))).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'clr: "several-*" matches 2 pools: several-a (us-west-2_several1), several-\\u200bb (us-west-2_several2).\n  This command takes one pool. Specify its ID or its complete name.\n',
  });
}, 60_000);

test('doctor reports a pool that does not exist, and offers the Region in its ID', async () => {
  const { code, stdout } = await inProcess(world, (terminal) =>
    runDoctor(terminal, ['eu-west-1_elsewhere'], { ...YES, showPassing: false, all: false }),
  );
  expect(code).toBe(3);
  expect(JSON.parse(stdout).findings).toContainEqual({
    level: 'problem',
    subject: 'eu-west-1_elsewhere',
    message: expect.stringContaining('Its ID names the Region eu-west-1.'),
    reason: 'The pool has no parameter either.',
    hint: 'For the pool in eu-west-1, add --region eu-west-1.',
  });
}, 60_000);

test('sync of a pool that does not exist sends nothing and says so', async () => {
  const synced = await inProcess(world, (terminal) =>
    runSync(terminal, ['eu-west-1_elsewhere'], { ...YES, timeout: 20 }),
  );
  expect(synced.code).toBe(1);
  expect(JSON.parse(synced.stdout)).toMatchObject({
    kind: 'Sync',
    pools: [{ userPoolId: 'eu-west-1_elsewhere', outcome: 'PoolNotFound', failed: true }],
  });
  expect(await world.client.record('eu-west-1_elsewhere')).toBeUndefined();
}, 180_000);

test('a SecureString is not printed or edited; delete removes it, and put then writes a new parameter', async () => {
  const pool = await world.client.createPool();
  const ssm = new SSMClient({
    endpoint: world.local.url,
    region: REGION,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'none' },
  });
  const Name = `/cognito-log-delivery/pools/${pool}`;
  await ssm.send(new PutParameterCommand({ Name, Type: 'SecureString', Value: text }));
  for (const args of [
    ['get', pool],
    ['mode', pool, 'observe', '--yes'],
    ['put', pool, '-', '--yes'],
  ])
    expect(await world.clr(args, { input: text })).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^clr: [^\n]* has the type SecureString\.[^\n]*\n {2}[^\n]* clr delete [^\n]*\n$/,
      ),
    });
  expect((await world.clr(['plan', pool])).stdout).toContain('found "SecureString"');
  expect(await world.clr(['delete', pool, '--yes'])).toMatchObject({ code: 0, stdout: '' });
  expect((await world.clr(['put', pool, '-', '--yes'], { input: text })).code).toBe(0);
}, 180_000);

test('a byte order mark is accepted: get, validate, mode and put agree with the service', async () => {
  const pool = await world.client.createPool();
  await world.client.put(pool, `\ufeff${text}`);
  const got = await world.clr(['get', pool]);
  expect(got.stdout).toBe(`${text}\n`);
  expect((await world.clr(['validate', '-'], { input: `\ufeff${text}` })).code).toBe(0);
  expect((await world.clr(['mode', pool, 'observe', '--yes'])).code).toBe(0);
  const edited = (await world.clr(['get', pool])).stdout;
  expect(JSON.parse(edited)).toEqual({ ...JSON.parse(text), Mode: 'Observe' });
}, 180_000);

test('an invisible character is an escape in every line of clr, and unchanged in the output of get', async () => {
  const pool = await world.client.createPool();
  const odd = text.replace('"ERROR"', '"ERR\u200bOR"');
  await world.client.put(pool, odd);
  await waitForOutcome(world.client, pool, 'Rejected');
  expect((await world.clr(['get', pool])).stdout).toBe(`${odd}\n`);
  for (const args of [
    ['status', pool],
    ['plan', pool],
    ['history', pool],
  ]) {
    const { stdout, stderr } = await world.clr(args);
    expect(stdout).toContain('ERR\\u200bOR');
    expect(stdout + stderr).not.toContain('\u200b');
  }
  const json = JSON.parse((await world.clr(['status', '--failed', '-o', 'json'])).stdout);
  expect(json.pools[0].reasons[0]).toContain('ERR\\u200bOR');
  const validated = await world.clr(['validate', '-'], { input: odd });
  expect(validated).toMatchObject({ code: 1, stdout: expect.stringContaining('found "ERR\\u200bOR"') });
}, 180_000);

test('put removes $schema before it writes the parameter', async () => {
  const pool = await world.client.createPool();
  const input = text.replace('{', '{"$schema":"./parameter.schema.json",');
  expect((await world.clr(['put', pool, '-', '--yes'], { input })).code).toBe(0);
  expect((await world.clr(['get', pool])).stdout).toBe(`${text}\n`);
}, 180_000);

test('a parameter with a duplicate key has no YAML form, and put replaces it with the same members', async () => {
  const pool = await world.client.createPool();
  await world.client.put(pool, text.replace('{', '{"LogConfigurations":[],'));
  expect(await world.clr(['get', pool, '-o', 'yaml'])).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/ has no YAML form\. LogConfigurations: duplicate key: .*\n {2}.*clr get/),
  });
  const file = `LogConfigurations: ${JSON.stringify(JSON.parse(text).LogConfigurations)}\n$schema: x\n`;
  expect((await world.clr(['put', pool, '-', '--yes'], { input: file })).code).toBe(0);
  expect(JSON.parse((await world.clr(['get', pool])).stdout)).toEqual(JSON.parse(text));
}, 180_000);
