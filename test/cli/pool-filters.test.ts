import { parseAllDocuments } from 'yaml';
import { type DeleteOptions, runDelete } from '../../cli/commands/delete/run.ts';
import { runDoctor } from '../../cli/commands/doctor/run.ts';
import { type ExplainOptions, runExplain } from '../../cli/commands/explain/run.ts';
import { type GetOptions, runGet } from '../../cli/commands/get/run.ts';
import type { HistoryOptions } from '../../cli/commands/history/options.ts';
import { runHistory } from '../../cli/commands/history/run.ts';
import { runImport } from '../../cli/commands/import/run.ts';
import { runList } from '../../cli/commands/list/run.ts';
import { type ModeOptions, runMode } from '../../cli/commands/mode/run.ts';
import { runPlan } from '../../cli/commands/plan/run.ts';
import { runStatus } from '../../cli/commands/status/run.ts';
import { runSync } from '../../cli/commands/sync/run.ts';
import type { PoolFilters } from '../../cli/pools/pool-filters.ts';
import { eventually, waitForOutcome } from '../support/e2e-client.ts';
import { inProcess, notifications, startWorld, type World } from './support/clr.ts';
import { waitUntilIdle } from './support/documented-commands.ts';

let world: World;
const ID = {
  shop: 'us-west-2_shop00001',
  admin: 'us-west-2_admin0001',
  dev: 'us-west-2_dev000001',
  free: 'us-west-2_free00001',
};
beforeAll(async () => {
  world = await startWorld(['--quota-scale', 'off', '--param', 'recheckDelay=0', '--param', 'holdMinimum=3']);
  const pool = (id: string, name: string, tags: object) => ({
    Id: id,
    PoolName: name,
    UserPoolTags: tags,
  });
  await world.seed({
    pools: [
      pool(ID.shop, 'prod-shop', { env: 'prod', team: 'shop' }),
      pool(ID.admin, 'prod-admin', { env: 'prod', team: 'core' }),
      pool(ID.dev, 'dev-shop', { env: 'dev', team: 'shop' }),
      pool(ID.free, 'dev-free', { env: 'dev' }),
    ],
  });
  for (const id of [ID.shop, ID.dev]) await world.client.put(id, { LogConfigurations: [notifications('a')] });
  await world.client.put(ID.admin, { Nonsense: true });
  for (const id of [ID.shop, ID.dev]) await waitForOutcome(world.client, id, 'Applied');
  await waitForOutcome(world.client, ID.admin, 'Rejected');
  await world.client.sweep();
  await waitUntilIdle(world);
}, 180_000);
afterAll(() => world.close());

const JSON_OUTPUT = { stage: 'dev', output: 'json' } as const;
const STATUS = { ...JSON_OUTPUT, failed: false, live: false, watch: false, unmanaged: false, all: false };
const PLAN = { ...JSON_OUTPUT, detailedExitcode: false, checks: false, changesOnly: false, all: false };
const env = (value: string) => ({ key: 'env', value });
const team = (value: string) => ({ key: 'team', value });

const status = (filters: PoolFilters, selectors: readonly string[] = []) =>
  inProcess(world, (one) => runStatus(one, selectors, { ...STATUS, ...filters }));
const TABLE = { stage: 'dev', output: 'table' } as const;
const get = (pools: readonly string[], over: Partial<GetOptions> = {}) =>
  inProcess(world, (one) => runGet(one, pools, { stage: 'dev', output: 'text', before: false, ...over }));
const history = (pools: readonly string[], options: HistoryOptions) =>
  inProcess(world, (one) => runHistory(one, pools, options));
const explain = (pools: readonly string[], options: ExplainOptions) =>
  inProcess(world, (one) => runExplain(one, pools, options));
const mode = (
  pools: readonly string[],
  name: 'observe' | 'enforce',
  options: Omit<ModeOptions, 'yes'> & { readonly yes?: boolean },
) => inProcess(world, (one) => runMode(one, pools, name, { yes: true, ...options }));
const remove = (pools: readonly string[], options: Omit<DeleteOptions, 'yes'> & { readonly yes?: boolean }) =>
  inProcess(world, (one) => runDelete(one, pools, { yes: true, ...options }));

const idsIn = ({ stdout }: { readonly stdout: string }): readonly string[] =>
  JSON.parse(stdout)
    .pools.map(({ userPoolId }: { readonly userPoolId: string }) => userPoolId)
    .toSorted();

test.each<[PoolFilters, readonly string[], readonly string[]]>([
  [{ tag: [env('prod')] }, [], [ID.admin, ID.shop]],
  [{ tag: [env('prod'), team('shop')] }, [], [ID.shop]],
  [{ tag: [env('prod'), env('dev'), team('shop')] }, [], [ID.dev, ID.shop]],
  [{ name: ['prod-*'] }, [], [ID.admin, ID.shop]],
  [{ name: ['*-admin', 'dev-shop'] }, [], [ID.admin, ID.dev]],
  [{ outcome: ['Rejected'] }, [], [ID.admin]],
  [{ outcome: ['Unmanaged'] }, [], [ID.free]],
  [{ tag: [env('prod')], name: ['*-shop'] }, [], [ID.shop]],
  [{ tag: [team('shop')] }, ['dev-*'], [ID.dev]],
])('status with %j and the pools %j shows %j', async (filters, selectors, expected) => {
  expect(idsIn(await status(filters, selectors))).toEqual(expected);
});

test.each<[PoolFilters, readonly string[], string]>([
  [{ tag: [env('test')] }, [], 'No pool matches --tag env=test.'],
  [
    { tag: [env('prod')], name: ['dev-*'], outcome: ['Contested'] },
    [],
    "No pool matches --tag env=prod --name 'dev-*' --outcome Contested.",
  ],
  [{ outcome: ['Rejected'] }, ['dev-*'], 'None of 2 pools matches --outcome Rejected.'],
])(
  'the empty selection %j of the pools %j is an error and never means all pools',
  async (filters, selectors, message) => {
    const plan = await inProcess(world, (one) => runPlan(one, selectors, { ...PLAN, ...filters }));
    const sync = await inProcess(world, (one) =>
      runSync(one, selectors, { ...JSON_OUTPUT, timeout: 60, ...filters }),
    );
    const others = [
      await get(selectors, { output: 'json', ...filters }),
      await history(selectors, { ...JSON_OUTPUT, ...filters }),
      await explain(selectors, { ...JSON_OUTPUT, ...filters }),
      await mode(selectors, 'observe', { ...JSON_OUTPUT, ...filters }),
      await remove(selectors, { ...JSON_OUTPUT, ...filters }),
    ];
    for (const ended of [await status(filters, selectors), plan, sync, ...others]) {
      expect(ended).toMatchObject({ code: 1, stdout: '' });
      expect(ended.stderr).toContain(message);
    }
  },
);

test('plan, list, doctor, sync and import use the same selection', async () => {
  const prod = { tag: [env('prod')] };
  const both = [ID.admin, ID.shop];
  expect(idsIn(await inProcess(world, (one) => runPlan(one, [], { ...PLAN, ...prod })))).toEqual(both);
  const listing = { ...JSON_OUTPUT, live: false, unmanaged: false, ...prod };
  expect(idsIn(await inProcess(world, (one) => runList(one, [], listing)))).toEqual(both);
  const doctor = await inProcess(world, (one) =>
    runDoctor(one, [], { ...JSON_OUTPUT, showPassing: true, all: true, ...prod }),
  );
  expect(doctor.stdout).toContain(ID.shop);
  expect(doctor.stdout).not.toContain(ID.dev);
  const sync = (yes: boolean) =>
    inProcess(world, (one) => runSync(one, [], { ...JSON_OUTPUT, timeout: 60, yes, ...prod }));
  const asked = await sync(false);
  expect(asked.stderr).toContain(
    `The options select 2 pools: prod-admin (${ID.admin}), prod-shop (${ID.shop}).`,
  );
  expect(asked.stderr).toContain('add --yes');
  expect(idsIn(await sync(true))).toEqual(both);
  const imported = await inProcess(world, (one) =>
    runImport(one, [], { ...JSON_OUTPUT, all: false, put: true, yes: true, tag: [env('dev')] }),
  );
  expect(idsIn(imported)).toEqual([ID.free]);
});

test.each([
  [['status', '--tag', 'env'], 'Found "env". Expected a tag key and its value, for example env=prod.'],
  [['plan', '--name', ''], 'Found "". Expected a pool name, or a pattern with *.'],
  [['list', '--arrival', 'no'], 'Found "no". Expected one of NotArriving, Unknown, NoActivity, Arriving.'],
  [['sync', '--outcome', 'broken'], 'Found "broken". Expected one of InSync, Applied, Repaired,'],
])('clr %j names the option, what was found and what is expected', async (args, message) => {
  const { code, stderr } = await world.clr(args);
  expect(code).toBe(64);
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain(message);
  expect(stderr).toContain(args[1]);
});

test('plan rejects filters together with files', async () => {
  const ended = await world.clr(['plan', 'missing.json', '--tag', 'env=prod']);
  expect(ended.code).toBe(64);
  expect(ended.stderr).toContain('--tag env=prod selects stored pools, but 1 file is given.');
});

test('--arrival is a usage error that names the setting, if the service does not check whether sign-in logs arrive', async () => {
  const ended = await world.clr(['sync', '--arrival', 'NotArriving', '--yes']);
  expect(ended.code).toBe(64);
  expect(ended.stderr).toContain(
    '--arrival needs the setting arrivalChecks, which is off in cognito-log-reconciler-dev.',
  );
  expect(ended.stderr.replaceAll(/\s+/g, ' ')).toContain('--param arrivalChecks=on');
});

test('without the setting, status and doctor show nothing of the check but a hint of the setting', async () => {
  expect((await status({})).stdout).not.toMatch(/arrival/i);
  const doctor = await inProcess(world, (one) =>
    runDoctor(one, [], { ...JSON_OUTPUT, showPassing: true, all: true }),
  );
  const about = JSON.parse(doctor.stdout).findings.filter((one: object) =>
    /arriv/i.test(JSON.stringify(one)),
  );
  expect(about).toMatchObject([{ level: 'ok', subject: 'arrival' }]);
});

describe('get, history and explain of several pools', () => {
  test('get prints the text of each below its name, or YAML documents', async () => {
    const text = await get([], { name: ['prod-*'] });
    expect(text).toMatchObject({ code: 0, stderr: '' });
    const at = String.raw`modified [\d-]+ [\d:]+`;
    expect(text.stdout).toMatch(
      new RegExp(`^prod-admin \\(${ID.admin}\\), version 1, ${at}\n{"Nonsense":true}\n\nprod-shop \\(`),
    );
    const yaml = await get([ID.shop, ID.admin], { output: 'yaml' });
    const documents = parseAllDocuments(yaml.stdout).map((one) => one.toJS());
    expect(documents).toEqual([{ LogConfigurations: [notifications('a')] }, { Nonsense: true }]);
    expect(yaml.stdout).toMatch(/^---\n# prod-shop \(.*\), version 1, .*\n# Version 1 of arn:aws:ssm:/);
  });

  test('get lists the pools without a parameter, and shows the others', async () => {
    await world.seed({ pools: [{ Id: 'us-west-2_bare00001', PoolName: 'qa-bare' }] });
    const ended = await get([ID.shop, 'us-west-2_bare00001'], { output: 'json' });
    expect(ended.code).toBe(3);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      kind: 'Parameter',
      incomplete: false,
      pools: [
        { userPoolId: ID.shop, userPoolName: 'prod-shop', parameterVersion: 1, value: expect.any(String) },
        { userPoolId: 'us-west-2_bare00001', error: expect.stringContaining('does not have a parameter.') },
      ],
    });
    expect(ended.stderr).toContain(
      '1 of 2 pools could not be shown:\n  us-west-2_bare00001: us-west-2_bare00001 does not have a parameter. To create a',
    );
    expect(ended.stderr).toContain('clr import --stage dev us-west-2_bare00001 --put');
  });

  test('get --before prints each original, and --version is for one pool', async () => {
    const before = await get([], { tag: [team('shop')], before: true, output: 'json' });
    expect(JSON.parse(before.stdout)).toMatchObject({
      kind: 'Original',
      pools: [{ userPoolId: ID.dev, logConfigurations: [] }, { userPoolId: ID.shop }],
    });
    const version = await get([], { tag: [team('shop')], version: 1 });
    expect(version).toMatchObject({
      code: 64,
      stdout: '',
      stderr:
        'clr: --version is for one pool, and 2 are selected.\n  Remove --version, or specify one pool.\n',
    });
  });

  test('history and explain show a section for each pool, and JSON with all of them', async () => {
    const shop = { ...TABLE, tag: [team('shop')] };
    const table = await history([], shop);
    expect(table.code).toBe(0);
    expect(table.stdout).toMatch(
      new RegExp(`^dev-shop \\(${ID.dev}\\)\n[^]*parameter version 1[^]*\n\nprod-shop \\(${ID.shop}\\)\n`),
    );
    const json = JSON.parse((await history([], { ...shop, output: 'json' })).stdout);
    expect(json).toMatchObject({ kind: 'History', incomplete: false });
    expect(json.pools.map((pool: { events: readonly object[] }) => pool.events.length)).toEqual([2, 2]);
    const explained = await explain([], { ...TABLE, name: ['prod-*'] });
    expect(explained.code).toBe(3);
    expect(explained.stdout).toMatch(
      new RegExp(`^prod-admin \\(${ID.admin}\\)\n[^]*\n\nprod-shop \\(${ID.shop}\\)\n`),
    );
    expect(idsIn(await explain([], { ...JSON_OUTPUT, name: ['prod-*'] }))).toEqual([ID.admin, ID.shop]);
  });

  test('a selection by options that one pool matches has the form of several', async () => {
    expect(idsIn(await get([], { output: 'json', outcome: ['Rejected'] }))).toEqual([ID.admin]);
    expect(JSON.parse((await get(['prod-sh*'], { output: 'json' })).stdout).userPoolId).toBe(ID.shop);
  });

  test('neither pools nor options are an error, and never mean all pools', async () => {
    const none = 'clr: No pool is selected.\n';
    for (const ended of [
      await get([]),
      await history([], TABLE),
      await explain([], TABLE),
      await mode([], 'observe', TABLE),
      await remove([], TABLE),
    ])
      expect(ended).toMatchObject({ code: 64, stdout: '', stderr: expect.stringContaining(none) });
  });
});

test('status --watch selects the pools again in each round', async () => {
  const control = new AbortController();
  const rounds: (readonly string[])[] = [];
  const watched = inProcess(world, (one) =>
    runStatus(
      { ...one, interrupted: control.signal, print: (text) => void rounds.push(idsIn({ stdout: text })) },
      [],
      {
        ...STATUS,
        watch: true,
        name: ['dev-shop'],
        outcome: ['Applied'],
      },
    ),
  );
  const shows = (ids: readonly string[]) =>
    eventually(
      async () => rounds.at(-1),
      (last) => JSON.stringify(last) === JSON.stringify(ids),
      30_000,
    );
  await shows([ID.dev]);
  await world.client.put(ID.dev, { Nonsense: true });
  await shows([]);
  await world.client.put(ID.dev, { LogConfigurations: [notifications('c')] });
  await shows([ID.dev]);
  control.abort();
  expect((await watched).code).toBe(0);
}, 90_000);

describe('mode and delete of several pools', () => {
  test('mode shows the pools, asks once, goes on after a failure and can be run again', async () => {
    const prod = { ...TABLE, tag: [env('prod')] };
    const asked = await mode([], 'observe', { ...prod, yes: false });
    expect(asked.code).toBe(64);
    expect(asked.stderr).toContain(
      `This sets the mode of 1 pool:\n  prod-shop (${ID.shop}), version 1\n    Mode: Observe\n`,
    );
    const done = await mode([], 'observe', prod);
    expect(done).toMatchObject({ code: 3, stdout: '' });
    expect(done.stderr).toMatch(
      new RegExp(`prod-admin +${ID.admin} +failed +The current parameter is invalid`),
    );
    expect(done.stderr).toContain(
      'Mode: 1 failed, 1 written.\nTo see the outcomes, run: clr status --stage dev',
    );
    expect(JSON.parse((await get([ID.shop])).stdout).Mode).toBe('Observe');
    const again = JSON.parse((await mode([], 'observe', { ...prod, output: 'json' })).stdout);
    expect(again).toMatchObject({
      kind: 'Write',
      pools: [
        { userPoolId: ID.admin, userPoolName: 'prod-admin', result: 'failed', reason: expect.any(String) },
        { userPoolId: ID.shop, result: 'unchanged', oldVersion: 2, differences: [] },
      ],
    });
  });

  test('mode and delete reject --if-version for several pools', async () => {
    const several = { ...TABLE, tag: [env('prod')], ifVersion: 1 };
    for (const ended of [await mode([], 'observe', several), await remove([], several)])
      expect(ended).toMatchObject({
        code: 64,
        stderr: expect.stringContaining('--if-version is for one pool, and 2 are selected.'),
      });
  });

  test('delete refuses more than the share of a hold, unless the operator accepts exactly this many pools', async () => {
    const all = ['prod-*', 'dev-shop'];
    const refused = await remove(all, TABLE);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('This deletes the parameters of 3 pools:\n');
    expect(refused.stderr).toMatch(
      /The command concerns 3 of 4 managed pools: more than the share of \d+ % at which deletions are put on hold\. No changes made\.\n {2}Check the list of deletions\. To accept it, add --accept-deletions 3/,
    );
    const other = await remove(all, { ...TABLE, acceptDeletions: 2 });
    expect(other.stderr).toContain('You accepted the deletion for 2 pools, and it concerns 3.');
  });

  test('delete shows what becomes of each pool, deletes, and prints the values', async () => {
    const prod = { ...TABLE, tag: [env('prod')] };
    const asked = await remove([], { ...prod, yes: false });
    expect(asked.code).toBe(64);
    expect(asked.stderr).toContain(
      `This deletes the parameters of 2 pools:\n  prod-admin (${ID.admin}), version 1\n  prod-shop (${ID.shop}), version 2\n    The pool's log delivery is left unchanged and is no longer managed.\n`,
    );
    const done = await remove([], prod);
    expect(done.code).toBe(0);
    expect(done.stdout).toContain(`prod-admin (${ID.admin})\n{"Nonsense":true}\n`);
    expect(done.stderr).toContain('Delete: 2 deleted.\n');
    const again = await remove([], { ...prod, output: 'json' });
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout).pools).toMatchObject([
      { userPoolId: ID.admin, result: 'unchanged', reason: 'The pool has no parameter.' },
      { userPoolId: ID.shop, result: 'unchanged' },
    ]);
    const mistyped = await remove([ID.dev, 'us-west-2_nothere'], TABLE);
    expect(mistyped.code).toBe(3);
    expect(mistyped.stderr).toMatch(/us-west-2_nothere +failed +User pool us-west-2_nothere does not exist/);
    expect(mistyped.stderr).toContain('Delete: 1 failed, 1 deleted.');
  });
});
