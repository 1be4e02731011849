import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { runDoctor } from '../../cli/commands/doctor/run.ts';
import { runExplain } from '../../cli/commands/explain/run.ts';
import { runPlan } from '../../cli/commands/plan/run.ts';
import { runPolicyList } from '../../cli/commands/policy/list.ts';
import { runPolicyPut } from '../../cli/commands/policy/put.ts';
import { runReport } from '../../cli/commands/report/run.ts';
import { runRolloutAction } from '../../cli/commands/rollout/operate.ts';
import { runRolloutStatus } from '../../cli/commands/rollout/status.ts';
import { runStatus } from '../../cli/commands/status/run.ts';
import { rankOf } from '../../lib/domain/rollout/rank.ts';
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
  world = await startWorld([
    ...['--quota-scale', '10', '--param', 'clearGrace=0', '--param', 'recheckDelay=0'],
  ]);
}, 180_000);
afterAll(() => world.close());

const STAGE = { stage: 'dev' } as const;
const JSON_OUTPUT = { ...STAGE, output: 'json' } as const;
const TABLE = { ...STAGE, output: 'table' } as const;

/** Invokes the policies function, as its rule does each minute, and waits for the workers. */
async function drive(
  payload: object = { source: 'aws.events', 'detail-type': 'Scheduled Event' },
): Promise<void> {
  const lambda = new LambdaClient({
    endpoint: world.local.url,
    region: REGION,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'none' },
  });
  const FunctionName = 'cognito-log-reconciler-dev-policies';
  const output = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(payload)) }),
  );
  if (output.FunctionError) throw new Error(Buffer.from(output.Payload ?? []).toString());
  await waitUntilIdle(world);
}

const rollout = async (name?: string, over: object = {}) => {
  const ended = await inProcess(world, (terminal) =>
    runRolloutStatus(terminal, name, { ...JSON_OUTPUT, watch: false, ...over }),
  );
  return { ...ended, json: () => JSON.parse(ended.stdout) };
};
const operate = (action: 'resume' | 'abort', name: string, over: object = {}) =>
  inProcess(world, (terminal) =>
    runRolloutAction(terminal, action, name, { ...JSON_OUTPUT, yes: true, ...over }),
  );
const plan = (names: readonly string[], over: object = {}) =>
  inProcess(world, (terminal) =>
    runPlan(terminal, names, {
      ...TABLE,
      detailedExitcode: false,
      checks: false,
      changesOnly: false,
      all: true,
      ...over,
    }),
  );
const status = (pools: readonly string[], output: 'table' | 'json') =>
  inProcess(world, (terminal) =>
    runStatus(terminal, pools, {
      ...STAGE,
      output,
      failed: false,
      live: false,
      watch: false,
      unmanaged: false,
      all: false,
    }),
  );

async function policyFile(name: string, content: object): Promise<string> {
  const file = join(world.folder, `${name}.json`);
  await writeFile(file, JSON.stringify(content));
  return file;
}
/** Writes a policy, and waits until the function has received the event. */
async function put(name: string, content: object) {
  const file = await policyFile(name, content);
  const ended = await inProcess(world, (terminal) =>
    runPolicyPut(terminal, name, file, { ...JSON_OUTPUT, yes: true }),
  );
  expect(ended.code).toBe(0);
  await drive({ policies: [name] });
  return ended;
}

/** The pools of a policy in the order of its rollout. */
const poolsOf = (policy: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${REGION}_${policy}${String(at).padStart(2, '0')}`).toSorted(
    (a, b) => rankOf(policy, a) - rankOf(policy, b),
  );
const seedPools = (ids: readonly string[], nameOf: (id: string, at: number) => string): Promise<void> =>
  world.seed({ pools: ids.map((Id, at) => ({ Id, PoolName: nameOf(Id, at) })) });

/** A policy for the pools whose names start with its name. */
const content = (name: string, over: object = {}) => ({
  Select: { Names: [`${name}*`] },
  LogConfigurations: [notifications('/aws/vendedlogs/<userPoolName>')],
  ...over,
});

test('without a rollout, the exit code is 0, and a policy without a parameter is an error', async () => {
  const none = await rollout(undefined, { output: 'table' });
  expect(none).toMatchObject({ code: 0, stdout: 'No open rollouts.\n', stderr: '' });
  const missing = await rollout('missing');
  expect(missing).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('The policy "missing" does not exist'),
  });
  expect(await rollout('Not_A_Name')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is not the name of a policy'),
  });
});

test('a rollout that runs is shown by every command, until all pools have the new version', async () => {
  const pools = poolsOf('wave', 12);
  const [first = '', last = ''] = [pools[0], pools.at(-1)];
  await seedPools(pools, (_, at) => `wave-${at}`);
  // The schedule of the local cloud can begin another wave at any time.
  const waves = content('wave', { Rollout: { Waves: [1, 2, 3, 4, 5, '100%'] } });
  const file = await policyFile('wave', waves);
  const planned = await plan([], { policy: [file] });
  expect(planned.stdout).toContain(
    `Policy "wave" is rolled out in waves (1, 2, 3, 4, 5, 100%). The first wave is 1 of 12 pools: wave-0 (${first}).`,
  );
  const written = await put('wave', waves);
  expect(written.stderr).toContain(
    'The change reaches its pools in waves. To follow it, run: clr rollout status wave --watch',
  );
  const running = await rollout('wave');
  expect(running).toMatchObject({ code: 2, stderr: '' });
  expect(running.json()).toMatchObject({
    kind: 'Rollouts',
    rollouts: [
      {
        policy: 'wave',
        state: 'Running',
        waves: 6,
        pools: { failed: 0, total: 12 },
        isNew: true,
        settledVersion: null,
        newVersion: 1,
        failures: [],
        differences: expect.arrayContaining([{ path: 'Select.Names', after: ['wave*'] }]),
      },
    ],
    unprocessed: [],
  });
  const line = /^Rollout of policy wave: wave \d of 6, \d+ of 12 pools\. Run: clr rollout status wave$/m;
  const fleet = await status([], 'table');
  expect(fleet.code).toBe(2);
  expect(fleet.stdout).toMatch(line);
  expect(JSON.parse((await status([], 'json')).stdout).rollouts).toMatchObject([{ policy: 'wave' }]);
  const one = await status([first], 'json');
  expect(one.code).toBe(0);
  expect(JSON.parse(one.stdout).rollouts).toBeNull();
  const simple = await plan([]);
  expect(simple.code).toBe(0);
  expect(simple.stdout).toMatch(line);
  expect((await plan([], { detailedExitcode: true })).code).toBe(2);
  const named = await plan([last], { detailedExitcode: true });
  expect(named.code).toBe(0);
  expect(named.stdout).not.toContain('Rollout of policy');
  const explain = (pool: string) => inProcess(world, (terminal) => runExplain(terminal, [pool], TABLE));
  expect((await explain(first)).stdout).toContain(
    'Rollout of policy "wave" (Running): the pool has or gets the new version.',
  );
  const outside = (await explain(last)).stdout;
  expect(outside).toContain('Rollout of policy "wave" (Running): not reached by the rollout yet');
  expect(outside).not.toContain(
    'userAuthEvents\n    Owner: none. The service leaves this event source unchanged.\n    Rollout',
  );
  const list = await inProcess(world, (terminal) => runPolicyList(terminal, TABLE));
  expect(list.stdout).toMatch(/POOLS {2}ROLLOUT[^\n]*\nwave .* \d+\/12 /);
  const doctor = await inProcess(world, (terminal) =>
    runDoctor(terminal, [first], { ...JSON_OUTPUT, showPassing: true, all: true }),
  );
  const { findings } = JSON.parse(doctor.stdout);
  expect(findings).toContainEqual(
    expect.objectContaining({ level: 'ok', subject: 'cognito-log-reconciler-dev-rollout' }),
  );
  expect(findings).toContainEqual({
    level: 'ok',
    subject: 'policy "wave"',
    message: expect.stringMatching(/^The rollout is running: wave \d of 6\.$/),
  });
  const resumed = await operate('resume', 'wave');
  expect(resumed).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('The rollout of policy "wave" is running.'),
  });
  const watched = rollout('wave', { watch: true, output: 'table' });
  for (let at = 0; at < 8; at++) await drive();
  const ended = await watched;
  expect(ended.code).toBe(0);
  expect(ended.stdout).toMatch(/^Wave \d of 6 .* \d+\/\d+ /m);
  expect(ended.stdout).toMatch(
    /Policy wave has no open rollout\. Version 1 applies to all its pools since [^\n]*\s\([^)]*\)\.\n$/,
  );
  expect((await status([], 'table')).code).toBe(0);
}, 180_000);

test('a rollout that halts is a problem, resume continues it, and abort takes a new policy from its pools', async () => {
  const pools = poolsOf('halt', 3);
  // The name of a pool with a space cannot be part of an ARN.
  await seedPools(pools, (_, at) => (at === 0 ? 'halt ed' : `halt-${at}`));
  await put('halt', content('halt', { Rollout: { Waves: [1, 2, '100%'] } }));
  await drive();
  const halted = await rollout('halt', { output: 'table' });
  expect(halted.code).toBe(3);
  expect(halted.stdout).toMatch(/^Rollout of policy halt: Halted, wave 1 of 3\n/);
  expect(halted.stdout).toContain('1 of 1 pools failed.');
  expect(halted.stdout).toContain('clr rollout resume --stage dev halt');
  const line = 'Rollout of policy halt halted: 1 of 1 pools failed. Run: clr rollout status halt';
  for (const ended of [await status([], 'table'), await plan([])]) {
    expect(ended.code).toBe(3);
    expect(ended.stdout).toContain(line);
  }
  // A plan with a corrected policy is not about the rollout that it replaces.
  const corrected = await policyFile(
    'halt',
    content('halt', { LogConfigurations: [notifications('/aws/vendedlogs/all')] }),
  );
  const planned = await plan([], { policy: [corrected] });
  expect(planned.stdout).not.toContain(line);
  expect(planned.stdout).toContain('This replaces the rollout that is open (Halted).');
  const doctor = await inProcess(world, (terminal) =>
    runDoctor(terminal, [pools[1] ?? ''], { ...TABLE, showPassing: false, all: true }),
  );
  expect(doctor.stdout).toContain('! policy "halt"  The rollout is halted: 1 of 1 pools failed.');
  const page = await inProcess(world, (terminal) =>
    runReport(terminal, { ...STAGE, html: '-', live: false, force: false }),
  );
  expect(page.stdout).toContain('The rollout of policy &quot;halt&quot; halted at ');
  const asked = await operate('resume', 'halt', { yes: false });
  expect(asked).toMatchObject({ code: 64, stderr: expect.stringContaining('add --yes') });
  const resumed = await operate('resume', 'halt');
  expect(resumed.code).toBe(0);
  expect(resumed.stderr).toContain('1 failed pool counts no longer');
  expect(resumed.stderr).toMatch(/^Resumed\. .* run: clr rollout status --stage dev halt --watch$/m);
  expect(JSON.parse(resumed.stdout)).toMatchObject({
    kind: 'RolloutAction',
    policy: 'halt',
    action: 'resume',
  });
  expect((await rollout('halt')).json().rollouts).toMatchObject([
    { state: 'Running', pools: { accepted: 1 } },
  ]);
  const aborted = await operate('abort', 'halt');
  expect(aborted.code).toBe(0);
  expect(aborted.stderr).toContain('these pools leave it as if it were deleted.');
  const after = await rollout('halt', { output: 'table' });
  expect(after.code).toBe(3);
  expect(after.stdout).toContain('The policy applies to no pool, as if it were deleted.');
  const again = await operate('abort', 'halt');
  expect(again).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('was aborted. To start a rollout again'),
  });
  expect((await status([], 'table')).stdout).toContain(
    'Rollout of policy halt aborted: the parameter is not the version that applies.',
  );
  await world.clr(['policy', 'delete', 'halt', '--yes']);
  await drive();
}, 180_000);

test('during the rollout of an edit, a pool has the new or the settled version, and no event source leaves the policy', async () => {
  const pools = poolsOf('edit', 7);
  const [first = '', last = ''] = [pools[0], pools.at(-1)];
  await world.seed({
    pools: pools.map((Id, at) => ({
      Id,
      PoolName: `edit-${at}`,
      UserPoolTier: 'PLUS',
      UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
    })),
  });
  await put('edit', content('edit', { Rollout: { Waves: ['100%'] } }));
  await drive();
  const settled = await rollout('edit');
  expect(settled).toMatchObject({ code: 0 });
  expect(settled.json()).toMatchObject({ rollouts: [], settled: { policy: 'edit', version: 1 } });
  // The edit has no entry for userNotification, so that this event source leaves the policy.
  const signIns = {
    EventSource: 'userAuthEvents',
    LogLevel: 'INFO',
    CloudWatchLogsConfiguration: { LogGroupArn: logGroup('/aws/vendedlogs/sign-ins') },
  };
  await put(
    'edit',
    content('edit', { Rollout: { Waves: [1, 2, 3, 4, 5, '100%'] }, LogConfigurations: [signIns] }),
  );
  expect((await rollout('edit')).json().rollouts).toMatchObject([
    {
      state: 'Running',
      isNew: false,
      settledVersion: 1,
      newVersion: 2,
      differences: expect.arrayContaining([expect.objectContaining({ path: 'userNotification.LogLevel' })]),
    },
  ]);
  const explain = async (pool: string) => {
    const ended = await inProcess(world, (terminal) => runExplain(terminal, [pool], TABLE));
    // Without the line breaks of the width of the terminal.
    return ended.stdout.split(/\n\n/).map((part) => part.replaceAll(/\s+/g, ' '));
  };
  const frozen =
    'Owner: policy "edit" (Default, priority 100). The event source stays unchanged: during the rollout of the policy, no event source leaves it.';
  const [, notification, signIn] = await explain(first);
  expect(notification).toContain(frozen);
  expect(notification).not.toContain('Observe');
  expect(notification).toContain('Rollout of policy "edit" (Running): the pool has or gets the new version.');
  expect(signIn).toContain('Applies: /aws/vendedlogs/sign-ins, level INFO');
  const [, before, unreached] = await explain(last);
  const notReached =
    'Rollout of policy "edit" (Running): not reached by the rollout yet, the settled version applies.';
  expect(before).toContain('Applies: /aws/vendedlogs/edit-6, level ERROR');
  expect(before).toContain(notReached);
  expect(unreached).toContain('Owner: none.');
  expect(unreached).toContain(notReached);
  // A plan names the reason too: the service does not repair the event source until the rollout ends.
  await world.client.setPool(first, []);
  const planned = await plan([first]);
  expect(planned.stdout.replaceAll(/\s+/g, ' ')).toContain(
    'userNotification: policy "edit" (Default, priority 100), left unchanged: during the rollout',
  );
  const aborted = await operate('abort', 'edit');
  expect(aborted.stderr).toContain('These pools return to the settled version 1, and all others keep it.');
  await waitUntilIdle(world);
  const after = await rollout('edit', { output: 'table' });
  expect(after.code).toBe(3);
  expect(after.stdout).toContain('All pools have the settled version 1, or return to it.');
  expect((await explain(first))[2]).toContain(
    'Rollout of policy "edit" (Aborted): the settled version applies.',
  );
  await put('edit', content('edit', { Rollout: { Waves: ['100%'] } }));
  expect(await rollout('edit')).toMatchObject({ code: 0 });
}, 180_000);

test('the built command shows the rollouts without a subcommand, and names its subcommands in errors', async () => {
  const shown = await world.clr(['rollout']);
  expect(shown).toMatchObject({ code: 0, stdout: 'No open rollouts.\n' });
  const named = await world.clr(['rollout', 'wave', '-o', 'json']);
  expect(named.code).toBe(0);
  expect(JSON.parse(named.stdout)).toMatchObject({
    kind: 'Rollouts',
    settled: { policy: 'wave', version: 1 },
  });
  const help = await world.clr(['rollout', '--help']);
  expect(help.stdout).toContain('resume');
}, 60_000);
