import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runExplain } from '../../cli/commands/explain/run.ts';
import { runPlan } from '../../cli/commands/plan/run.ts';
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

/** Entries of a policy whose log group has the name of the pool. */
const byName = [notifications('/aws/vendedlogs/<userPoolName>')];

test('explain shows the policy that applies, with facts of the pool that are read now, and a pool without an owner', async () => {
  await world.seed({
    pools: [
      { Id: 'us-west-2_explain01', PoolName: 'explained', UserPoolTags: { explain: 'yes' } },
      { Id: 'us-west-2_explain02', PoolName: 'free' },
    ],
    parameters: [
      parameter('policies/explain', { Select: { Tags: { explain: ['yes'] } }, LogConfigurations: byName }),
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
    parameters: [
      parameter('policies/planned', { Select: { Names: ['planned-*'] }, LogConfigurations: byName }),
    ],
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
}, 60_000);
