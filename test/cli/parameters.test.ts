import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, waitForOutcome } from '../support/e2e-client.ts';
import { ACCOUNT, notifications, REGION, startWorld, type World } from './support/clr.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld(['--quota-scale', '10', '--param', 'clearGrace=0']);
}, 180_000);
afterAll(() => world.close());

const yaml = (name: string): string => `LogConfigurations:
  - EventSource: userNotification
    LogLevel: ERROR
    CloudWatchLogsConfiguration:
      LogGroupArn: ${notifications(name).CloudWatchLogsConfiguration.LogGroupArn}
`;

test('put writes a new parameter, and the service applies it to the pool', async () => {
  const pool = await world.client.createPool();
  const put = await world.clr(['put', pool, '-', '--yes'], { input: yaml('a') });
  expect(put).toMatchObject({ code: 0, stdout: '' });
  expect(put.stderr).toMatch(/^New parameter \/cognito-log-delivery\/pools\//);
  expect(put.stderr).toContain('+ userNotification.LogLevel: "ERROR"');
  expect(put.stderr).toContain('Saved as version 1.');
  await waitForOutcome(world.client, pool, 'Applied');
  const same = await world.clr(['put', pool, '-', '--yes'], { input: yaml('a') });
  expect(same).toMatchObject({ code: 0, stderr: expect.stringContaining('No changes made.') });
  const changed = await world.clr(['put', pool, '-', '--yes'], { input: yaml('b') });
  expect(changed.stderr).toMatch(/~ userNotification\.CloudWatch[^\n]*\n +- ".*:a"\n +\+ ".*:b"/);
  expect(changed.stderr).toContain('Saved as version 2.');
  const old = await world.clr(['get', pool, '--version', '1']);
  expect(JSON.parse(old.stdout)).toEqual({ LogConfigurations: [notifications('a')] });
}, 180_000);

test('put reports validation errors with their places and writes no parameter', async () => {
  const pool = await world.client.createPool();
  const put = await world.clr(['put', pool, '-', '--yes'], {
    input: 'LogConfigurations:\n  - LogLevel: INFO\n',
  });
  expect(put.code).toBe(1);
  expect(put.stderr).toMatch(
    /^-:2:5: LogConfigurations\[0\]\.EventSource: missing\. Expected "userNotification"/m,
  );
  expect(await world.clr(['get', pool])).toMatchObject({
    code: 1,
    stdout: '',
    stderr: `clr: ${pool} does not have a parameter.\n  To create a parameter from the pool's current configuration, run: clr import ${pool} --put\n`,
  });
}, 180_000);

test('put without a terminal and without --yes writes nothing', async () => {
  const pool = await world.client.createPool();
  const put = await world.clr(['put', pool, '-'], { input: yaml('a') });
  expect(put).toMatchObject({ code: 64, stderr: expect.stringContaining('add --yes') });
  expect((await world.clr(['get', pool])).code).toBe(1);
}, 180_000);

test('get --before prints the original configuration, and put accepts it', async () => {
  const pool = await world.client.createPool();
  await world.client.setPool(pool, [notifications('before')]);
  const unknown = await world.clr(['get', pool, '--before']);
  expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('never managed') });
  await world.clr(['put', pool, '-', '--yes'], { input: yaml('after') });
  await waitForOutcome(world.client, pool, 'Applied');
  const before = await world.clr(['get', pool, '--before']);
  expect(JSON.parse(before.stdout)).toEqual({ LogConfigurations: [notifications('before')] });
  const back = await world.clr(['put', pool, '-', '--yes'], { input: before.stdout });
  expect(back.code).toBe(0);
  await eventually(
    () => world.client.pool(pool),
    (current) => JSON.stringify(current) === JSON.stringify([notifications('before')]),
  );
}, 180_000);

test('mode changes only Mode and keeps the rest of the text', async () => {
  const pool = await world.client.createPool();
  const text = `{ "LogConfigurations": [\n  ${JSON.stringify(notifications('a'))} ],\n  "OnDelete": "Clear" }`;
  await world.client.put(pool, text);
  const mode = await world.clr(['mode', pool, 'observe', '--yes']);
  expect(mode).toMatchObject({ code: 0, stderr: expect.stringMatching(/- "Enforce"\n +\+ "Observe"/) });
  const { stdout } = await world.clr(['get', pool]);
  expect(stdout).toContain(text.slice(0, text.indexOf('"OnDelete"')));
  expect(JSON.parse(stdout)).toMatchObject({ Mode: 'Observe', OnDelete: 'Clear' });
  expect((await world.clr(['mode', pool, 'sleep'])).code).toBe(64);
}, 180_000);

test('delete reports the effect on the pool and prints the deleted value', async () => {
  const pool = await world.client.createPool();
  await world.client.put(pool, { LogConfigurations: [notifications('a')], OnDelete: 'Clear' });
  await waitForOutcome(world.client, pool, 'Applied');
  const deleted = await world.clr(['delete', pool, '--yes']);
  expect(deleted.code).toBe(0);
  expect(deleted.stderr).toContain('the first sweep after 0 s turns off the pool');
  expect(JSON.parse(deleted.stdout)).toMatchObject({ OnDelete: 'Clear' });
  const plan = await world.clr(['plan', pool, '--detailed-exitcode']);
  expect(plan).toMatchObject({ code: 2, stdout: expect.stringContaining('will be cleared') });
  expect((await world.clr(['delete', pool, '--yes'])).code).toBe(1);
}, 180_000);

test('plan shows new, changed, rejected and unmanaged pools, also for files that are not put yet', async () => {
  const [fresh, drifted, invalid] = [
    await world.client.createPool(),
    await world.client.createPool(),
    await world.client.createPool(),
  ];
  await world.client.put(drifted, { LogConfigurations: [notifications('a')] });
  await waitForOutcome(world.client, drifted, 'Applied');
  await world.client.put(invalid, { LogConfigurations: [], mode: 'x' });
  await waitForOutcome(world.client, invalid, 'Rejected');
  await writeFile(join(world.folder, `${fresh}.yaml`), yaml('a'));
  await writeFile(join(world.folder, `${drifted}.yaml`), yaml('b'));
  const fine = await world.clr(['plan', drifted, '--detailed-exitcode']);
  expect(fine).toMatchObject({ code: 0, stdout: expect.stringMatching(/in sync\n\nPlan: 1 in sync\.\n$/) });
  const files = await world.clr(['plan', `${fresh}.yaml`, `${drifted}.yaml`, '--detailed-exitcode']);
  expect(files.code).toBe(2);
  expect(files.stdout).toContain(`+ ${fresh}  will be written (new)`);
  expect(files.stdout).toContain(`~ ${drifted}  will be written (change)`);
  const some = await world.clr(['plan', invalid, 'us-west-2_nothere', '-o', 'json']);
  expect(some.code).toBe(3);
  expect(JSON.parse(some.stdout)).toMatchObject({
    kind: 'Plan',
    pools: [
      { userPoolId: invalid, step: 'rejected', reasons: [expect.stringContaining('Did you mean "Mode"?')] },
      { userPoolId: 'us-west-2_nothere', step: 'unmanaged' },
    ],
    summary: { rejected: 1, unmanaged: 1 },
  });
  await writeFile(join(world.folder, 'whose.yaml'), yaml('a'));
  expect(await world.clr(['plan', 'whose.yaml'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('does not name its pool'),
  });
}, 180_000);

test('an unreachable service results in one line with the problem and one line with the next step', async () => {
  const stage = await world.clr(['plan', '--stage', 'nope']);
  expect(stage).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'clr: The service cognito-log-reconciler-nope does not exist in us-west-2.\n  Deploy the service, or select another one with --stage and --region.\n',
  });
  const nowhere = await world.clr(['plan'], { env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' } });
  expect(nowhere).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Nothing listens at this address'),
  });
  const garbage = await world.clr(['plan'], { env: { AWS_ENDPOINT_URL: 'garbage' } });
  expect(garbage.stderr).toBe(
    'clr: AWS_ENDPOINT_URL is "garbage". Expected an address with http:// or https://.\n' +
      '  Set AWS_ENDPOINT_URL to an address like http://127.0.0.1:4566, or unset it.\n',
  );
  // RFC 2606: a name below .invalid never resolves. Without a DNS server the error is a different one.
  const nameless = await world.clr(['plan'], { env: { AWS_ENDPOINT_URL: 'http://nowhere.invalid' } });
  expect(nameless.stderr).toMatch(/^clr: E\w+: .*nowhere\.invalid\n {2}.*network of this machine\.\n$/);
  const regionless = await world.clr(['plan'], { env: { AWS_REGION: '' } });
  expect(regionless).toMatchObject({ code: 1, stderr: expect.stringContaining('No Region is set.') });
}, 180_000);

test('put and delete succeed when the response is lost and the SDK repeats the call', async () => {
  const id = await world.client.createPool();
  const loseResponse = async (operation: string) => {
    const fault = {
      account: ACCOUNT,
      region: REGION,
      operation,
      do: 'reset',
      when: 'after',
      callers: 'clients',
    };
    const address = `${world.env.AWS_ENDPOINT_URL}/_local/faults`;
    const response = await fetch(address, { method: 'POST', body: JSON.stringify(fault) });
    expect(response.status).toBe(200);
  };
  const put = async (name: string) => {
    await writeFile(
      join(world.folder, 'twice.json'),
      JSON.stringify({ LogConfigurations: [notifications(name)] }),
    );
    await loseResponse('ssm.PutParameter');
    return world.clr(['put', id, 'twice.json', '--yes']);
  };
  expect(await put('a')).toMatchObject({ code: 0, stderr: expect.stringContaining('Saved as version 1') });
  expect(await put('b')).toMatchObject({ code: 0, stderr: expect.stringContaining('Saved as version 3') });
  await loseResponse('ssm.DeleteParameter');
  const gone = await world.clr(['delete', id, '--yes']);
  expect(gone).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('The parameter is deleted, by this command or another client.'),
  });
  expect(JSON.parse(gone.stdout)).toEqual({ LogConfigurations: [notifications('b')] });
}, 180_000);

test('put reports a version that it overwrote, with the command that restores it', async () => {
  const pool = await world.client.createPool();
  await world.client.put(pool, { LogConfigurations: [notifications('first')] });
  // The read immediately before the write is slow, and another client writes in between.
  const late = { operation: 'ssm.GetParameter', callers: 'clients', do: 'late', delay: 1_500, count: 2 };
  const where = { account: '123456789012', region: 'us-west-2' };
  await fetch(`${world.local.url}/_local/faults`, {
    method: 'POST',
    body: JSON.stringify({ ...where, ...late }),
  });
  const put = world.clr(['put', pool, '-', '--yes'], { input: yaml('ours') });
  await eventually(
    async () =>
      (
        await fetch(`${world.local.url}/_local/faults?account=${where.account}&region=${where.region}`)
      ).text(),
    (pending) => !pending.includes('ssm.GetParameter'),
  );
  await world.client.put(pool, { LogConfigurations: [notifications('theirs')] });
  const ended = await put;
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain(
    'Saved as version 3. This overwrote version 2 by arn:aws:iam::123456789012:user/',
  );
  expect(ended.stderr).toContain(':theirs"');
  expect(ended.stderr).toContain(`clr get ${pool} --version 2 | clr put ${pool} - --yes`);
  const lost = await world.clr(['get', pool, '--version', '2']);
  expect((await world.clr(['put', pool, '-', '--yes'], { input: lost.stdout })).code).toBe(0);
  expect((await world.clr(['get', pool])).stdout).toContain('theirs');
}, 180_000);
