import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { paginateDescribeParameters, SSMClient } from '@aws-sdk/client-ssm';
import { writeChange } from '../../cli/changes/write-change.ts';
import { type ApplyOptions, runApply } from '../../cli/commands/apply/run.ts';
import { historyOf, readNamed } from '../../cli/parameters/parameter-store.ts';
import { openService } from '../../cli/service/open-service.ts';
import { eventually } from '../support/e2e-client.ts';
import {
  ACCOUNT,
  type Ended,
  inProcess,
  notifications,
  REGION,
  startWorld,
  type World,
} from './support/clr.ts';
import { waitUntilIdle } from './support/documented-commands.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld(['--quota-scale', '10', '--param', 'holdMinimum=3']);
}, 180_000);
afterAll(() => world.close());

const OPTIONS: ApplyOptions = {
  stage: 'dev',
  output: 'json',
  yes: true,
  checks: false,
  all: false,
  prune: false,
  wait: false,
  timeout: 60,
  writeRate: 30,
};
const apply = (folder: string, options: Partial<ApplyOptions> = {}): Promise<Ended> =>
  inProcess(world, (terminal) => runApply(terminal, folder, { ...OPTIONS, ...options }));

const text = (name: string, rest: object = {}): string =>
  JSON.stringify({ LogConfigurations: [notifications(name)], ...rest });

const SELECT_NONE = { Select: { Names: ['none'] } };

/** Creates a folder with these files, without extension. Each test deletes all parameters first, so that `--prune` sees only its own. */
async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(world.folder, 'fleet-'));
  for (const kind of ['pools', 'policies']) await mkdir(join(folder, kind));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, `${name}.json`), content);
  return folder;
}

/** Seeds pools with these IDs. */
const seed = (...ids: readonly string[]) =>
  world.seed({ pools: ids.map((Id) => ({ Id, PoolName: `shop-${Id}` })) });

/** The next call of the operation fails, or all further ones. */
async function denyOnce(operation: string, count = 1): Promise<void> {
  await fetch(`${world.local.url}/_local/faults`, {
    method: 'POST',
    body: JSON.stringify({
      account: ACCOUNT,
      region: REGION,
      operation,
      error: 'AccessDeniedException',
      status: 400,
      count,
    }),
  });
}

/** Deletes the parameters of the tests before. */
async function startEmpty(): Promise<void> {
  await fetch(`${world.local.url}/_local/reset`, { method: 'POST' });
}
beforeEach(startEmpty);

const [A, B, C, D] = ['a', 'b', 'c', 'd'].map((letter) => `${REGION}_apply${letter}`) as [
  string,
  string,
  string,
  string,
];

test('apply creates and updates parameters and policies, and a second run changes nothing', async () => {
  await seed(A, B, C);
  await world.client.put(A, text('old'));
  await world.client.put(B, text('same'));
  const folder = await folderOf({
    [`pools/${A}`]: text('new'),
    [`pools/${B}`]: text('same'),
    [`pools/${C}`]: text('first'),
    'policies/prod': text('prod', SELECT_NONE),
  });
  const first = await apply(folder);
  expect(first.code).toBe(0);
  expect(first.stderr).toMatch(/changes\s+version 1 of the parameter\n {4}~ userNotification.CloudWatchLogs/);
  expect(first.stderr).toContain('Parameters: 2 to create, 1 to update, 1 unchanged.');
  expect(JSON.parse(first.stdout)).toMatchObject({
    kind: 'Apply',
    incomplete: false,
    changes: [
      { userPoolId: C, step: 'Create', result: 'written', newVersion: 1 },
      { policy: 'prod', step: 'Create', result: 'written', newVersion: 1 },
      { userPoolId: A, step: 'Update', result: 'written', oldVersion: 1, newVersion: 2 },
    ],
    summary: { total: 3, written: 3, deleted: 0, failed: 0, unchanged: 1, withoutFile: 0 },
  });
  const second = await apply(folder, { output: 'table' });
  expect(second).toMatchObject({ code: 0, stdout: 'Apply: no changes.\n', stderr: '' });
}, 120_000);

test('apply writes nothing without confirmation, or if a file of the folder has an error', async () => {
  await seed(A, B);
  const files = { [`pools/${A}`]: text('new') };
  const asked = await apply(await folderOf(files), { yes: false });
  expect(asked).toMatchObject({ code: 64, stderr: expect.stringContaining('add --yes') });
  const wrong = await folderOf({ ...files, [`pools/${B}`]: '{"LogConfigurations": [], "mode": "Enforce"}' });
  const refused = await apply(wrong);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toContain(`${B}.json:1:27: mode: unknown key. Did you mean "Mode"?`);
  expect(refused.stderr).toMatch(/clr: Found 1 error in \S+\. No changes made\.\n/);
  expect((await world.clr(['get', A])).code).toBe(1);
}, 120_000);

test('a parameter that another client changed after the plan is not overwritten', async () => {
  await seed(A);
  await world.client.put(A, text('one'));
  await world.client.put(A, text('theirs'));
  const service = await openService({ stage: 'dev' });
  const stored = { name: '', type: 'String', value: text('one'), version: 1, at: '' };
  const given = { kind: 'Pool', name: A, file: 'a.json', stored, errors: [], warnings: [] } as const;
  const update = { ...given, step: 'Update', wanted: text('mine') } as const;
  const conflict = {
    result: 'conflict',
    reason: 'Another client modified the parameter (version 1 → 2).',
  };
  expect(await writeChange(service, update)).toMatchObject(conflict);
  expect(await writeChange(service, { ...given, step: 'Delete' })).toMatchObject(conflict);
  expect(await writeChange(service, { ...update, wanted: text('theirs') })).toMatchObject({
    result: 'unchanged',
    newVersion: 2,
  });
  const { stored: _stored, ...isNew } = update;
  expect(await writeChange(service, { ...isNew, step: 'Create' })).toMatchObject({
    result: 'conflict',
    reason: 'Another client modified the parameter (version none → 2).',
  });
  expect((await world.clr(['get', A])).stdout).toContain('log-group:theirs');
}, 120_000);

test('apply continues after a failing file, lists it with its reason, and a second run writes it', async () => {
  await seed(A, B);
  const folder = await folderOf({ [`pools/${A}`]: text('a'), [`pools/${B}`]: text('b') });
  await denyOnce('ssm.PutParameter');
  const failed = await apply(folder, { output: 'table' });
  expect(failed.code).toBe(3);
  expect(failed.stdout).toMatch(
    /FILE +RESULT\n\S+apply\w\.json +failed\n +PutParameter: AccessDeniedException/,
  );
  expect(failed.stdout).toMatch(/Apply: (1 written, 1 failed|1 failed, 1 written)\./);
  expect(failed.stderr).toContain('To continue, run the same command again.');
  expect(await apply(folder, { output: 'table' })).toMatchObject({ code: 0, stdout: 'Apply: 1 written.\n' });
}, 120_000);

test('a parameter that is not a text is reported and left unchanged, with or without a file', async () => {
  await seed(A, B);
  for (const pool of [A, B])
    await world.seed({
      parameters: [{ Name: `/cognito-log-delivery/pools/${pool}`, Type: 'SecureString', Value: 'secret' }],
    });
  const folder = await folderOf({ [`pools/${A}`]: text('a') });
  const { code, stdout } = await apply(folder, { prune: true });
  expect(code).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({
    changes: [
      { userPoolId: A, result: 'failed', reason: expect.stringContaining('has the type SecureString') },
    ],
    summary: { total: 1, failed: 1, deleted: 0 },
  });
  const client = new SSMClient({
    endpoint: world.local.url,
    region: REGION,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'none' },
  });
  const types: unknown[] = [];
  // A page can be empty while more follow.
  for await (const { Parameters = [] } of paginateDescribeParameters({ client }, {}))
    types.push(...Parameters.map(({ Type }) => Type));
  expect(types).toEqual(['SecureString', 'SecureString']);
}, 120_000);

test('--prune deletes nothing when a write failed', async () => {
  await seed(A, B, C);
  for (const pool of [A, B]) await world.client.put(pool, text('a'));
  const folder = await folderOf({ [`pools/${A}`]: text('a'), [`pools/${C}`]: text('c') });
  await denyOnce('ssm.PutParameter');
  const { code, stdout } = await apply(folder, { prune: true });
  expect(code).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({
    changes: [
      { userPoolId: C, result: 'failed' },
      {
        userPoolId: B,
        result: 'skipped',
        reason: expect.stringContaining('Deletions follow only after all writes'),
      },
    ],
  });
  expect((await world.clr(['get', B])).code).toBe(0);
}, 120_000);

test('a parameter that leaves an event source to a policy is not changed before the policy applies to all its pools', async () => {
  await seed(A, B, C);
  for (const pool of [A, B]) await world.client.put(pool, text('own'));
  const folder = await folderOf({
    [`pools/${A}`]: text('other'),
    [`pools/${B}`]: JSON.stringify({ Inherit: true, LogConfigurations: [] }),
    'policies/new': text('policy', { Select: { Ids: [B] } }),
  });
  await denyOnce('ssm.PutParameter');
  const { code, stdout } = await apply(folder);
  expect(code).toBe(3);
  expect(JSON.parse(stdout).changes).toMatchObject([
    { policy: 'new', result: 'failed' },
    { userPoolId: B, result: 'skipped', reason: expect.stringContaining('A new policy was not written.') },
    { userPoolId: A, result: 'written' },
  ]);
  expect((await world.clr(['get', B])).stdout).toContain('log-group:own');
  const second = await apply(folder);
  expect(second.code).toBe(3);
  expect(JSON.parse(second.stdout).changes).toMatchObject([
    { policy: 'new', result: 'written' },
    {
      userPoolId: B,
      result: 'skipped',
      reason: 'The policy "new" does not apply to all pools yet. To wait for it, add --wait.',
    },
  ]);
  // The rollout is open, and the policy unchanged.
  expect((await apply(folder)).code).toBe(3);
  expect((await world.clr(['get', B])).stdout).toContain('log-group:own');
  await eventually(
    async () => {
      await world.client.driveRollouts();
      return world.client.rollout('new');
    },
    (rollout) => rollout?.Settled !== undefined && rollout.Open === undefined,
  );
  const last = await apply(folder);
  expect(last.code).toBe(0);
  expect(JSON.parse(last.stdout).summary).toMatchObject({ total: 1, written: 1, failed: 0 });
}, 120_000);

test('a policy is not changed when the parameter that takes over from it was not written', async () => {
  await seed(A);
  await world.clr(['policy', 'put', 'old', '--yes', '-'], { input: text('one', { Select: { Ids: [A] } }) });
  const folder = await folderOf({
    [`pools/${A}`]: text('own'),
    'policies/old': text('one', SELECT_NONE),
  });
  await denyOnce('ssm.PutParameter');
  const { code, stdout } = await apply(folder);
  expect(code).toBe(3);
  expect(JSON.parse(stdout).changes).toMatchObject([
    { userPoolId: A, result: 'failed' },
    { policy: 'old', result: 'skipped', reason: expect.stringContaining('could take over from the policy') },
  ]);
  expect(JSON.parse((await apply(folder)).stdout).summary).toMatchObject({ written: 2, failed: 0 });
}, 120_000);

test('an error after the writes does not hide what was written', async () => {
  await seed(A, B);
  await world.client.put(B, text('b'));
  const folder = await folderOf({
    [`pools/${A}`]: text('a'),
    'policies/none': text('policy', SELECT_NONE),
  });
  await denyOnce('dynamodb.BatchGetItem', 100);
  try {
    const table = await apply(folder, { output: 'table', prune: true, acceptDeletions: 1 });
    expect(table.code).toBe(3);
    expect(table.stdout).toMatch(/skipped +The command ended with an error before the deletions\./);
    expect(table.stdout).toContain('Apply: 2 written, 1 skipped.');
    expect(table.stderr).toMatch(
      /clr: BatchGetItem: AccessDeniedException.*\n {2}\S.*\nTo continue, run the same command again\.\n$/,
    );
    const json = await apply(folder, { wait: true, timeout: 5 });
    expect(json.code).toBe(3);
    expect(JSON.parse(json.stdout)).toMatchObject({
      summary: { total: 0, unchanged: 2 },
      error: { message: expect.stringContaining('AccessDeniedException'), hint: expect.any(String) },
    });
  } finally {
    await startEmpty();
  }
}, 120_000);

test.each(['Delete', 'Update'] as const)(
  'a parameter that another client changes while the write waits for its slot is not overwritten (%s)',
  async (step) => {
    await seed(A);
    await world.client.put(A, text('one'));
    const service = await openService({ stage: 'dev' });
    const acquire = () => world.client.put(A, text('theirs'));
    const rateLimiter = { ...service.writeLimiting.rateLimiter, acquire };
    const busy = { ...service, writeLimiting: { ...service.writeLimiting, rateLimiter } };
    const stored = { name: '', type: 'String', value: text('one'), version: 1, at: '' };
    const given = { kind: 'Pool', name: A, step, stored, errors: [], warnings: [] } as const;
    const change = step === 'Update' ? { ...given, file: 'a.json', wanted: text('mine') } : given;
    expect(await writeChange(busy, change)).toMatchObject({
      result: 'conflict',
      reason: 'Another client modified the parameter (version 1 → 2).',
    });
    expect((await world.clr(['get', A])).stdout).toContain('log-group:theirs');
  },
  120_000,
);

test('a parameter that does not exist is read once, and so is its history', async () => {
  const { ssm, ...service } = await openService({ stage: 'dev' });
  let sent = 0;
  ssm.middlewareStack.add(
    (next) => (args) => {
      sent += 1;
      return next(args);
    },
    { step: 'initialize' },
  );
  const name = '/cognito-log-delivery/pools/none';
  expect(await readNamed({ ...service, ssm }, name)).toBeUndefined();
  expect(await historyOf({ ...service, ssm }, name)).toEqual([]);
  expect(sent).toBe(2);
});

test('a write whose response is lost is written once, and is not a conflict', async () => {
  await seed(A);
  await world.client.put(A, text('one'));
  const service = await openService({ stage: 'dev' });
  let sent = 0;
  service.ssm.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const response = await next(args);
        if (commandName === 'PutParameterCommand' && ++sent === 1)
          throw Object.assign(new Error('The response is lost'), { name: 'TimeoutError' });
        return response;
      },
    { step: 'initialize' },
  );
  const stored = { name: '', type: 'String', value: text('one'), version: 1, at: '' };
  const given = { kind: 'Pool', name: A, file: 'a.json', step: 'Update', errors: [], warnings: [] } as const;
  const change = { ...given, stored, wanted: text('mine') };
  expect(await writeChange(service, change)).toMatchObject({ result: 'written', newVersion: 2 });
  expect(sent).toBe(1);
}, 120_000);

test('--prune deletes the parameters without a file, and says what happens to their pools', async () => {
  await seed(A, B);
  await world.client.put(A, text('a'));
  await world.client.put(B, text('b', { OnDelete: 'Clear' }));
  const folder = await folderOf({ [`pools/${A}`]: text('a') });
  const kept = await apply(folder);
  expect(kept).toMatchObject({ code: 0, stderr: '1 parameter has no file. To delete it, add --prune.\n' });
  const pruned = await apply(folder, { prune: true });
  expect(pruned.stderr).toContain('has no file; version 1 will be deleted');
  expect(pruned.stderr).toContain(
    "OnDelete is Clear: the first sweep after 600 s turns off the pool's log delivery.",
  );
  expect(pruned.code).toBe(0);
  expect(JSON.parse(pruned.stdout)).toMatchObject({
    changes: [{ userPoolId: B, step: 'Delete', result: 'deleted', oldVersion: 1 }],
    summary: { deleted: 1, unchanged: 1 },
  });
  expect((await world.clr(['get', B])).code).toBe(1);
}, 120_000);

test('--prune never deletes everything because of an empty or another folder, and needs the exact number above the hold', async () => {
  await seed(A, B, C, D);
  for (const pool of [A, B, C, D]) await world.client.put(pool, text('a'));
  expect(await apply(await folderOf({}), { prune: true, acceptDeletions: 4 })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('contains no parameter, so --prune would delete every parameter.'),
  });
  expect(await apply(world.folder, { prune: true, acceptDeletions: 4 })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('contains neither a folder "pools" nor a folder "policies"'),
  });
  const policies = await folderOf({ 'policies/prod': text('prod', SELECT_NONE) });
  expect(await apply(policies, { prune: true })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('The folder contains no file for the existing parameters of "pools"'),
  });
  const one = await folderOf({ [`pools/${A}`]: text('a') });
  const held = await apply(one, { prune: true, acceptDeletions: 2 });
  expect(held).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('To accept it, add --accept-deletions 3'),
  });
  expect(await apply(one, { acceptDeletions: 3 })).toMatchObject({ code: 64 });
  expect((await world.clr(['get', D])).code).toBe(0);
  const accepted = await apply(one, { prune: true, acceptDeletions: 3, output: 'table' });
  expect(accepted).toMatchObject({ code: 0, stdout: 'Apply: 3 deleted.\n' });
}, 120_000);

test('a parameter that a policy replaces is deleted only when the policy applies', async () => {
  await seed(A);
  await world.client.put(A, text('a'));
  const folder = await folderOf({
    'policies/names': text('names', {
      Select: { Names: [`shop-${A}`] },
      Rollout: { Waves: ['100%'] },
    }),
  });
  const early = await apply(folder, { prune: true, acceptDeletions: 1 });
  expect(early.code).toBe(3);
  expect(early.stderr.replaceAll(/\s+/g, ' ')).toContain(
    'After the grace period of 600 s, userNotification is taken over by policy "names".',
  );
  expect(JSON.parse(early.stdout)).toMatchObject({
    changes: [
      { policy: 'names', result: 'written' },
      {
        userPoolId: A,
        result: 'skipped',
        reason:
          'The policy "names" in its place does not apply to all pools yet. To wait for it, add --wait.',
      },
    ],
  });
  const waited = await world.clr([
    'apply',
    folder,
    '--prune',
    '--accept-deletions',
    '1',
    '--yes',
    '--wait',
    '--timeout',
    '110',
  ]);
  expect(waited).toMatchObject({ code: 0, stdout: expect.stringContaining('Apply: 1 deleted.') });
}, 180_000);

test('--wait returns the outcomes of the written pools, and fails for a rejected pool', async () => {
  await world.seed({ pools: [{ Id: A }, { Id: B, UserPoolTier: 'LITE' }] });
  const signIns = JSON.stringify({
    LogConfigurations: [
      {
        EventSource: 'userAuthEvents',
        LogLevel: 'INFO',
        CloudWatchLogsConfiguration: notifications('x').CloudWatchLogsConfiguration,
      },
    ],
  });
  const folder = await folderOf({ [`pools/${A}`]: text('a'), [`pools/${B}`]: signIns });
  const waited = await apply(folder, { wait: true });
  expect(waited.code).toBe(3);
  expect(JSON.parse(waited.stdout)).toMatchObject({
    summary: { written: 2, failed: 0 },
    pools: [
      { userPoolId: A, failed: false },
      { userPoolId: B, outcome: 'Rejected', failed: true },
    ],
    rollouts: [],
    unprocessed: [],
  });
  await waitUntilIdle(world);
  const again = await apply(folder, { wait: true, output: 'table' });
  expect(again.stdout).toMatch(/^Apply: no changes\./);
}, 120_000);

test('--wait fails when the time limit has passed before a rollout is completed', async () => {
  await seed(A);
  const folder = await folderOf({ 'policies/all': text('all', { Select: {} }) });
  const late = await world.clr(['apply', folder, '--yes', '--wait', '--timeout', '0']);
  expect(late.code).toBe(3);
  expect(late.stdout).toMatch(/Apply: 1 written\.\n(Rollout of policy all|The service has not processed)/);
}, 120_000);

test('--wait asks the service to check a pool whose event was lost', async () => {
  await seed(A);
  await fetch(`${world.local.url}/_local/faults`, {
    method: 'POST',
    body: JSON.stringify({ account: ACCOUNT, region: REGION, events: 'lose', source: 'aws.ssm' }),
  });
  const folder = await folderOf({ [`pools/${A}`]: text('lost') });
  const waited = await world.clr(['apply', folder, '--yes', '--wait', '--timeout', '90']);
  expect(waited).toMatchObject({ code: 0, stdout: 'Apply: 1 written.\nOutcomes: 1 Applied.\n' });
  expect(await world.client.pool(A)).toEqual([notifications('lost')]);
}, 120_000);
