import { runExplain } from '../../cli/commands/explain/run.ts';
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
