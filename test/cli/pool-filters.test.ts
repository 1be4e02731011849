import { runDoctor } from '../../cli/commands/doctor/run.ts';
import { runImport } from '../../cli/commands/import/run.ts';
import { runList } from '../../cli/commands/list/run.ts';
import { runPlan } from '../../cli/commands/plan/run.ts';
import { runStatus } from '../../cli/commands/status/run.ts';
import { runSync } from '../../cli/commands/sync/run.ts';
import type { PoolFilters } from '../../cli/pools/pool-filters.ts';
import { waitForOutcome } from '../support/e2e-client.ts';
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
  world = await startWorld(['--quota-scale', 'off', '--param', 'recheckDelay=0']);
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
    for (const ended of [await status(filters, selectors), plan, sync]) {
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
