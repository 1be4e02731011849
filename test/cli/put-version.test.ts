import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runPolicyPut } from '../../cli/commands/policy/put.ts';
import { runPut } from '../../cli/commands/put/run.ts';
import { waitForOutcome } from '../support/e2e-client.ts';
import { inProcess, notifications, startWorld, type World } from './support/clr.ts';

const YES = { stage: 'dev', yes: true, output: 'table' } as const;

let world: World;
beforeAll(async () => {
  world = await startWorld(['--quota-scale', '10']);
}, 180_000);
afterAll(() => world.close());

test('put --version writes an older version again, byte for byte, and the service applies it', async () => {
  const pool = await world.client.createPool();
  const first = `{ "LogConfigurations":\n [${JSON.stringify(notifications('a'))}] }`;
  await world.client.put(pool, first);
  await world.client.put(pool, { LogConfigurations: [notifications('b')] });
  const put = await world.clr(['put', pool, '--version', '1', '--yes']);
  expect(put).toMatchObject({ code: 0, stdout: '' });
  expect(put.stderr).toMatch(
    new RegExp(
      `^Version 1 of /cognito-log-delivery/pools/${pool} was written [-0-9]+ [:0-9]+ by arn:aws:iam::\\d+:user/\\d+\\.\n` +
        `Changes to version 2 of /cognito-log-delivery/pools/${pool}:\n` +
        ' +~ userNotification[^\n]*\n +- ".*:b"\n +\\+ ".*:a"\n' +
        `Saved as version 3\\. To see the result, run: clr status ${pool}\n$`,
    ),
  );
  expect((await world.clr(['get', pool])).stdout).toBe(`${first}\n`);
  await waitForOutcome(world.client, pool, 'Applied');
  const again = await world.clr(['put', pool, '--version', '1', '--yes', '-o', 'json']);
  expect(JSON.parse(again.stdout)).toMatchObject({ kind: 'Write', userPoolId: pool, result: 'unchanged' });
  expect(JSON.parse(again.stdout)).not.toHaveProperty('file');
}, 180_000);

test('put takes either a file or a version', async () => {
  const pool = await world.client.createPool();
  expect(await world.clr(['put', pool, '--yes'])).toMatchObject({
    code: 64,
    stderr: expect.stringMatching(/Neither a file nor a version.*\n.*clr put POOL --version N/),
  });
  const path = join(world.folder, 'both.json');
  await writeFile(path, '{}');
  const both = await world.clr(['put', pool, 'both.json', '--version', '1']);
  expect(both).toMatchObject({
    code: 64,
    stderr: expect.stringContaining('Both the file both.json and version 1'),
  });
  const policy = await world.clr(['policy', 'put', 'prod']);
  expect(policy).toMatchObject({
    code: 64,
    stderr: expect.stringContaining('clr policy put prod --version N'),
  });
}, 180_000);

test('put --version needs confirmation, an existing version and the version of --if-version', async () => {
  const pool = await world.client.createPool();
  await world.client.put(pool, { LogConfigurations: [notifications('a')] });
  await world.client.put(pool, { LogConfigurations: [notifications('b')] });
  const put = (options: object, version: number) =>
    inProcess(world, (terminal) => runPut(terminal, pool, undefined, { ...YES, ...options, version }));
  expect(await put({ yes: false }, 1)).toMatchObject({
    code: 64,
    stderr: expect.stringContaining('add --yes'),
  });
  expect(await put({}, 7)).toMatchObject({
    code: 1,
    stderr: `clr: The parameter of ${pool} does not have a version 7.\n  To list the versions, run: clr history ${pool}\n`,
  });
  const stale = await put({ ifVersion: 1 }, 1);
  expect(stale).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`run: clr put --stage dev ${pool} --version 1 --if-version 2`),
  });
  expect((await world.clr(['get', pool])).stdout).toContain('log-group:b');
}, 180_000);

test('put --version refuses a version that is not valid today, with the places of the errors', async () => {
  const pool = await world.client.createPool();
  await world.client.put(pool, '{\n  "LogConfigurations": [],\n  "mode": "Enforce"\n}');
  await world.client.put(pool, { LogConfigurations: [notifications('b')] });
  const put = await inProcess(world, (terminal) =>
    runPut(terminal, pool, undefined, { ...YES, output: 'json', version: 1 }),
  );
  expect(put.code).toBe(1);
  expect(put.stderr).toContain('version 1:3:3: mode: unknown key. Did you mean "Mode"?');
  expect(put.stderr).toContain(
    `No changes made: version 1 is not valid with the current settings. To edit its text, run: clr get --stage dev ${pool} --version 1`,
  );
  expect(JSON.parse(put.stdout)).toMatchObject({
    result: 'invalid',
    errors: [{ file: 'version 1', place: { line: 3, column: 3 } }],
  });
}, 180_000);

test('policy put --version writes an older version of a policy again, and says how to follow its rollout', async () => {
  const put = (name: string) =>
    world.clr(['policy', 'put', 'back', '-', '--yes'], {
      input: JSON.stringify({ Select: { Names: ['nothing'] }, LogConfigurations: [notifications(name)] }),
    });
  await put('a');
  await put('b');
  const back = (version: number) =>
    inProcess(world, (terminal) => runPolicyPut(terminal, 'back', undefined, { ...YES, version }));
  const done = await back(1);
  expect(done).toMatchObject({ code: 0, stderr: expect.stringContaining('Saved as version 3.') });
  expect(done.stderr).toContain('run: clr rollout status back --watch');
  expect(await back(9)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('The policy "back" does not have a version 9.'),
  });
}, 180_000);
