import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runImport } from '../../cli/commands/import/run.ts';
import {
  ACCOUNT,
  inProcess,
  logGroup,
  notifications,
  REGION,
  startWorld,
  type World,
} from './support/clr.ts';

const BUCKET = 'arn:aws:s3:::audit-logs';
const ALLOWED = [
  `arn:aws:logs:*:${ACCOUNT}:log-group:*`,
  `arn:aws:firehose:*:${ACCOUNT}:deliverystream/*`,
  BUCKET,
];

let world: World;
beforeAll(async () => {
  world = await startWorld(['--quota-scale', 'off', '--param', `allowedDestinations=${ALLOWED.join(',')}`]);
}, 180_000);
afterAll(() => world.close());

const signIns = (destination: object) => ({
  EventSource: 'userAuthEvents',
  LogLevel: 'INFO',
  ...destination,
});
const toGroup = { CloudWatchLogsConfiguration: { LogGroupArn: logGroup('/aws/vendedlogs/sign-ins') } };
const toStream = {
  FirehoseConfiguration: { StreamArn: `arn:aws:firehose:${REGION}:${ACCOUNT}:deliverystream/sign-ins` },
};
const toBucket = { S3Configuration: { BucketArn: BUCKET } };

/** All configurations that Cognito documents, with entries in both orders. */
const KINDS = [
  [],
  [notifications('a')],
  [signIns(toGroup)],
  [signIns(toStream)],
  [signIns(toBucket)],
  [notifications('a'), signIns(toGroup)],
  [signIns(toStream), notifications('a')],
  [notifications('b'), signIns(toBucket)],
];

test('imports 104 pools of every kind, more than a page of any list, and the plan is empty afterwards', async () => {
  const pools = Array.from({ length: 104 }, (_, at) => ({
    Id: `${REGION}_pool${String(at).padStart(5, '0')}`,
    UserPoolTier: 'PLUS',
    AdvancedSecurityMode: 'AUDIT',
    LogConfigurations: KINDS[at % KINDS.length],
  }));
  await world.seed({ pools });
  const imported = await world.clr(['import', '--all', '--put', '--yes']);
  expect(imported).toEqual({
    code: 0,
    stdout: 'Import: 104 written.\n',
    stderr: expect.stringMatching(
      /^13 pools send no logs: us-west-2_pool00000, .* and 8 more\. Their parameters keep log delivery off\.\n$/,
    ),
  });
  const plan = await world.clr(['plan', '--detailed-exitcode']);
  expect(plan).toEqual({ code: 0, stdout: 'Plan: 104 in sync.\n', stderr: '' });
  const again = await world.clr(['import', '--all', '--put', '--yes']);
  expect(again).toEqual({ code: 0, stdout: 'Import: no pools to import.\n', stderr: '' });
  expect(await world.client.calls('cognito-idp.SetLogDeliveryConfiguration')).toBe(0);
}, 300_000);

test('--out writes a valid file for each pool that plans no change', async () => {
  const pool = 'us-west-2_out1';
  await world.seed({ pools: [{ Id: pool, LogConfigurations: [notifications('a')] }] });
  const made = await world.clr(['import', '--all', '--out', 'config']);
  expect(made).toMatchObject({ code: 0, stdout: 'Import: 1 written.\n' });
  expect(await readdir(join(world.folder, 'config'))).toEqual(['pools']);
  expect(await readdir(join(world.folder, 'config/pools'))).toEqual([`${pool}.yaml`]);
  expect(await readFile(join(world.folder, `config/pools/${pool}.yaml`), 'utf8')).toBe(
    [
      '# Name: seeded',
      `UserPoolId: ${pool}`,
      'LogConfigurations:',
      '  - EventSource: userNotification',
      '    LogLevel: ERROR',
      '    CloudWatchLogsConfiguration:',
      `      LogGroupArn: ${logGroup('a')}`,
      '',
    ].join('\n'),
  );
  expect((await world.clr(['validate', `config/pools/${pool}.yaml`])).code).toBe(0);
  const plan = await world.clr(['plan', `config/pools/${pool}.yaml`, '--detailed-exitcode']);
  expect(plan).toMatchObject({ code: 0, stdout: expect.stringContaining('Plan: 1 in sync.') });
  const again = await world.clr(['import', pool, '--out', 'config']);
  expect(again).toMatchObject({
    code: 3,
    stdout: expect.stringMatching(/config\/pools\/us-west-2_out1\.yaml already exists\.\n +Remove the file/),
  });
  await writeFile(join(world.folder, 'blocked'), '');
  expect(await world.clr(['import', '--all', '--out', 'blocked'])).toEqual({
    code: 1,
    stdout: '',
    stderr: 'clr: blocked already exists.\n  Specify a folder, or move the file that has this name.\n',
  });
}, 180_000);

test('reports pools that are invalid, managed or missing, and does not write them', async () => {
  const [foreign, managed] = ['us-west-2_foreign', 'us-west-2_managed'];
  const elsewhere = { StreamArn: `arn:aws:firehose:${REGION}:999999999999:deliverystream/x` };
  await world.seed({
    pools: [
      { Id: foreign, LogConfigurations: [signIns({ FirehoseConfiguration: elsewhere })] },
      { Id: managed },
    ],
    parameters: [{ Name: `/cognito-log-delivery/pools/${managed}`, Value: '{"LogConfigurations":[]}' }],
  });
  const some = await world.clr([
    'import',
    foreign,
    managed,
    'us-west-2_nothere',
    '--put',
    '--yes',
    '-o',
    'json',
  ]);
  expect(some.code).toBe(3);
  expect(JSON.parse(some.stdout)).toMatchObject({
    version: 2,
    kind: 'Import',
    account: '123456789012',
    region: 'us-west-2',
    incomplete: false,
    pools: [
      { userPoolId: foreign, result: 'rejected', reasons: [expect.stringContaining('allowedDestinations')] },
      { userPoolId: managed, result: 'exists' },
      {
        userPoolId: 'us-west-2_nothere',
        result: 'rejected',
        reasons: ['User pool us-west-2_nothere does not exist in us-west-2 (account 123456789012).'],
      },
    ],
  });
}, 180_000);

test('leaves the event sources of policies to them: leaves out a pool, or writes Inherit', async () => {
  const policies = {
    'import-all': {
      Select: { Names: ['owned-all'] },
      LogConfigurations: [notifications('a'), signIns(toGroup)],
    },
    'import-signins': {
      Precedence: 'Mandatory',
      Select: { Names: ['owned-part', 'owned-only'] },
      LogConfigurations: [signIns(toGroup)],
    },
  };
  const texts = Object.entries(policies).map(([name, value]) => [name, JSON.stringify(value)] as const);
  for (const [name, text] of texts) await world.client.settle(name, text);
  const pool = (name: string, ...LogConfigurations: readonly object[]) => ({
    Id: `us-west-2_owned${name}`,
    PoolName: `owned-${name}`,
    UserPoolTier: 'PLUS',
    AdvancedSecurityMode: 'AUDIT',
    LogConfigurations,
  });
  const [all, part, only, free] = ['all', 'part', 'only', 'free'].map((name) => `us-west-2_owned${name}`);
  await world.seed({
    pools: [
      pool('all', notifications('a'), signIns(toGroup)),
      pool('part', notifications('a'), signIns(toGroup)),
      pool('only', signIns(toGroup)),
      pool('free', notifications('a'), signIns(toGroup)),
    ],
    parameters: texts.map(([name, Value]) => ({ Name: `/cognito-log-delivery/policies/${name}`, Value })),
  });
  await world.client.sweep();
  const selected = ['import', '--name', 'owned-*'];
  const made = await world.clr([...selected, '--out', 'owned']);
  expect(made).toEqual({
    code: 0,
    stdout: [
      `2 pools left to policies ("import-all", "import-signins"): ${all}, ${only}. To see which policy applies, run: clr explain POOL`,
      'Import: 2 written, 2 left to policies.',
      '',
    ].join('\n'),
    stderr: `1 pool has an event source of policies ("import-signins"): ${part}. Its parameter leaves it to them ("Inherit": true).\n`,
  });
  const files = await readdir(join(world.folder, 'owned/pools'));
  expect(files).toEqual([`${free}.yaml`, `${part}.yaml`]);
  const text = await readFile(join(world.folder, `owned/pools/${part}.yaml`), 'utf8');
  expect(text).toContain('Inherit: true\n');
  expect(text).toContain('EventSource: userNotification');
  expect(text).not.toContain('userAuthEvents');
  const plan = await world.clr(['plan', 'owned', '-o', 'json']);
  expect(JSON.parse(plan.stdout).summary).toMatchObject({ apply: 0 });
  const printed = await world.clr(['import', `${part}`]);
  expect(JSON.parse(printed.stdout)).toMatchObject({
    Inherit: true,
    LogConfigurations: [{ EventSource: 'userNotification' }],
  });
  const options = { stage: 'dev', all: false, yes: true } as const;
  const proposed = await inProcess(world, (terminal) =>
    runImport(terminal, [`${part}`, `${only}`, `${free}`], {
      ...options,
      put: false,
      policies: true,
      output: 'json',
    }),
  );
  const left = 'The policy "import-signins" selects the pool.';
  expect(JSON.parse(proposed.stdout).left).toEqual([
    { userPoolId: part, reason: left, needsParameter: false },
    { userPoolId: only, reason: left, needsParameter: false },
    { userPoolId: free, reason: expect.stringContaining('None of the other'), needsParameter: true },
  ]);
  const put = await inProcess(world, (terminal) =>
    runImport(terminal, [], { ...options, name: ['owned-*'], put: true, output: 'json' }),
  );
  expect(put.code).toBe(0);
  const leaves = `${left} The parameter leaves an event source to policies ("Inherit": true).`;
  expect(JSON.parse(put.stdout).pools).toMatchObject([
    { userPoolId: all, result: 'ofPolicies', policies: ['import-all'] },
    { userPoolId: only, result: 'ofPolicies', policies: ['import-signins'], reasons: [left] },
    { userPoolId: free, result: 'written', reasons: [] },
    { userPoolId: part, result: 'written', policies: ['import-signins'], reasons: [leaves] },
  ]);
  // Each policy still owns what it owned.
  const explained = await world.clr(['explain', `${part}`, '-o', 'json']);
  expect(
    JSON.parse(explained.stdout)
      .sources.map(({ owner }: { owner: { kind: string } }) => owner.kind)
      .sort(),
  ).toEqual(['Parameter', 'Policy']);
}, 180_000);

test('prints a single pool, and requires --put or --out for everything else', async () => {
  const pool = 'us-west-2_single';
  await world.seed({ pools: [{ Id: pool, LogConfigurations: [notifications('a')] }] });
  const printed = await world.clr(['import', pool]);
  expect(JSON.parse(printed.stdout)).toMatchObject({ UserPoolId: pool });
  const empty = 'us-west-2_empty';
  await world.seed({ pools: [{ Id: empty }] });
  const options = { stage: 'dev', all: false, put: false, yes: false } as const;
  const json = await inProcess(world, (terminal) =>
    runImport(terminal, [empty], { ...options, output: 'json' }),
  );
  expect(json.stderr).toBe('1 pool sends no logs: us-west-2_empty. Its parameter keeps log delivery off.\n');
  expect(JSON.parse(json.stdout)).toMatchObject({
    kind: 'Import',
    pools: [
      { userPoolId: empty, result: 'printed', value: expect.stringContaining('"LogConfigurations": []') },
    ],
  });
  const elsewhere = await inProcess(world, (terminal) =>
    runImport(terminal, ['eu-west-1_a'], { ...options, put: true, output: 'table' }),
  );
  expect(elsewhere).toMatchObject({
    code: 3,
    stdout: expect.stringContaining('For the pool in eu-west-1, add --region eu-west-1.'),
  });
  for (const args of [[], ['--all'], [pool, '--all', '--put'], [pool, '--put', '--out', 'x']])
    expect((await world.clr(['import', ...args])).code).toBe(64);
}, 180_000);
