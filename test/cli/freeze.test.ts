import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { runApply } from '../../cli/commands/apply/run.ts';
import { runDelete } from '../../cli/commands/delete/run.ts';
import { runDoctor } from '../../cli/commands/doctor/run.ts';
import { runFreeze, runUnfreeze } from '../../cli/commands/freeze/run.ts';
import { runMode } from '../../cli/commands/mode/run.ts';
import { runPlan } from '../../cli/commands/plan/run.ts';
import { runPut } from '../../cli/commands/put/run.ts';
import { runReport } from '../../cli/commands/report/run.ts';
import { runRolloutStatus } from '../../cli/commands/rollout/status.ts';
import { runStatus } from '../../cli/commands/status/run.ts';
import { runSweep } from '../../cli/commands/sweep/run.ts';
import { runSync } from '../../cli/commands/sync/run.ts';
import { EXIT } from '../../cli/errors/exit-codes.ts';
import { freezeLine } from '../../cli/freeze/freeze-text.ts';
import { sayFrozen } from '../../cli/freeze/say-frozen.ts';
import { openService } from '../../cli/service/open-service.ts';
import { eventually } from '../support/e2e-client.ts';
import { ACCOUNT, inProcess, notifications, REGION, startWorld, type World } from './support/clr.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld(['--quota-scale', 'off', '--param', 'recheckDelay=0']);
}, 180_000);
afterAll(() => world.close());

const TABLE = { stage: 'dev', output: 'table' } as const;
const JSON_OUTPUT = { stage: 'dev', output: 'json' } as const;
const STATUS = { failed: false, live: false, watch: false, unmanaged: false, all: false };

const freeze = (reason: string) => inProcess(world, (one) => runFreeze(one, { ...TABLE, reason }));
const unfreeze = () => inProcess(world, (one) => runUnfreeze(one, { ...TABLE, yes: true }));
const status = (over: object = {}) =>
  inProcess(world, (one) => runStatus(one, [], { ...TABLE, ...STATUS, ...over }));
/** Another sweep can be running, which the rule started. */
const sweep = () =>
  eventually(
    () => inProcess(world, (one) => runSweep(one, TABLE)),
    ({ stderr }) => !stderr.includes('Another sweep'),
    20_000,
  );

test('freeze refuses a deployed version that would go on writing', async () => {
  const config = {
    endpoint: world.local.url,
    region: REGION,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'none' },
  };
  const lambda = new LambdaClient(config);
  const deployed = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: 'cognito-log-reconciler-dev-sweep' }),
  );
  const { READS_FREEZE, ...Environment } = deployed.Environment?.Variables ?? {};
  expect(READS_FREEZE).toBe('true');
  await world.seed({ functions: [{ FunctionName: 'cognito-log-reconciler-old-sweep', Environment }] });
  const refused = await inProcess(world, (one) =>
    runFreeze(one, { stage: 'old', output: 'table', reason: 'x' }),
  );
  expect(refused).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('The deployed version of the service does not know a freeze'),
  });
  expect((await status()).stdout).not.toContain('Frozen');
});

test('freeze and unfreeze stop and start the writes, and other commands show who froze the service and why', async () => {
  const pool = await world.client.createPool();
  expect(await freeze('incident 12')).toEqual({
    code: 0,
    stdout: '',
    stderr:
      'Frozen. The service stops all writes within about 10 seconds. To start it again, run: clr unfreeze --stage dev\n',
  });
  const again = await freeze('another reason');
  expect(again.code).toBe(0);
  expect(again.stderr).toMatch(
    /^The service is frozen already, and the reason stays\. Frozen since .* by arn:.*: "incident 12"\.\n$/,
  );
  await world.client.put(pool, { LogConfigurations: [notifications('a')] });
  expect((await sweep()).stdout).toContain('The service is frozen: this sweep only looked');

  const line = /Frozen since [\d: -]+ UTC \(\d+s\) by arn:\S+: "incident 12"\. The service writes no pool/;
  expect((await status()).stdout.replaceAll(/\s+/g, ' ')).toMatch(line);
  const { freeze: shown } = JSON.parse((await status({ output: 'json' })).stdout);
  expect(shown).toEqual({
    reason: 'incident 12',
    since: expect.any(String),
    by: expect.stringContaining(ACCOUNT),
  });
  const planOptions = { ...TABLE, detailedExitcode: false, checks: false, changesOnly: false, all: false };
  const plan = await inProcess(world, (one) => runPlan(one, [], planOptions));
  expect(plan.stderr.replaceAll(/\s+/g, ' ')).toMatch(line);
  const doctor = await inProcess(world, (one) =>
    runDoctor(one, [], { ...JSON_OUTPUT, showPassing: false, all: true }),
  );
  expect(JSON.parse(doctor.stdout).findings).toContainEqual(
    expect.objectContaining({
      level: 'warning',
      subject: 'freeze',
      hint: 'When the reason is gone, run: clr unfreeze --stage dev',
    }),
  );
  expect(await world.client.pool(pool)).toEqual([]);

  const ended = await unfreeze();
  expect(ended.code).toBe(0);
  expect(ended.stderr).toMatch(
    /^Frozen since .*: "incident 12"\.\nUnfrozen\. A sweep brings all pools up to date, usually within a minute/,
  );
  await eventually(
    () => world.client.pool(pool),
    (entries) => entries.length === 1,
    30_000,
  );
  expect((await status()).stdout).not.toContain('Frozen');
  expect(await unfreeze()).toMatchObject({
    code: 0,
    stderr: 'The service is not frozen. No changes made.\n',
  });
}, 120_000);

test('the report and rollout status show a freeze, and the commands that write say that it delays the change', async () => {
  const pool = await world.client.createPool();
  const file = join(world.folder, 'frozen.json');
  await writeFile(file, JSON.stringify({ LogConfigurations: [notifications('a')] }));
  await freeze('incident 13');
  const shown = (text: string): string => text.replaceAll(/\s+/g, ' ');
  const since = /Frozen since [\d: -]+ UTC \(\d+s\) by arn:\S+: "incident 13"\./;
  const rollout = (output: 'table' | 'json') =>
    inProcess(world, (one) => runRolloutStatus(one, undefined, { stage: 'dev', watch: false, output }));
  expect(shown((await rollout('table')).stdout)).toMatch(since);
  const view = { reason: 'incident 13', since: expect.any(String), by: expect.any(String) };
  expect(JSON.parse((await rollout('json')).stdout).freeze).toEqual(view);
  const report = (output: 'html' | 'json' | 'csv') =>
    inProcess(world, (one) => runReport(one, { stage: 'dev', live: false, force: false, output }));
  const json = JSON.parse((await report('json')).stdout);
  expect(json.freeze).toEqual(view);
  expect(json.notes[0]).toMatch(since);
  expect((await report('html')).stdout).toMatch(/<li>Frozen since [^<]*incident 13/);
  expect((await report('csv')).stdout).not.toContain('incident 13');

  const line = new RegExp(
    `${since.source} The change takes effect when the service is unfrozen\\. To unfreeze it, run: clr unfreeze --stage dev`,
  );
  const yes = { ...TABLE, yes: true };
  // The clock of this terminal does not move.
  const sync = () => inProcess(world, (one) => runSync(one, [pool], { ...TABLE, timeout: -1 }));
  const folder = join(world.folder, 'frozen');
  await mkdir(join(folder, 'pools'), { recursive: true });
  await writeFile(
    join(folder, 'pools', `${pool}.json`),
    JSON.stringify({ LogConfigurations: [notifications('b')] }),
  );
  const applying = { ...yes, checks: false, all: false, prune: false, wait: false, timeout: 1 };
  const commands = [
    () => inProcess(world, (one) => runPut(one, pool, file, yes)),
    sync,
    () => inProcess(world, (one) => runMode(one, [pool], 'observe', yes)),
    () => inProcess(world, (one) => runApply(one, folder, applying)),
    () => inProcess(world, (one) => runMode(one, [pool, '*'], 'observe', yes)),
    () => inProcess(world, (one) => runDelete(one, [pool], yes)),
  ];
  for (const command of commands) {
    const { stderr } = await command();
    expect(shown(stderr)).toMatch(line);
    expect(stderr.match(/Frozen since/g)).toHaveLength(1);
  }
  await unfreeze();
}, 120_000);

test('status shows what is wrong with a freeze that contains no reason', async () => {
  const client = {
    endpoint: world.local.url,
    region: REGION,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'none' },
  };
  const Name = '/cognito-log-delivery/freeze';
  await new SSMClient(client).send(new PutParameterCommand({ Name, Type: 'String', Value: 'off' }));
  expect((await status()).stdout.replaceAll(/\s+/g, ' ')).toContain(
    'no reason given. The value is not valid JSON. Expected {"Reason": "TEXT"}.',
  );
  await unfreeze();
}, 60_000);

test.each([
  [['freeze'], "Required option '--reason <text>' not specified"],
  [['freeze', '--reason', ' '], 'Found no text. Expected a reason.'],
  [['freeze', '--reason', 'x'.repeat(501)], 'Found 501 characters. Expected at most 500.'],
])('clr %j is a usage error', async (args, message) => {
  const { code, stderr } = await world.clr(args);
  expect(code).toBe(EXIT.usage);
  expect(stderr).toContain(message);
});

test('without the permission to read the freeze, status says so, and a write does not fail', async () => {
  const unknown = 'It is not known whether the service is frozen (ssm:GetParameter: AccessDeniedException).';
  expect(freezeLine(unknown, new Date())).toBe(unknown);
  const faults = `${world.local.url}/_local/faults`;
  const fault = { operation: 'ssm.GetParameter', error: 'AccessDeniedException', status: 400, percent: 100 };
  await fetch(faults, {
    method: 'POST',
    body: JSON.stringify({ account: ACCOUNT, region: REGION, ...fault }),
  });
  const [table, json] = [await status(), await status({ output: 'json' })];
  const said = await inProcess(world, async (one) => {
    await sayFrozen(one, await openService({ stage: 'dev' }));
    return EXIT.success;
  });
  await fetch(faults, { method: 'DELETE' });
  expect(said).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(table.stdout.replaceAll(/\s+/g, ' ')).toContain(unknown);
  expect(JSON.parse(json.stdout).freeze).toEqual({ unknown });
});
