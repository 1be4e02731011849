import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { runDelete } from '../../cli/commands/delete/run.ts';
import { runGet } from '../../cli/commands/get/run.ts';
import { runMode } from '../../cli/commands/mode/run.ts';
import { runPlan } from '../../cli/commands/plan/run.ts';
import { runPut } from '../../cli/commands/put/run.ts';
import type { Terminal } from '../../cli/terminal/terminal.ts';
import { eventually, waitForOutcome } from '../support/e2e-client.ts';
import { ACCOUNT, inProcess, notifications, REGION, startWorld, type World } from './support/clr.ts';

/** Options of a command that runs in this process. */
const YES = { stage: 'dev', yes: true, output: 'json' } as const;

const PLAN = {
  stage: 'dev',
  output: 'table',
  detailedExitcode: false,
  checks: true,
  changesOnly: false,
  all: false,
} as const;

let world: World;
beforeAll(async () => {
  world = await startWorld(['--quota-scale', '10', '--param', 'clearGrace=0']);
}, 180_000);
afterAll(() => world.close());

const yaml = (name: string): string => `LogConfigurations:
  - EventSource: userNotification
    LogLevel: ERROR
    CloudWatchLogsConfiguration:
      LogGroupArn: ${notifications(name).CloudWatchLogsConfiguration.LogGroupArn}
`;

test('put writes a new parameter, and the service applies it to the pool', async () => {
  const pool = await world.client.createPool();
  const put = await world.clr(['put', pool, '-', '--yes'], { input: yaml('a') });
  expect(put).toMatchObject({ code: 0, stdout: '' });
  expect(put.stderr).toMatch(/^New parameter \/cognito-log-delivery\/pools\//);
  expect(put.stderr).toContain('+ userNotification.LogLevel: "ERROR"');
  expect(put.stderr).toContain('Saved as version 1.');
  await waitForOutcome(world.client, pool, 'Applied');
  const same = await world.clr(['put', pool, '-', '--yes'], { input: yaml('a') });
  expect(same).toMatchObject({ code: 0, stderr: expect.stringContaining('No changes made.') });
  const changed = await world.clr(['put', pool, '-', '--yes'], { input: yaml('b') });
  expect(changed.stderr).toMatch(/~ userNotification\.CloudWatch[^\n]*\n +- ".*:a"\n +\+ ".*:b"/);
  expect(changed.stderr).toContain('Saved as version 2.');
  const old = await world.clr(['get', pool, '--version', '1']);
  expect(JSON.parse(old.stdout)).toEqual({ LogConfigurations: [notifications('a')] });
}, 180_000);

test('put reports validation errors with their places and writes no parameter', async () => {
  const pool = await world.client.createPool();
  const put = await world.clr(['put', pool, '-', '--yes'], {
    input: 'LogConfigurations:\n  - LogLevel: INFO\n',
  });
  expect(put.code).toBe(1);
  expect(put.stderr).toMatch(
    /^-:2:5: LogConfigurations\[0\]\.EventSource: missing\. Expected "userNotification"/m,
  );
  expect(await world.clr(['get', pool])).toMatchObject({
    code: 1,
    stdout: '',
    stderr: `clr: ${pool} does not have a parameter.\n  To create a parameter from the pool's current configuration, run: clr import ${pool} --put\n`,
  });
}, 180_000);

test('put without a terminal and without --yes writes nothing', async () => {
  const pool = await world.client.createPool();
  const put = await world.clr(['put', pool, '-'], { input: yaml('a') });
  expect(put).toMatchObject({ code: 64, stderr: expect.stringContaining('add --yes') });
  expect((await world.clr(['get', pool])).code).toBe(1);
}, 180_000);

test('get --before prints the original configuration, and put accepts it', async () => {
  const pool = await world.client.createPool();
  await world.client.setPool(pool, [notifications('before')]);
  const unknown = await world.clr(['get', pool, '--before']);
  expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('never managed') });
  await world.clr(['put', pool, '-', '--yes'], { input: yaml('after') });
  await waitForOutcome(world.client, pool, 'Applied');
  const before = await world.clr(['get', pool, '--before']);
  expect(JSON.parse(before.stdout)).toEqual({ LogConfigurations: [notifications('before')] });
  const back = await world.clr(['put', pool, '-', '--yes'], { input: before.stdout });
  expect(back.code).toBe(0);
  await eventually(
    () => world.client.pool(pool),
    (current) => JSON.stringify(current) === JSON.stringify([notifications('before')]),
  );
}, 180_000);

test('mode changes only Mode and keeps the rest of the text', async () => {
  const pool = await world.client.createPool();
  const text = `{ "LogConfigurations": [\n  ${JSON.stringify(notifications('a'))} ],\n  "OnDelete": "Clear" }`;
  await world.client.put(pool, text);
  const mode = await world.clr(['mode', pool, 'observe', '--yes']);
  expect(mode).toMatchObject({ code: 0, stderr: expect.stringMatching(/- "Enforce"\n +\+ "Observe"/) });
  const { stdout } = await world.clr(['get', pool]);
  expect(stdout).toContain(text.slice(0, text.indexOf('"OnDelete"')));
  expect(JSON.parse(stdout)).toMatchObject({ Mode: 'Observe', OnDelete: 'Clear' });
  expect((await world.clr(['mode', pool, 'sleep'])).code).toBe(64);
}, 180_000);

test('put refuses a file that is based on an older version, and shows both changes', async () => {
  const pool = await world.client.createPool();
  await world.client.put(pool, { LogConfigurations: [notifications('a')] });
  const got = await world.clr(['get', pool, '-o', 'yaml']);
  const arn = `arn:aws:ssm:us-west-2:123456789012:parameter/cognito-log-delivery/pools/${pool}`;
  expect(got.stdout).toMatch(
    new RegExp(`^# Version 1 of ${arn}, modified \\S+Z\nLogConfigurations:\n  - EventSource: `),
  );
  const path = join(world.folder, 'shop.yaml');
  await writeFile(path, got.stdout);
  const put = (file: string, options = {}) =>
    inProcess(world, (terminal) => runPut(terminal, pool, file, { ...YES, ...options }));
  expect(await put(path)).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('already has this value'),
  });
  await writeFile(path, got.stdout.replace('log-group:a', 'log-group:mine'));
  await world.client.put(pool, { LogConfigurations: [notifications('a')], OnDelete: 'Clear' });
  const stale = await world.clr(['put', pool, 'shop.yaml', '--yes']);
  expect(stale.code).toBe(1);
  expect(stale.stderr).toMatch(
    new RegExp(
      'clr: Your change is based on version 1, and the current version is 2\\. No changes made\\.\n' +
        'Changed since version 1 \\(version 2 by arn:aws:iam::123456789012:user/\\d+\\):\n' +
        ' +~ OnDelete:\n +- "Retain"\n +\\+ "Clear"\n' +
        'Your changes to version 1:\n +~ userNotification[^\n]*\n +- ".*:a"\n +\\+ ".*:mine"\n' +
        `  To keep both, [^\n]*: clr get ${pool} -o yaml > new\\.yaml\n` +
        `  To overwrite version 2, run: clr put ${pool} shop\\.yaml --if-version 2\n$`,
    ),
  );
  expect((await world.clr(['get', pool])).stdout).toContain('Clear');
  const json = join(world.folder, 'shop.json');
  await writeFile(json, JSON.stringify({ LogConfigurations: [notifications('json')] }));
  const refused = [
    await put(json, { ifVersion: 1 }),
    await inProcess(world, (terminal) => runMode(terminal, [pool], 'observe', { ...YES, ifVersion: 3 })),
    await inProcess(world, (terminal) => runDelete(terminal, [pool], { ...YES, ifVersion: 0 })),
  ];
  for (const { code, stdout } of refused) {
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'Write',
      account: ACCOUNT,
      region: REGION,
      userPoolId: pool,
      result: 'stale',
      oldVersion: 2,
    });
  }
  const written = await put(path, { ifVersion: 2 });
  expect(written.code).toBe(0);
  expect(JSON.parse(written.stdout)).toMatchObject({ result: 'written', oldVersion: 2, newVersion: 3 });
  expect((await readFile(path, 'utf8')).startsWith(`# Version 3 of ${arn}\n`)).toBe(true);
  // A repeated command succeeds: there is nothing to write. `clr policy put` does the same.
  const repeated = await put(path, { ifVersion: 2 });
  expect(repeated.code).toBe(0);
  expect(JSON.parse(repeated.stdout)).toMatchObject({ result: 'unchanged', oldVersion: 3 });
  await writeFile(path, (await readFile(path, 'utf8')).replace('log-group:mine', 'log-group:again'));
  expect((await put(path)).stderr).toContain('Saved as version 4.');
}, 180_000);

test('get, put and delete print JSON with -o json', async () => {
  const pool = await world.client.createPool();
  const value = JSON.stringify({ LogConfigurations: [notifications('a')] });
  const run = async (command: (terminal: Terminal) => Promise<number>) => {
    const { code, stdout } = await inProcess(world, command);
    return { code, ...JSON.parse(stdout) };
  };
  const put = async (text: string) => {
    const file = join(world.folder, 'json.json');
    await writeFile(file, text);
    return run((terminal) => runPut(terminal, pool, file, YES));
  };
  const get = (before: boolean) => run((terminal) => runGet(terminal, [pool], { ...YES, before }));
  const name = `/cognito-log-delivery/pools/${pool}`;
  expect(await put(value)).toMatchObject({
    code: 0,
    version: 2,
    kind: 'Write',
    account: ACCOUNT,
    region: REGION,
    userPoolId: pool,
    name,
    result: 'written',
    newVersion: 1,
  });
  expect(await put(value)).toMatchObject({ code: 0, result: 'unchanged' });
  expect(await put('{}')).toMatchObject({
    code: 1,
    result: 'invalid',
    errors: [expect.objectContaining({ path: 'LogConfigurations' })],
  });
  expect(await get(false)).toMatchObject({
    code: 0,
    kind: 'Parameter',
    userPoolId: pool,
    name,
    parameterVersion: 1,
    value,
  });
  await waitForOutcome(world.client, pool, 'Applied');
  expect(await get(true)).toMatchObject({ code: 0, kind: 'Original', logConfigurations: [] });
  expect(await world.clr(['get', pool, '--before', '--version', '1'])).toMatchObject({
    code: 64,
    stderr: expect.stringContaining("'--before' cannot be used with option '--version <n>'"),
  });
  const deleted = await world.clr(['delete', pool, '--yes', '-o', 'json']);
  expect(JSON.parse(deleted.stdout)).toMatchObject({ result: 'deleted', value });
}, 180_000);

test('delete reports the effect on the pool and prints the deleted value', async () => {
  const pool = await world.client.createPool();
  await world.client.put(pool, { LogConfigurations: [notifications('a')], OnDelete: 'Clear' });
  await waitForOutcome(world.client, pool, 'Applied');
  const deleted = await world.clr(['delete', pool, '--yes']);
  expect(deleted.code).toBe(0);
  expect(deleted.stderr).toContain('the first sweep after 0 s turns off the pool');
  expect(JSON.parse(deleted.stdout)).toMatchObject({ OnDelete: 'Clear' });
  const plan = await world.clr(['plan', pool, '--detailed-exitcode']);
  expect(plan).toMatchObject({ code: 2, stdout: expect.stringContaining('will be cleared') });
  expect((await world.clr(['delete', pool, '--yes'])).code).toBe(1);
}, 180_000);

test('plan shows new, changed, rejected and unmanaged pools, also for files that are not put yet', async () => {
  const [fresh, drifted, invalid] = [
    await world.client.createPool(),
    await world.client.createPool(),
    await world.client.createPool(),
  ];
  await world.client.put(drifted, { LogConfigurations: [notifications('a')] });
  await waitForOutcome(world.client, drifted, 'Applied');
  await world.client.put(invalid, { LogConfigurations: [], mode: 'x' });
  await waitForOutcome(world.client, invalid, 'Rejected');
  await writeFile(join(world.folder, `${fresh}.yaml`), yaml('a'));
  await writeFile(join(world.folder, `${drifted}.yaml`), yaml('b'));
  const fine = await world.clr(['plan', drifted, '--detailed-exitcode']);
  expect(fine).toMatchObject({ code: 0, stdout: expect.stringMatching(/in sync\n\nPlan: 1 in sync\.\n$/) });
  const files = await world.clr(['plan', `${fresh}.yaml`, `${drifted}.yaml`, '--detailed-exitcode']);
  expect(files.code).toBe(2);
  expect(files.stdout).toContain(`+ ${fresh}  will be written (new)`);
  expect(files.stdout).toContain(`~ ${drifted}  will be written (change)`);
  const some = await world.clr(['plan', invalid, fresh, 'us-west-2_nothere', 'eu-west-1_x', '-o', 'json']);
  expect(some.code).toBe(1);
  expect(JSON.parse(some.stdout)).toMatchObject({
    kind: 'Plan',
    pools: [
      { userPoolId: invalid, step: 'rejected', reasons: [expect.stringContaining('Did you mean "Mode"?')] },
      { userPoolId: fresh, step: 'unmanaged' },
      {
        userPoolId: 'us-west-2_nothere',
        step: 'missing',
        reasons: [
          'User pool us-west-2_nothere does not exist in us-west-2 (account 123456789012).',
          'Check the pool ID, --region and --profile.',
        ],
      },
      {
        userPoolId: 'eu-west-1_x',
        step: 'missing',
        reasons: [
          expect.stringContaining('Its ID names the Region eu-west-1.'),
          'For the pool in eu-west-1, add --region eu-west-1.',
        ],
      },
    ],
    summary: { rejected: 1, unmanaged: 1, missing: 2 },
    unchecked: [],
  });
  const { code, stdout } = await inProcess(world, (terminal) =>
    runPlan(terminal, [invalid, drifted], { ...PLAN, changesOnly: true }),
  );
  expect(code).toBe(3);
  expect(stdout).toContain(invalid);
  expect(stdout).not.toContain(`= ${drifted}`);
  await writeFile(join(world.folder, 'whose.yaml'), yaml('a'));
  expect(await world.clr(['plan', 'whose.yaml'])).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('does not name its pool'),
  });
}, 180_000);

test('plan takes a name with a slash for a pool when no file has this name', async () => {
  await world.seed({
    pools: [
      { Id: 'us-west-2_slash', PoolName: 'team/shop.json' },
      { Id: 'us-west-2_named', PoolName: 'named.yaml' },
    ],
  });
  await world.clr(['sweep']);
  const plan = (...names: readonly string[]) =>
    inProcess(world, (terminal) => runPlan(terminal, names, { ...PLAN, output: 'json' }));
  const { stdout } = await plan('team/shop.json', 'named.yaml', 'team/*');
  expect(JSON.parse(stdout).pools.map(({ userPoolId }: { userPoolId: string }) => userPoolId)).toEqual([
    'us-west-2_slash',
    'us-west-2_named',
  ]);
  const unknown = await plan('team/shoe');
  expect(unknown.code).toBe(1);
  expect(JSON.parse(unknown.stdout).pools).toEqual([
    {
      userPoolId: 'team/shoe',
      step: 'failed',
      why: 'not read',
      differences: [],
      reasons: [
        expect.stringMatching(/^team\/shoe: cannot read the file: /),
        'To name a pool whose name contains "/" or ends with ".json" or ".yaml", use its ID.',
      ],
    },
  ]);
}, 60_000);

test('plan reports a file that it cannot read, plans the others, and exits with 1', async () => {
  const [pool, other] = [await world.client.createPool(), await world.client.createPool()];
  const place = (name: string) => join(world.folder, name);
  await writeFile(place(`${pool}.yaml`), yaml('a'));
  await writeFile(place('latin.yaml'), Buffer.from([0x4d, 0xf6]));
  await writeFile(place('syntax.yaml'), `UserPoolId: ${other}\nLogConfigurations: [`);
  await writeFile(place('whose.yaml'), yaml('a'));
  const bad = ['latin.yaml', 'whose.yaml', 'nowhere.yaml'].map(place);
  const { code, stdout, stderr } = await inProcess(world, (terminal) =>
    runPlan(terminal, [...bad, place(`${pool}.yaml`), place('syntax.yaml'), other], PLAN),
  );
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  for (const name of bad) expect(stdout).toContain(`! ${name}  not read`);
  expect(stdout).toContain('latin.yaml: cannot read the file: it is not UTF-8 text.');
  expect(stdout).toContain('whose.yaml: it does not name its pool.');
  expect(stdout).toContain(`! ${place('syntax.yaml')}  rejected`);
  expect(stdout).toContain(`+ ${pool}  will be written (new)`);
  expect(stdout).toContain('Plan: 1 to write, 1 rejected, 3 not read, 1 unmanaged.');
  const folder = await inProcess(world, (terminal) => runPlan(terminal, [other, place('.')], PLAN));
  expect(folder).toMatchObject({
    code: 64,
    stderr: expect.stringContaining('is a folder, and a folder is planned by itself.'),
  });
  const syntax = await inProcess(world, (terminal) => runPlan(terminal, [place('syntax.yaml')], PLAN));
  expect(syntax.code).toBe(3);
}, 180_000);

test('plan does not promise a write that Cognito rejects or whose logs it cannot deliver', async () => {
  const [lite, unprotected, fine] = ['us-west-2_lite', 'us-west-2_unprotected', 'us-west-2_protected'];
  await world.seed({
    pools: [
      { Id: lite, UserPoolTier: 'LITE' },
      { Id: unprotected, UserPoolTier: 'PLUS' },
      { Id: fine, UserPoolTier: 'PLUS', AdvancedSecurityMode: 'AUDIT' },
    ],
  });
  const client = {
    endpoint: world.local.url,
    region: REGION,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'none' },
  };
  const logs = new CloudWatchLogsClient(client);
  await logs.send(new CreateLogGroupCommand({ logGroupName: 'deleted' }));
  await logs.send(new DeleteLogGroupCommand({ logGroupName: 'deleted' }));
  const userAuthEvents = yaml('sign-ins')
    .replace('userNotification', 'userAuthEvents')
    .replace('ERROR', 'INFO');
  for (const [name, text] of [
    [lite, userAuthEvents],
    [unprotected, userAuthEvents],
    [fine, userAuthEvents],
    ['us-west-2_nothere', userAuthEvents],
  ] as const)
    await writeFile(join(world.folder, `${name}.yaml`), text);
  await writeFile(join(world.folder, 'gone.yaml'), `UserPoolId: ${fine}\n${yaml('deleted')}`);
  const plan = (file: string, options = {}) =>
    inProcess(world, (terminal) =>
      runPlan(terminal, [join(world.folder, file)], { ...PLAN, detailedExitcode: true, ...options }),
    );
  const line = (text: string) => ({ code: 3, stdout: expect.stringContaining(text), stderr: '' });
  expect(await plan(`${lite}.yaml`)).toMatchObject(line(`! ${lite}  would be rejected by Cognito (new)`));
  expect(await plan(`${unprotected}.yaml`)).toMatchObject(
    line('userAuthEvents: threat protection is off.\n\nPlan: 1 not delivering logs.'),
  );
  expect(await plan('gone.yaml')).toMatchObject(line(':deleted: the log group does not exist.'));
  expect(await plan('us-west-2_nothere.yaml')).toMatchObject(line('! us-west-2_nothere  pool not found'));
  expect((await plan(`${fine}.yaml`)).code).toBe(2);
  expect(await plan(`${lite}.yaml`, { checks: false })).toMatchObject({
    code: 2,
    stdout: expect.stringContaining('will be written (new)'),
  });
  await fetch(`${world.local.url}/_local/faults`, {
    method: 'POST',
    body: JSON.stringify({
      account: ACCOUNT,
      region: REGION,
      operation: 'cognito-idp.DescribeUserPool',
      error: 'NotAuthorizedException',
      callers: 'clients',
    }),
  });
  expect(await plan(`${lite}.yaml`)).toMatchObject({
    code: 2,
    stderr: `Not checked (cognito-idp:DescribeUserPool: NotAuthorizedException): ${lite}.\n`,
  });
}, 180_000);

test('an unreachable service results in one line with the problem and one line with the next step', async () => {
  const stage = await world.clr(['plan', '--stage', 'nope']);
  expect(stage).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'clr: The service cognito-log-reconciler-nope does not exist in us-west-2.\n  Deploy the service, or select another one with --stage and --region.\n',
  });
  const nowhere = await world.clr(['plan'], { env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' } });
  expect(nowhere).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Nothing listens at this address'),
  });
  const garbage = await world.clr(['plan'], { env: { AWS_ENDPOINT_URL: 'garbage' } });
  expect(garbage.stderr).toBe(
    'clr: AWS_ENDPOINT_URL is "garbage". Expected an address with http:// or https://.\n' +
      '  Set AWS_ENDPOINT_URL to an address like http://127.0.0.1:4566, or unset it.\n',
  );
  // RFC 2606: a name below .invalid never resolves. Without a DNS server the error is a different one.
  const nameless = await world.clr(['plan'], { env: { AWS_ENDPOINT_URL: 'http://nowhere.invalid' } });
  expect(nameless.stderr).toMatch(/^clr: E\w+: .*nowhere\.invalid\n {2}.*network of this machine\.\n$/);
  const regionless = await world.clr(['plan'], { env: { AWS_REGION: '' } });
  expect(regionless).toMatchObject({ code: 1, stderr: expect.stringContaining('No Region is set.') });
}, 180_000);

test('put and delete succeed when the response is lost and the SDK repeats the call', async () => {
  const id = await world.client.createPool();
  const loseResponse = async (operation: string) => {
    const fault = {
      account: ACCOUNT,
      region: REGION,
      operation,
      do: 'reset',
      when: 'after',
      callers: 'clients',
    };
    const address = `${world.env.AWS_ENDPOINT_URL}/_local/faults`;
    const response = await fetch(address, { method: 'POST', body: JSON.stringify(fault) });
    expect(response.status).toBe(200);
  };
  const put = async (name: string) => {
    await writeFile(
      join(world.folder, 'twice.json'),
      JSON.stringify({ LogConfigurations: [notifications(name)] }),
    );
    await loseResponse('ssm.PutParameter');
    return world.clr(['put', id, 'twice.json', '--yes']);
  };
  expect(await put('a')).toMatchObject({ code: 0, stderr: expect.stringContaining('Saved as version 1') });
  expect(await put('b')).toMatchObject({ code: 0, stderr: expect.stringContaining('Saved as version 2') });
  await loseResponse('ssm.DeleteParameter');
  const gone = await world.clr(['delete', id, '--yes']);
  expect(gone).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('The parameter is deleted, by this command or another client.'),
  });
  expect(JSON.parse(gone.stdout)).toEqual({ LogConfigurations: [notifications('b')] });
}, 180_000);

test('put reports a version that it overwrote, with the command that restores it', async () => {
  const pool = await world.client.createPool();
  await world.client.put(pool, { LogConfigurations: [notifications('first')] });
  // The reads of the parameter and of the freeze are slow, and so is the one immediately before the write: another client writes in between.
  const late = { operation: 'ssm.GetParameter', callers: 'clients', do: 'late', delay: 1_500, count: 3 };
  const where = { account: '123456789012', region: 'us-west-2' };
  await fetch(`${world.local.url}/_local/faults`, {
    method: 'POST',
    body: JSON.stringify({ ...where, ...late }),
  });
  const put = world.clr(['put', pool, '-', '--yes'], { input: yaml('ours') });
  await eventually(
    async () =>
      (
        await fetch(`${world.local.url}/_local/faults?account=${where.account}&region=${where.region}`)
      ).text(),
    (pending) => !pending.includes('ssm.GetParameter'),
  );
  await world.client.put(pool, { LogConfigurations: [notifications('theirs')] });
  const ended = await put;
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain(
    'Saved as version 3. This overwrote version 2 by arn:aws:iam::123456789012:user/',
  );
  expect(ended.stderr).toContain(':theirs"');
  expect(ended.stderr).toContain(`clr put ${pool} --version 2 --yes`);
  const restored = await world.clr(['put', pool, '--version', '2', '--yes']);
  expect([restored.code, restored.stderr]).toEqual([0, expect.stringContaining('Saved as version 4')]);
  expect((await world.clr(['get', pool])).stdout).toContain('theirs');
}, 180_000);
