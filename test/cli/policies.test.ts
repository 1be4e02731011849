import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../../cli/commands/doctor/finding.ts';
import { runDoctor } from '../../cli/commands/doctor/run.ts';
import { runExplain } from '../../cli/commands/explain/run.ts';
import { runImport } from '../../cli/commands/import/run.ts';
import { runList } from '../../cli/commands/list/run.ts';
import { runPlan } from '../../cli/commands/plan/run.ts';
import { runPolicyDelete } from '../../cli/commands/policy/delete.ts';
import { runPolicyGet } from '../../cli/commands/policy/get.ts';
import { runPolicyList } from '../../cli/commands/policy/list.ts';
import { runPolicyPut } from '../../cli/commands/policy/put.ts';
import { runReport } from '../../cli/commands/report/run.ts';
import { runStatus } from '../../cli/commands/status/run.ts';
import { waitForOutcome } from '../support/e2e-client.ts';
import { inProcess, logGroup, notifications, startWorld, type World } from './support/clr.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld(['--quota-scale', '10', '--param', 'clearGrace=0']);
}, 180_000);
afterAll(() => world.close());

const STAGE = { stage: 'dev' } as const;
const parameter = (name: string, value: object) => ({
  Name: `/cognito-log-delivery/${name}`,
  Value: JSON.stringify(value),
});
/** Returns the parameter of a policy that is rolled out already. */
async function settled(name: string, value: object) {
  const policy = parameter(`policies/${name}`, value);
  await world.client.settle(name, policy.Value);
  return policy;
}

/** Entries of a policy whose log group has the name of the pool. */
const byName = [notifications('/aws/vendedlogs/<userPoolName>')];

test('explain shows the policy that applies, with facts of the pool that are read now, and a pool without an owner', async () => {
  await world.seed({
    pools: [
      { Id: 'us-west-2_explain01', PoolName: 'explained', UserPoolTags: { explain: 'yes' } },
      { Id: 'us-west-2_explain02', PoolName: 'free' },
    ],
    parameters: [
      await settled('explain', { Select: { Tags: { explain: ['yes'] } }, LogConfigurations: byName }),
    ],
  });
  const json = { ...STAGE, output: 'json' } as const;
  const explained = await inProcess(world, (terminal) => runExplain(terminal, 'explained', json));
  expect(explained).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(explained.stdout)).toMatchObject({
    kind: 'Explanation',
    userPoolId: 'us-west-2_explain01',
    facts: { name: 'explained', tags: { explain: 'yes' }, tier: expect.any(String) },
    sources: [
      {
        eventSource: 'userNotification',
        state: 'Owned',
        owner: { kind: 'Policy', name: 'explain', precedence: 'Default', priority: 100 },
        entry: { CloudWatchLogsConfiguration: { LogGroupArn: logGroup('/aws/vendedlogs/explained') } },
      },
      { eventSource: 'userAuthEvents', state: 'Free', owner: null },
    ],
  });
  const free = await inProcess(world, (terminal) => runExplain(terminal, 'us-west-2_explain02', json));
  expect(JSON.parse(free.stdout)).toMatchObject({ sources: [{ state: 'Free' }, { state: 'Free' }] });
  const missing = await inProcess(world, (terminal) => runExplain(terminal, 'eu-west-1_explain01', json));
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('add --region eu-west-1') });
}, 60_000);

const PLAN = {
  ...STAGE,
  output: 'json',
  detailedExitcode: false,
  checks: true,
  changesOnly: false,
} as const;
const plan = async (names: readonly string[], options: Partial<Parameters<typeof runPlan>[2]> = {}) => {
  const ended = await inProcess(world, (terminal) => runPlan(terminal, names, { ...PLAN, ...options }));
  return { ...ended, json: () => JSON.parse(ended.stdout) };
};

test('plan covers the pools that a policy selects, and names the owner of each event source', async () => {
  await world.seed({
    pools: [
      { Id: 'us-west-2_plan01', PoolName: 'planned-1' },
      { Id: 'us-west-2_plan02', PoolName: 'planned-2' },
    ],
    parameters: [await settled('planned', { Select: { Names: ['planned-*'] }, LogConfigurations: byName })],
  });
  const fleet = await plan([]);
  const pools = fleet.json().pools.filter((one: { userPoolId: string }) => one.userPoolId.includes('_plan0'));
  expect(pools).toEqual(
    ['planned-1', 'planned-2'].map((name) =>
      expect.objectContaining({
        step: 'apply',
        why: 'new',
        sources: [
          expect.objectContaining({ state: 'Owned', owner: expect.objectContaining({ name: 'planned' }) }),
          { eventSource: 'userAuthEvents', state: 'Free', owner: null },
        ],
        differences: expect.arrayContaining([
          expect.objectContaining({ after: logGroup(`/aws/vendedlogs/${name}`) }),
        ]),
      }),
    ),
  );
  const named = await plan(['planned-1'], { output: 'table' });
  expect(named.stdout).toContain('userNotification: policy "planned" (Default, priority 100)');
  expect(named.stdout).toContain('userAuthEvents: no owner, left unchanged');
}, 60_000);

test('plan --policy plans with a policy in a file, and counts the pools that are added, changed and in conflict', async () => {
  const write = async (name: string, content: object) => {
    const file = join(world.folder, name);
    await writeFile(file, JSON.stringify(content));
    return file;
  };
  const fresh = await write('fresh.json', {
    Select: { Names: ['planned-1'] },
    Precedence: 'Mandatory',
    LogConfigurations: byName,
  });
  const edited = await write('planned.yaml', {
    Select: { Names: ['planned-2'] },
    LogConfigurations: [notifications('/aws/vendedlogs/planned-2-new')],
  });
  const both = await plan([], { policy: [fresh, edited] });
  expect(both.json().policies).toEqual([
    { name: 'fresh', file: fresh, isNew: true, pools: expect.objectContaining({ added: 1, changed: 0 }) },
    {
      name: 'planned',
      file: edited,
      isNew: false,
      pools: expect.objectContaining({ changed: 1, leaving: 1 }),
    },
  ]);
  const twin = await write('twin.json', {
    Select: { Names: ['planned-*'] },
    LogConfigurations: [notifications('/aws/vendedlogs/twin')],
  });
  const conflict = await plan(['planned-1'], { policy: [twin], output: 'table' });
  expect(conflict.code).toBe(3);
  expect(conflict.stdout).toContain('Policy "twin" (new): pools: 1 in conflict.');
  const invalid = await write('invalid.json', { LogConfigurations: [] });
  const refused = await plan([], { policy: [invalid] });
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('is not a valid policy') });
  expect(refused.stderr).toContain('Select');
  expect(await plan([], { policy: ['-'] })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Standard input has no file name, which is the name of the policy.'),
  });
}, 60_000);

const YES = { ...STAGE, yes: true, output: 'json' } as const;

test('policy put, get, list and delete write a policy, and the service applies it to its pools', async () => {
  await world.seed({ pools: [{ Id: 'us-west-2_put01', PoolName: 'put-1' }] });
  const file = join(world.folder, 'shop.yaml');
  await writeFile(
    file,
    '# Comment\nSelect:\n  Names: [put-*]\nLogConfigurations:\n  - EventSource: userNotification\n    LogLevel: ERROR\n    CloudWatchLogsConfiguration:\n' +
      `      LogGroupArn: ${logGroup('/aws/vendedlogs/<userPoolName>')}\n`,
  );
  const put = (options: object = {}) =>
    inProcess(world, (terminal) => runPolicyPut(terminal, 'shop', file, { ...YES, ...options }));
  const written = await put();
  expect(written.code).toBe(0);
  expect(JSON.parse(written.stdout)).toMatchObject({
    kind: 'Write',
    policy: 'shop',
    name: '/cognito-log-delivery/policies/shop',
    result: 'written',
    newVersion: 1,
    differences: expect.arrayContaining([{ path: 'Select.Names', after: 'put-*' }]),
  });
  expect(JSON.parse((await put()).stdout)).toMatchObject({ result: 'unchanged' });
  expect(JSON.parse((await put({ ifVersion: 7 })).stdout)).toMatchObject({ result: 'unchanged' });
  const yaml = await inProcess(world, (terminal) =>
    runPolicyGet(terminal, 'shop', { ...STAGE, output: 'yaml' }),
  );
  expect(yaml.stdout).toMatch(/^# Version 1 of arn:aws:ssm:.*\/policies\/shop, modified .*\nSelect:/);
  await world.client.sweep();
  await waitForOutcome(world.client, 'us-west-2_put01', 'Applied');
  const list = await inProcess(world, (terminal) => runPolicyList(terminal, { ...STAGE, output: 'json' }));
  expect(JSON.parse(list.stdout).policies).toContainEqual(
    expect.objectContaining({ policy: 'shop', state: 'Valid', pools: 1, select: { Names: ['put-*'] } }),
  );
  const table = await inProcess(world, (terminal) => runPolicyList(terminal, { ...STAGE, output: 'table' }));
  expect(table.stdout).toMatch(/^shop +Default +100 +Enforce +1 +name put-\*\n +userNotification → /m);
  const all = { failed: false, live: false, watch: false, unmanaged: false, all: false };
  const status = (pools: readonly string[], output: 'table' | 'json') =>
    inProcess(world, (terminal) => runStatus(terminal, pools, { ...STAGE, ...all, output }));
  const one = await status(['us-west-2_put01'], 'table');
  expect(one.stdout).toContain('userNotification: policy shop, Applied');
  const fleet = await status([], 'table');
  expect(fleet.stdout).toMatch(/Pools by owner: \d+ by policy, \d+ by parameter/);
  expect(JSON.parse((await status([], 'json')).stdout)).toMatchObject({
    coverage: { policies: 3, invalidPolicies: 0, byPolicy: expect.any(Number) },
    pools: expect.arrayContaining([
      expect.objectContaining({
        userPoolId: 'us-west-2_put01',
        outcome: 'Applied',
        sources: [expect.objectContaining({ owner: expect.objectContaining({ name: 'shop' }) })],
      }),
    ]),
  });
  const listing = { ...STAGE, unmanaged: false, live: false, output: 'table' } as const;
  const sends = await inProcess(world, (terminal) => runList(terminal, ['put-1'], listing));
  expect(sends.stdout).toContain('/aws/vendedlogs/put-1 [policy shop]');
  const page = await inProcess(world, (terminal) =>
    runReport(terminal, { ...STAGE, html: '-', live: true, force: false }),
  );
  expect(page.stdout).toContain('<small>userNotification: policy shop</small>');
  expect(page.stdout).toContain('Pools by owner: ');
  const deleted = await inProcess(world, (terminal) => runPolicyDelete(terminal, 'shop', YES));
  expect(deleted.stderr).toContain('1 pool leaves the policy: us-west-2_put01.');
  expect(JSON.parse(deleted.stdout)).toMatchObject({ policy: 'shop', result: 'deleted' });
  const gone = await inProcess(world, (terminal) => runPolicyDelete(terminal, 'shop', YES));
  expect(gone).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('The policy "shop" does not exist'),
  });
}, 90_000);

test('policy put suggests a plan only for a file with the name of the policy', async () => {
  const file = join(world.folder, 'hinted.json');
  await writeFile(file, JSON.stringify({ Select: { Ids: ['us-west-2_nopool'] }, LogConfigurations: byName }));
  const named = await inProcess(world, (terminal) => runPolicyPut(terminal, 'hinted', file, YES));
  expect(named.stderr).toContain(`clr plan --policy ${file}`);
  const other = await inProcess(world, (terminal) => runPolicyPut(terminal, 'other', file, YES));
  expect(other.code).toBe(0);
  expect(other.stderr).not.toContain('clr plan --policy');
}, 60_000);

test('doctor names the policies that manage a pool, and the policies that reject one', async () => {
  const entry = notifications('/aws/vendedlogs/doctor');
  await world.seed({
    pools: [
      { Id: 'us-west-2_doctor01', PoolName: 'checked' },
      { Id: 'us-west-2_doctor02', PoolName: 'not named' },
      { Id: 'us-west-2_doctor03', PoolName: 'alone' },
    ],
    parameters: [
      await settled('checked', { Select: { Ids: ['us-west-2_doctor01'] }, LogConfigurations: [entry] }),
      await settled('spaced', { Select: { Ids: ['us-west-2_doctor02'] }, LogConfigurations: byName }),
      parameter('policies/faulty', { Select: { Ids: ['us-west-2_doctor04'] }, LogConfigurations: [] }),
    ],
  });
  const run = async (pool: string) => {
    const ended = await inProcess(world, (terminal) =>
      runDoctor(terminal, [pool], { ...STAGE, output: 'json', showPassing: true, all: true }),
    );
    const { findings } = JSON.parse(ended.stdout);
    return { ...ended, of: (subject: string) => findings.filter((one: Finding) => one.subject === subject) };
  };
  const managed = await run('us-west-2_doctor01');
  expect(managed.of('us-west-2_doctor01')).toContainEqual(
    expect.objectContaining({
      level: 'ok',
      message: 'userNotification is managed by policy "checked" (Default, priority 100).',
    }),
  );
  expect(managed.stdout).not.toContain('not managed');
  expect(managed.stdout).not.toContain('clr import');
  expect(managed.stdout).toContain('log-group:/aws/vendedlogs/doctor');
  expect(managed.of('policy "faulty"')).toContainEqual(
    expect.objectContaining({
      level: 'problem',
      message: expect.stringContaining('LogConfigurations'),
      hint: 'clr policy get --stage dev faulty -o yaml > faulty.yaml; $EDITOR faulty.yaml; clr policy put --stage dev faulty faulty.yaml',
    }),
  );
  const rejected = await run('us-west-2_doctor02');
  expect(rejected.code).toBe(3);
  expect(rejected.of('us-west-2_doctor02')).toContainEqual(
    expect.objectContaining({
      level: 'problem',
      message: expect.stringContaining('the name of the pool contains " "'),
      reason: 'The service rejects userNotification because of policy "spaced".',
      hint: expect.stringContaining('clr policy get --stage dev spaced -o yaml'),
    }),
  );
  expect((await run('us-west-2_doctor03')).of('us-west-2_doctor03')).toContainEqual(
    expect.objectContaining({ level: 'warning', message: 'No parameter or policy applies to the pool.' }),
  );
}, 60_000);

test('policy put prints every issue with its place and writes nothing; list shows why a stored policy is invalid', async () => {
  const file = join(world.folder, 'wrong.yaml');
  await writeFile(file, 'Select:\n  Name: [x]\nLogConfigurations: []\n');
  const put = await inProcess(world, (terminal) => runPolicyPut(terminal, 'wrong', file, YES));
  expect(put.code).toBe(1);
  expect(put.stderr).toMatch(/wrong\.yaml:2:3: Select\.Name.*Did you mean "Names"/);
  expect(put.stderr).toMatch(/wrong\.yaml:3:1?\d*: LogConfigurations/);
  expect(JSON.parse(put.stdout)).toMatchObject({ result: 'invalid', policy: 'wrong' });
  const name = await inProcess(world, (terminal) => runPolicyPut(terminal, 'Wrong_Name', file, YES));
  expect(name).toMatchObject({ code: 1, stderr: expect.stringContaining('is not the name of a policy') });
  await world.seed({ parameters: [parameter('policies/broken', { LogConfigurations: [] })] });
  const list = await inProcess(world, (terminal) => runPolicyList(terminal, { ...STAGE, output: 'json' }));
  expect(list.code).toBe(3);
  expect(JSON.parse(list.stdout).policies).toContainEqual(
    expect.objectContaining({ policy: 'broken', state: 'Invalid', reasons: expect.arrayContaining([]) }),
  );
}, 60_000);

test('import --policies writes a policy for pools with the same configuration, and a plan with it changes no pool', async () => {
  const sending = (name: string) => ({ LogConfigurations: [notifications(`/aws/vendedlogs/${name}`)] });
  await world.seed({
    pools: [
      { Id: 'us-west-2_imp01', PoolName: 'imp-1', ...sending('imp-1') },
      { Id: 'us-west-2_imp02', PoolName: 'imp-2', ...sending('imp-2') },
      { Id: 'us-west-2_imp03', PoolName: 'other', ...sending('third') },
      { Id: 'us-west-2_imp04', PoolName: 'planned-3', ...sending('planned-3') },
    ],
  });
  const options = { ...STAGE, all: false, put: false, yes: false, policies: true } as const;
  const ids = [1, 2, 3, 4].map((at) => `us-west-2_imp0${at}`);
  const proposed = await inProcess(world, (terminal) =>
    runImport(terminal, ids, { ...options, output: 'table', out: join(world.folder, 'import') }),
  );
  const file = join(world.folder, 'import', 'policies', 'imp.yaml');
  expect(proposed.stdout).toContain(`${file}\n    2 pools: us-west-2_imp01, us-west-2_imp02`);
  expect(proposed.stdout).toMatch(/No other pool has the same configuration\. .*us-west-2_imp03/);
  expect(proposed.stdout).toContain('The policy "planned" selects the pool. ');
  const planned = await plan(['us-west-2_imp01', 'us-west-2_imp02'], { policy: [file] });
  expect(planned.json()).toMatchObject({
    policies: [{ name: 'imp', pools: { added: 2 } }],
    summary: { none: 2, apply: 0 },
  });
  const json = await inProcess(world, (terminal) =>
    runImport(terminal, ['us-west-2_imp01', 'us-west-2_imp02'], { ...options, output: 'json' }),
  );
  expect(JSON.parse(json.stdout)).toMatchObject({
    kind: 'PolicyProposals',
    policies: [{ policy: 'imp', select: { Names: ['imp-*'] }, to: null }],
    left: [],
  });
  const put = await inProcess(world, (terminal) =>
    runImport(terminal, [], { ...options, all: true, put: true, output: 'json' }),
  );
  expect(put.code).toBe(64);
}, 60_000);
