import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Finding } from '../../cli/commands/doctor/finding.ts';
import { runDoctor } from '../../cli/commands/doctor/run.ts';
import { runExplain } from '../../cli/commands/explain/run.ts';
import { runImport } from '../../cli/commands/import/run.ts';
import { runList } from '../../cli/commands/list/run.ts';
import { runPlan } from '../../cli/commands/plan/run.ts';
import { runPolicyDelete } from '../../cli/commands/policy/delete.ts';
import { runPolicyGet } from '../../cli/commands/policy/get.ts';
import { runPolicyHistory } from '../../cli/commands/policy/history.ts';
import { runPolicyList } from '../../cli/commands/policy/list.ts';
import { runPolicyPut } from '../../cli/commands/policy/put.ts';
import { runPut } from '../../cli/commands/put/run.ts';
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
  const explained = await inProcess(world, (terminal) => runExplain(terminal, ['explained'], json));
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
  const free = await inProcess(world, (terminal) => runExplain(terminal, ['us-west-2_explain02'], json));
  expect(JSON.parse(free.stdout)).toMatchObject({ sources: [{ state: 'Free' }, { state: 'Free' }] });
  const missing = await inProcess(world, (terminal) => runExplain(terminal, ['eu-west-1_explain01'], json));
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('add --region eu-west-1') });
}, 60_000);

const PLAN = {
  ...STAGE,
  output: 'json',
  detailedExitcode: false,
  checks: true,
  changesOnly: false,
  all: false,
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

test('plan and status show what a policy in mode Observe would change, and the exit code does not count it', async () => {
  const observing = {
    Select: { Names: ['observed-*'] },
    Mode: 'Observe',
    LogConfigurations: [notifications('/aws/vendedlogs/observed')],
  };
  await world.seed({
    pools: [1, 2, 3, 4, 5].map((at) => ({ Id: `us-west-2_obs0${at}`, PoolName: `observed-${at}` })),
    parameters: [
      parameter('policies/next', observing),
      parameter('pools/us-west-2_obs05', { LogConfigurations: [] }),
    ],
  });
  const fleet = await plan([]);
  expect(fleet.json().observing).toEqual([{ policy: 'next', selected: 5, changed: 4, rejected: 0 }]);
  expect(fleet.json().pools).toContainEqual(
    expect.objectContaining({
      userPoolId: 'us-west-2_obs01',
      userPoolName: 'observed-1',
      step: 'unmanaged',
      previews: [expect.objectContaining({ eventSource: 'userNotification', wouldOwn: true })],
    }),
  );
  const text = (await plan([], { output: 'table' })).stdout;
  expect(text).toContain('? 4 pools  policy "next" (Observe) would change userNotification\n');
  expect(text).toContain('Policy "next" only observes: it would change 4 of 5 selected pools.');
  const named = await plan(['observed-1'], { output: 'table', detailedExitcode: true });
  expect(named.code).toBe(0);
  expect(named.stdout).toContain(
    '? observed-1 (us-west-2_obs01)  policy "next" (Observe) would change userNotification\n    + userNotification.',
  );
  // The sweep stores the names of the policies, and those of the pools.
  await world.client.sweep();
  const all = { failed: false, live: false, watch: false, unmanaged: false, all: false };
  const status = await inProcess(world, (terminal) =>
    runStatus(terminal, [], { ...STAGE, ...all, output: 'table' }),
  );
  expect(status.stdout).toContain('Policy "next" only observes: ');
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
    differences: expect.arrayContaining([{ path: 'Select.Names', after: ['put-*'] }]),
  });
  expect(JSON.parse((await put()).stdout)).toMatchObject({ result: 'unchanged' });
  // A repeated command succeeds, also with another version: `clr put` does the same.
  const repeated = await put({ ifVersion: 7 });
  expect(repeated.code).toBe(0);
  expect(JSON.parse(repeated.stdout)).toMatchObject({ result: 'unchanged', oldVersion: 1 });
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
  expect(table.stdout).toMatch(
    /^shop +Default +100 +Enforce +1 +(?:-|1\/1) +name put-\*\n +userNotification → /m,
  );
  const all = { failed: false, live: false, watch: false, unmanaged: false, all: false };
  const status = (pools: readonly string[], output: 'table' | 'json') =>
    inProcess(world, (terminal) => runStatus(terminal, pools, { ...STAGE, ...all, output }));
  const one = await status(['us-west-2_put01'], 'table');
  expect(one.stdout).toContain('userNotification: policy shop, Applied');
  const fleet = await status([], 'table');
  expect(fleet.stdout).toMatch(/Pools by owner: \d+ by policy, \d+ by parameter/);
  expect(JSON.parse((await status([], 'json')).stdout)).toMatchObject({
    coverage: { policies: 4, invalidPolicies: 0, byPolicy: expect.any(Number) },
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
  const history = (name: string) =>
    inProcess(world, (terminal) => runPolicyHistory(terminal, name, { ...STAGE, output: 'table' }));
  expect((await history('shop')).stdout).toMatch(
    /^policy "shop"\n.*policy version 1 .*\n {4}\+ Select\.Names: \["put-\*"\]\n/,
  );
  expect(await history('shops')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('does not exist'),
  });
  const deleted = await inProcess(world, (terminal) => runPolicyDelete(terminal, 'shop', YES));
  expect(deleted.stderr).toContain('1 pool leaves the policy: us-west-2_put01. 1 pool loses its owner');
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

test('doctor checks the rules of policies and tags, and warns of a pool that a policy selects and its tier leaves uncovered', async () => {
  const signIns = {
    ...notifications('/aws/vendedlogs/uncovered'),
    EventSource: 'userAuthEvents',
    LogLevel: 'INFO',
  };
  await world.seed({
    pools: [
      { Id: 'us-west-2_uncover1', PoolName: 'uncovered', UserPoolTier: 'ESSENTIALS' },
      { Id: 'us-west-2_uncover2', PoolName: 'own', UserPoolTier: 'ESSENTIALS' },
    ],
    parameters: [
      parameter('pools/us-west-2_uncover2', { LogConfigurations: [] }),
      await settled('uncovering', {
        Select: { Ids: ['us-west-2_uncover1', 'us-west-2_uncover2'] },
        LogConfigurations: [signIns],
      }),
    ],
  });
  await world.client.sweep();
  const record = () => world.client.record('us-west-2_uncover1');
  for (let tries = 0; tries < 100 && (await record()) === undefined; tries += 1) await setTimeout(100);
  const run = async (pools: readonly string[]): Promise<readonly Finding[]> => {
    const ended = await inProcess(world, (terminal) =>
      runDoctor(terminal, pools, { ...STAGE, output: 'json', showPassing: true, all: true }),
    );
    return JSON.parse(ended.stdout).findings;
  };
  const uncovered = expect.objectContaining({
    level: 'warning',
    subject: 'us-west-2_uncover1',
    message:
      'userAuthEvents is uncovered: policy "uncovering" is not applicable: tier ESSENTIALS cannot have userAuthEvents.',
    hint: expect.stringContaining('update-user-pool --user-pool-id us-west-2_uncover1'),
  });
  const named = await run(['us-west-2_uncover1']);
  expect(named).toContainEqual(uncovered);
  expect(JSON.stringify(named)).not.toContain('clr import');
  expect(named.filter(({ message }) => message === 'The rule is enabled.')).toHaveLength(7);
  expect(named).toContainEqual(
    expect.objectContaining({ level: 'ok', subject: expect.stringMatching(/-policy$/) }),
  );
  const fleet = await run([]);
  expect(fleet).toContainEqual(uncovered);
  // The parameter goes before the policy, with any tier.
  expect(fleet.filter(({ message }) => message.includes('uncovered'))).toHaveLength(1);
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

test('a rejected event source names its owner, and a pool in conflict counts for both policies', async () => {
  const disagreeing = (name: string) =>
    settled(name, {
      Select: { Names: ['tied'] },
      LogConfigurations: [notifications(`/aws/vendedlogs/${name}`)],
    });
  await world.seed({
    pools: [{ Id: 'us-west-2_tied01', PoolName: 'tied' }],
    parameters: [await disagreeing('tie-a'), await disagreeing('tie-b')],
  });
  await world.client.sweep();
  await waitForOutcome(world.client, 'us-west-2_tied01', 'Rejected');
  const json = { ...STAGE, output: 'json' } as const;
  const all = { failed: false, live: false, watch: false, unmanaged: false, all: false };
  const status = await inProcess(world, (terminal) => runStatus(terminal, ['tied'], { ...json, ...all }));
  const owner = (name: string) => expect.objectContaining({ kind: 'Policy', name });
  expect(JSON.parse(status.stdout).pools).toEqual([
    expect.objectContaining({
      sources: [
        expect.objectContaining({
          eventSource: 'userNotification',
          owner: owner('tie-a'),
          rejectedBy: [owner('tie-a'), owner('tie-b')],
        }),
      ],
    }),
  ]);
  const listing = { ...json, unmanaged: false, live: false };
  const listed = await inProcess(world, (terminal) => runList(terminal, ['tied'], listing));
  expect(JSON.parse(listed.stdout).pools).toEqual([
    expect.objectContaining({ owners: [{ eventSource: 'userNotification', owner: owner('tie-a') }] }),
  ]);
  const page = await inProcess(world, (terminal) =>
    runReport(terminal, { ...STAGE, html: '-', live: false, force: false }),
  );
  expect(page.stdout).toContain('<small>userNotification: policy tie-a</small>');
  const list = await inProcess(world, (terminal) => runPolicyList(terminal, json));
  for (const policy of ['tie-a', 'tie-b'])
    expect(JSON.parse(list.stdout).policies).toContainEqual(
      expect.objectContaining({ policy, pools: 0, poolsInConflict: 1 }),
    );
  const table = await inProcess(world, (terminal) => runPolicyList(terminal, { ...STAGE, output: 'table' }));
  expect(table.stdout).toMatch(/^tie-a .* 0, 1 in conflict /m);
  for (const policy of ['tie-a', 'tie-b'])
    await inProcess(world, (terminal) => runPolicyDelete(terminal, policy, YES));
}, 90_000);

test('policy list, doctor and status name a parameter whose name is not that of a policy', async () => {
  await world.seed({
    parameters: [parameter('policies/Big_Caps', { Select: {}, LogConfigurations: byName })],
  });
  const expected = 'The name of a policy is 1 to 64 lower-case letters, digits and hyphens.';
  const json = { ...STAGE, output: 'json' } as const;
  const list = await inProcess(world, (terminal) => runPolicyList(terminal, json));
  expect(list.code).toBe(3);
  expect(JSON.parse(list.stdout).policies).toContainEqual(
    expect.objectContaining({
      policy: 'Big_Caps',
      state: 'Invalid',
      reasons: [
        expect.stringContaining(expected),
        expect.stringContaining('clr policy put --stage dev big-caps big-caps.json'),
      ],
    }),
  );
  const doctor = await inProcess(world, (terminal) =>
    runDoctor(terminal, ['us-west-2_doctor03'], { ...json, showPassing: false, all: true }),
  );
  expect(JSON.parse(doctor.stdout).findings).toContainEqual(
    expect.objectContaining({
      level: 'problem',
      subject: 'policy "Big_Caps"',
      reason: expect.stringContaining(expected),
      hint: expect.stringContaining('delete-parameter'),
    }),
  );
  await world.client.sweep();
  const all = { failed: false, live: false, watch: false, unmanaged: false, all: false };
  const status = (output: 'json' | 'table') =>
    inProcess(world, (terminal) => runStatus(terminal, [], { ...STAGE, ...all, output }));
  expect((await status('table')).stdout.replaceAll(/\s+/g, ' ')).toContain(
    '1 parameter without a valid policy name: Big_Caps. Use 1 to 64 lower-case letters, digits and hyphens. For details, run: clr policy list',
  );
  expect(JSON.parse((await status('json')).stdout).lastSweep.misnamedPolicies).toEqual(['Big_Caps']);
}, 60_000);

test('a file of the other kind is an error that names the command for it', async () => {
  const write = async (name: string, content: object) => {
    const file = join(world.folder, name);
    await writeFile(file, JSON.stringify(content));
    return file;
  };
  await world.seed({ pools: [{ Id: 'us-west-2_kind01' }] });
  const entry = notifications('/aws/vendedlogs/kind');
  const policy = await write('kind.json', { Select: {}, LogConfigurations: [entry] });
  const pool = await write('kind-pool.json', { UserPoolId: 'us-west-2_kind01', LogConfigurations: [entry] });
  const unknown = await write('kind-unknown.json', { LogConfigurations: [entry] });
  const put = await inProcess(world, (terminal) => runPut(terminal, 'us-west-2_kind01', policy, YES));
  expect(put.code).toBe(1);
  expect(put.stderr).toContain(
    `The file contains a policy. To write it, run: clr policy put --stage dev kind ${policy}`,
  );
  expect(put.stderr).not.toContain('clr validate');
  const policyPut = (file: string) =>
    inProcess(world, (terminal) => runPolicyPut(terminal, 'kind', file, YES));
  const ended = await policyPut(pool);
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain(
    `The file contains the parameter of a pool. To write it, run: clr put --stage dev us-west-2_kind01 ${pool}`,
  );
  expect(ended.stderr).not.toContain('clr validate');
  // clr validate would check it as the parameter of a pool.
  expect((await policyPut(unknown)).stderr).not.toContain('clr validate');
  const planned = await plan([policy], { output: 'table' });
  expect(planned.stdout).toMatch(
    /The file contains a policy\. To plan it, run:\s+clr plan --stage dev --policy /,
  );
  const given = await plan([], { policy: [pool] });
  expect(given.stderr).toContain(
    `The file contains the parameter of a pool. To plan it, run: clr plan ${pool}`,
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
  expect(proposed.stdout).toMatch(
    /None of the other given pools has the same configuration\. .*us-west-2_imp03/,
  );
  // A policy covers imp04 already.
  expect(proposed.stdout).toContain(
    '1 policy for 2 pools. 1 pool left for parameters. 1 pool not included.\n',
  );
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
  // A pool that is not given has the same prefix of the name, and the configuration of another team.
  await world.seed({
    pools: [{ Id: 'us-west-2_imp05', PoolName: 'imp-5', ...sending('elsewhere') }],
  });
  const some = await inProcess(world, (terminal) =>
    runImport(terminal, ['us-west-2_imp01', 'us-west-2_imp02'], { ...options, output: 'json' }),
  );
  expect(JSON.parse(some.stdout).policies).toMatchObject([
    { select: { Ids: ['us-west-2_imp01', 'us-west-2_imp02'] } },
  ]);
  const put = await inProcess(world, (terminal) =>
    runImport(terminal, [], { ...options, all: true, put: true, output: 'json' }),
  );
  expect(put.code).toBe(64);
}, 60_000);
