import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { waitForOutcome } from '../support/e2e-client.ts';
import { ACCOUNT, notifications, REGION, startWorld, type World } from './support/clr.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld(['--quota-scale', '10']);
}, 180_000);
afterAll(() => world.close());

const text = JSON.stringify({ LogConfigurations: [notifications('a')] });

test('put rejects a pool that does not exist in the Region, and offers the Region in its ID', async () => {
  const put = await world.clr(['put', 'eu-west-1_elsewhere', '-', '--yes'], { input: text });
  expect(put).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'clr: User pool eu-west-1_elsewhere does not exist in us-west-2 (account 123456789012), and has no replica there. Its ID names the Region eu-west-1.\n  For the pool in eu-west-1, add --region eu-west-1.\n',
  });
  expect((await world.clr(['get', 'eu-west-1_elsewhere'])).stderr).toContain('does not have a parameter');
}, 180_000);

test('a SecureString is not printed or edited; delete removes it, and put then writes a new parameter', async () => {
  const pool = await world.client.createPool();
  const ssm = new SSMClient({
    endpoint: world.local.url,
    region: REGION,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'none' },
  });
  const Name = `/cognito-log-delivery/pools/${pool}`;
  await ssm.send(new PutParameterCommand({ Name, Type: 'SecureString', Value: text }));
  for (const args of [
    ['get', pool],
    ['mode', pool, 'observe', '--yes'],
    ['put', pool, '-', '--yes'],
  ])
    expect(await world.clr(args, { input: text })).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^clr: [^\n]* has the type SecureString\.[^\n]*\n {2}[^\n]* clr delete [^\n]*\n$/,
      ),
    });
  expect((await world.clr(['plan', pool])).stdout).toContain('found "SecureString"');
  expect(await world.clr(['delete', pool, '--yes'])).toMatchObject({ code: 0, stdout: '' });
  expect((await world.clr(['put', pool, '-', '--yes'], { input: text })).code).toBe(0);
}, 180_000);

test('a byte order mark is accepted: get, validate, mode and put agree with the service', async () => {
  const pool = await world.client.createPool();
  await world.client.put(pool, `\ufeff${text}`);
  const got = await world.clr(['get', pool]);
  expect(got.stdout).toBe(`${text}\n`);
  expect((await world.clr(['validate', '-'], { input: `\ufeff${text}` })).code).toBe(0);
  expect((await world.clr(['mode', pool, 'observe', '--yes'])).code).toBe(0);
  const edited = (await world.clr(['get', pool])).stdout;
  expect(JSON.parse(edited)).toEqual({ ...JSON.parse(text), Mode: 'Observe' });
}, 180_000);

test('an invisible character is an escape in every line of clr, and unchanged in the output of get', async () => {
  const pool = await world.client.createPool();
  const odd = text.replace('"ERROR"', '"ERR\u200bOR"');
  await world.client.put(pool, odd);
  await waitForOutcome(world.client, pool, 'Rejected');
  expect((await world.clr(['get', pool])).stdout).toBe(`${odd}\n`);
  for (const args of [
    ['status', pool],
    ['plan', pool],
    ['history', pool],
  ]) {
    const { stdout, stderr } = await world.clr(args);
    expect(stdout).toContain('ERR\\u200bOR');
    expect(stdout + stderr).not.toContain('\u200b');
  }
  const json = JSON.parse((await world.clr(['status', '--failed', '-o', 'json'])).stdout);
  expect(json.pools[0].reasons[0]).toContain('ERR\\u200bOR');
  const validated = await world.clr(['validate', '-'], { input: odd });
  expect(validated).toMatchObject({ code: 1, stdout: expect.stringContaining('found "ERR\\u200bOR"') });
}, 180_000);

test('put removes $schema before it writes the parameter', async () => {
  const pool = await world.client.createPool();
  const input = text.replace('{', '{"$schema":"./parameter.schema.json",');
  expect((await world.clr(['put', pool, '-', '--yes'], { input })).code).toBe(0);
  expect((await world.clr(['get', pool])).stdout).toBe(`${text}\n`);
}, 180_000);

test('a parameter with a duplicate key has no YAML form, and put replaces it with the same members', async () => {
  const pool = await world.client.createPool();
  await world.client.put(pool, text.replace('{', '{"LogConfigurations":[],'));
  expect(await world.clr(['get', pool, '-o', 'yaml'])).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/ has no YAML form\. LogConfigurations: duplicate key: .*\n {2}.*clr get/),
  });
  const file = `LogConfigurations: ${JSON.stringify(JSON.parse(text).LogConfigurations)}\n$schema: x\n`;
  expect((await world.clr(['put', pool, '-', '--yes'], { input: file })).code).toBe(0);
  expect(JSON.parse((await world.clr(['get', pool])).stdout)).toEqual(JSON.parse(text));
}, 180_000);
