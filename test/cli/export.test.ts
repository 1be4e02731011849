import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runExport } from '../../cli/commands/export/run.ts';
import {
  ACCOUNT,
  inProcess,
  logGroup,
  notifications,
  REGION,
  startWorld,
  type World,
} from './support/clr.ts';
import { waitUntilIdle } from './support/documented-commands.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld(['--quota-scale', 'off']);
}, 180_000);
afterAll(() => world.close());

const PREFIX = '/cognito-log-delivery';
const signIns = (destination: object) => ({
  EventSource: 'userAuthEvents',
  LogLevel: 'INFO',
  ...destination,
});
const toGroup = { CloudWatchLogsConfiguration: { LogGroupArn: logGroup('/aws/vendedlogs/sign-ins') } };
const toStream = {
  FirehoseConfiguration: { StreamArn: `arn:aws:firehose:${REGION}:${ACCOUNT}:deliverystream/sign-ins` },
};

/** The values of the parameters of 60 pools: every kind of configuration, with all settings. */
const VALUES: readonly object[] = [
  { LogConfigurations: [] },
  { LogConfigurations: [notifications('a')] },
  { LogConfigurations: [signIns(toGroup)], Mode: 'Observe' },
  { OnDelete: 'Clear', LogConfigurations: [signIns(toStream)] },
  { LogConfigurations: [notifications('a:*'), signIns(toGroup)], Mode: null },
  { Inherit: true, LogConfigurations: [notifications('a')] },
  { Inherit: true, LogConfigurations: [] },
  { LogConfigurations: [signIns(toStream), notifications('b')], OnDelete: 'Retain', Mode: 'Enforce' },
];
const POOLS = Array.from({ length: 60 }, (_, at) => ({
  id: `${REGION}_pool${String(at).padStart(5, '0')}`,
  name: at % 9 === 0 ? '@team: "quoted" #1' : `prod-${at}`,
  value: VALUES[at % VALUES.length] ?? {},
}));

const policy = (Select: object, more: object = {}) => ({
  Select,
  LogConfigurations: [notifications('/aws/vendedlogs/<userPoolId>')],
  Rollout: { Waves: ['100%'] },
  ...more,
});
const POLICIES = {
  all: policy({}, { Priority: 900, Description: 'All pools: "default", # and @team' }),
  prod: policy({ Names: ['prod-*'] }, { Precedence: 'Mandatory', Priority: 10, Mode: 'Observe' }),
  tagged: policy(
    { Tags: { env: ['prod', 'yes', '0123'] }, Exclude: { Ids: [`${REGION}_pool00000`] } },
    { Priority: 20 },
  ),
  tier: policy({ Tiers: ['PLUS'] }, { Priority: 30, OnDelete: 'Clear' }),
  waves: policy(
    { Ids: [`${REGION}_pool00001`] },
    { Priority: 40, Rollout: { Waves: [1, '10%', '100%'], HaltAfter: { Pools: 2 } } },
  ),
};

const parameter = (name: string, value: unknown) => ({
  Name: `${PREFIX}/${name}`,
  Value: typeof value === 'string' ? value : JSON.stringify(value),
});

const filesOf = async (folder: string): Promise<Readonly<Record<string, string>>> => {
  const names = (await readdir(join(world.folder, folder), { recursive: true })).filter((name) =>
    /\.\w+$/.test(name),
  );
  return Object.fromEntries(
    await Promise.all(
      names.map(async (name) => [name, await readFile(join(world.folder, folder, name), 'utf8')] as const),
    ),
  );
};

test('exports 60 pools and five policies of every kind, then changes nothing, and plans nothing', async () => {
  await world.seed({
    pools: POOLS.map(({ id, name }) => ({
      Id: id,
      PoolName: name,
      UserPoolTier: 'PLUS',
      UserPoolTags: { env: 'prod' },
    })),
    parameters: [
      ...POOLS.map(({ id, value }) => parameter(`pools/${id}`, value)),
      ...Object.entries(POLICIES).map(([name, value]) => parameter(`policies/${name}`, value)),
    ],
  });
  const first = await world.clr(['export', 'fleet']);
  expect(first).toEqual({ code: 0, stdout: 'Export: 65 created.\n', stderr: '' });
  const files = await filesOf('fleet');
  expect(Object.keys(files)).toHaveLength(65);
  expect(files[`pools/${POOLS[1]?.id}.yaml`]).toBe(
    `# Name: prod-1\nLogConfigurations:\n  - EventSource: userNotification\n    LogLevel: ERROR\n    CloudWatchLogsConfiguration:\n      LogGroupArn: ${logGroup('a')}\n`,
  );
  const second = await world.clr(['export', 'fleet']);
  expect(second).toEqual({ code: 0, stdout: 'Export: 65 unchanged.\n', stderr: '' });
  expect(await filesOf('fleet')).toEqual(files);
  const plan = await world.clr(['plan', 'fleet', '--prune', '--detailed-exitcode']);
  expect(plan).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Parameters: 65 unchanged\.\n$/m) });
  expect((await world.clr(['validate', 'fleet'])).code).toBe(0);
}, 300_000);

test('asks before it overwrites or removes a file, and keeps its first comments', async () => {
  const [a, b] = [`pools/${POOLS[0]?.id}.yaml`, `pools/${REGION}_gone00001.yaml`];
  const path = (name: string): string => join(world.folder, 'fleet', name);
  await writeFile(
    path(a),
    '# Name: before\n# Owner: team A\nLogConfigurations: []\nMode: Observe # for now\n',
  );
  await writeFile(path(b), 'LogConfigurations: []\n');
  await writeFile(
    path(`pools/${POOLS[1]?.id}.yaml`),
    `# mine\n${(await filesOf('fleet'))[`pools/${POOLS[1]?.id}.yaml`]}`,
  );
  const asked = await world.clr(['export', 'fleet']);
  expect(asked).toMatchObject({ code: 64, stdout: '' });
  expect(asked.stderr).toContain(
    `~ fleet/${a}  differs from Parameter Store\n    ~ Mode:\n        - "Observe"\n        + "Enforce"\n`,
  );
  expect(asked.stderr).toContain('Only the comments at the start of an overwritten file are kept.');
  expect(await readFile(path(a), 'utf8')).toContain('Observe');
  const written = await world.clr(['export', 'fleet', '--yes']);
  expect(written).toMatchObject({
    code: 0,
    stdout: `1 file without a parameter: fleet/${b}. To remove it, add --prune.\nExport: 1 updated, 64 unchanged.\n`,
  });
  expect(await readFile(path(a), 'utf8')).toBe(
    '# Name: @team: "quoted" #1\n# Owner: team A\nLogConfigurations: []\n',
  );
  expect((await filesOf('fleet'))[`pools/${POOLS[1]?.id}.yaml`]).toMatch(/^# mine\n/);
  const pruned = await world.clr(['export', 'fleet', '--yes', '--prune']);
  expect(pruned).toMatchObject({ code: 0, stdout: 'Export: 1 removed, 65 unchanged.\n' });
  expect(await readdir(path('pools'))).not.toContain(`${REGION}_gone00001.yaml`);
}, 180_000);

test('updates only the name in the comment when a pool has another name', async () => {
  const { id } = POOLS[2] ?? { id: '' };
  const path = join(world.folder, 'fleet', 'pools', `${id}.yaml`);
  const before = await readFile(path, 'utf8');
  await writeFile(path, before.replace(/^# Name: .*$/m, '# Name: another one'));
  expect(await world.clr(['export', 'fleet'])).toMatchObject({
    code: 0,
    stdout: 'Export: 1 with a new pool name, 64 unchanged.\n',
  });
  expect(await readFile(path, 'utf8')).toBe(before);
}, 60_000);

test('keeps texts that are not valid, reports other types, and continues after a file system error', async () => {
  const [text, twice, invalid, blocked] = ['text', 'twice', 'invalid', 'blocked'].map(
    (name) => `${REGION}_${name}`,
  );
  await world.seed({
    parameters: [
      parameter(`pools/${text}`, 'not { JSON'),
      parameter(`pools/${twice}`, '{"Mode": "Observe", "Mode": "Observe"}'),
      parameter(`pools/${invalid}`, { LogConfigurations: [], Mode: 'on' }),
      parameter(`pools/${blocked}`, { LogConfigurations: [] }),
      { ...parameter(`pools/${REGION}_secure`, 'x'), Type: 'SecureString' },
    ],
  });
  await mkdir(join(world.folder, 'fleet/pools', `${blocked}.yaml`));
  const exported = await world.clr(['export', 'fleet']);
  expect(exported.code).toBe(3);
  expect(exported.stdout).toContain(
    `The parameter of ${REGION}_secure has the type SecureString. Expected String.`,
  );
  expect(exported.stdout).toMatch(/! fleet\/pools\/us-west-2_blocked\.yaml\n.*it is a folder/);
  expect(exported.stdout).toContain('2 parameters are not JSON, and exported unchanged:');
  expect(exported.stdout).toContain('Export: 3 created, 2 failed, 65 unchanged.');
  await rm(join(world.folder, 'fleet/pools', `${blocked}.yaml`), { recursive: true });
  const files = await filesOf('fleet');
  expect(files[`pools/${text}.json`]).toBe('not { JSON\n');
  expect(files[`pools/${twice}.json`]).toBe('{"Mode": "Observe", "Mode": "Observe"}\n');
  expect(files[`pools/${invalid}.yaml`]).toBe('LogConfigurations: []\nMode: on\n');
  const again = await inProcess(world, (terminal) =>
    runExport(terminal, join(world.folder, 'fleet'), {
      stage: 'dev',
      output: 'json',
      yes: false,
      prune: false,
    }),
  );
  const json = JSON.parse(again.stdout);
  expect(json).toMatchObject({ kind: 'Export', incomplete: false, issues: [] });
  expect(json.files.filter(({ result }: { result: string }) => result !== 'unchanged')).toEqual([
    expect.objectContaining({ name: blocked, result: 'created' }),
    expect.objectContaining({ name: `${REGION}_secure`, result: 'failed' }),
  ]);
  const plan = await world.clr(['plan', 'fleet']);
  expect(plan.code).toBe(3);
  expect(plan.stdout).toContain(
    `fleet/pools/${text}.json:1:1: Parameter value: found n. Expected`.slice(0, 60),
  );
}, 180_000);

test('plans the changed files of a folder together with a new policy, and without a call to write', async () => {
  const folder = join(world.folder, 'fleet');
  for (const name of ['text.json', 'twice.json', 'invalid.yaml', 'blocked.yaml'])
    await rm(join(folder, 'pools', `${REGION}_${name}`));
  await waitUntilIdle(world);
  const file = join(folder, 'pools', `${POOLS[1]?.id}.yaml`);
  await writeFile(file, (await readFile(file, 'utf8')).replace('log-group:a', 'log-group:other'));
  await writeFile(join(folder, 'pools', `${REGION}_nothere01.yaml`), 'LogConfigurations: []\n');
  await writeFile(
    join(folder, 'policies/next.yaml'),
    JSON.stringify(policy({ Ids: [POOLS[6]?.id] }, { Precedence: 'Mandatory', Priority: 1 })),
  );
  await rm(join(folder, 'policies/all.yaml'));
  const plan = await world.clr(['plan', 'fleet', '--detailed-exitcode']);
  expect(plan.code).toBe(3);
  expect(plan.stdout).toContain('+ fleet/policies/next.yaml  new parameter');
  expect(plan.stdout).toContain(
    `~ fleet/pools/${POOLS[1]?.id}.yaml (prod-1)  changes version 1 of the parameter`,
  );
  expect(plan.stdout).toContain('? Policy "all"  has no file; version 1 is kept');
  expect(plan.stdout).toContain(`! ${REGION}_nothere01  pool not found`);
  expect(plan.stdout).toContain(`1 file names a pool that does not exist: ${REGION}_nothere01.`);
  expect(plan.stdout).toMatch(/Policy "next" \(new\): pools: 1 added\./);
  expect(plan.stdout).toContain('Parameters: 2 to create, 1 to update, 5 without a file, 64 unchanged.');
  await rm(join(folder, 'pools', `${REGION}_nothere01.yaml`));
  const pruned = await world.clr(['plan', 'fleet', '--prune', '--detailed-exitcode', '-o', 'json']);
  const json = JSON.parse(pruned.stdout);
  expect(json).toMatchObject({
    kind: 'FolderPlan',
    prune: true,
    parameters: { Create: 1, Update: 1, Delete: 5, Invalid: 0, Unchanged: 64 },
    policies: expect.arrayContaining([
      expect.objectContaining({ name: 'all', isDeleted: true }),
      expect.objectContaining({ name: 'next', isNew: true }),
    ]),
  });
  expect(json.deletions).toHaveLength(5);
  const comment = await world.clr(['plan', 'fleet', '-o', 'markdown']);
  expect(comment.stdout).toMatch(/^<!-- clr plan -->\n\n### Plan for `fleet` in us-west-2/);
}, 180_000);

test.each([
  [['plan', 'fleet', 'fleet/pools'], 'a folder is planned by itself'],
  [['plan', '--prune'], '--prune needs a folder'],
  [['plan', '-o', 'markdown'], '--output markdown needs a folder'],
  [['plan', 'fleet', '--policy', 'fleet/policies/prod.yaml'], 'A folder and --policy cannot be combined'],
])('rejects the arguments %j', async (args, message) => {
  const ended = await world.clr(args);
  expect(ended).toMatchObject({ code: 64, stdout: '', stderr: expect.stringContaining(message) });
});

test('import --out writes a folder that plans no change after the import', async () => {
  const ids = ['one', 'two', 'three'].map((name) => `${REGION}_import${name}`);
  const observed = [[notifications('a')], [], [signIns(toStream), notifications('b')]];
  await world.seed({
    pools: ids.map((Id, at) => ({ Id, UserPoolTier: 'PLUS', LogConfigurations: observed[at] })),
  });
  const names = await world.clr(['import', ...ids, '--out', 'imported']);
  expect(names).toMatchObject({ code: 0, stdout: 'Import: 3 written.\n' });
  expect(await world.clr(['import', ...ids, '--put', '--yes'])).toMatchObject({ code: 0 });
  const plan = await world.clr(['plan', 'imported', '--detailed-exitcode']);
  expect(plan.code).toBe(0);
  expect(plan.stdout).toMatch(/^Parameters: \d+ without a file, 4 unchanged\.$/m);
}, 180_000);
