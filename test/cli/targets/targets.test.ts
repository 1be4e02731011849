import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { type Ended, startWorld, type World } from '../support/clr.ts';

const SHOP = '111111111111';
const BANK = '222222222222';
const entry = (account: string, region: string) => ({
  EventSource: 'userNotification',
  LogLevel: 'ERROR',
  CloudWatchLogsConfiguration: {
    LogGroupArn: `arn:aws:logs:${region}:${account}:log-group:/aws/vendedlogs/x`,
  },
});

const TARGETS = `targets:
  - name: shop
    roleArn: arn:aws:iam::${SHOP}:role/clr-read
    externalId: acme-7
    regions: [eu-west-1, us-east-1]
  - name: bank
    roleArn: arn:aws:iam::${BANK}:role/clr-read
    regions: [eu-west-1]
`;

const DENIED = `bank (eu-west-1)  not read: AccessDenied: User: arn:aws:iam::123456789012:user/123456789012 is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${BANK}:role/clr-read`;

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await writeFile(join(world.folder, 'targets.yaml'), TARGETS);
  const name = (id: string) => `/cognito-log-delivery/pools/${id}`;
  // Not the operator's own account, so that each test also shows which credentials were used.
  for (const region of ['eu-west-1', 'us-east-1'])
    await world.seed({
      account: SHOP,
      region,
      pools: [{ Id: `${region}_shop`, PoolName: `shop-${region}` }],
      parameters: [
        {
          Name: name(`${region}_shop`),
          Value: JSON.stringify({
            LogConfigurations: region === 'us-east-1' ? 'none' : [entry(SHOP, region)],
          }),
        },
      ],
    });
  await world.seed({
    account: BANK,
    region: 'eu-west-1',
    roles: [{ RoleName: 'clr-read', ExternalId: 'another' }],
  });
}, 120_000);
afterAll(() => world?.close());

const run = (...args: readonly string[]): Promise<Ended> => world.clr([...args, '--targets', 'targets.yaml']);

const json = z.looseObject({
  account: z.null(),
  region: z.null(),
  targets: z.array(
    z.looseObject({
      target: z.string(),
      account: z.string().nullable(),
      region: z.string().nullable(),
      error: z.string().optional(),
    }),
  ),
});

const EXPECTED_TARGETS = [
  expect.objectContaining({ target: 'shop/eu-west-1', account: SHOP, region: 'eu-west-1' }),
  expect.objectContaining({ target: 'shop/us-east-1', account: SHOP, region: 'us-east-1' }),
  {
    target: 'bank',
    account: null,
    region: 'eu-west-1',
    error: expect.stringContaining('sts:AssumeRole'),
  },
];

test('status shows the rows of two targets and one line for a third that denies access', async () => {
  const { stdout, code } = await run('status', '--live');
  const lines = stdout.split('\n');
  expect(lines[0]).toMatch(/^TARGET +POOL +OUTCOME +LIVE/);
  expect(stdout).toMatch(/^shop\/eu-west-1 +eu-west-1_shop/m);
  expect(stdout).toMatch(/^shop\/us-east-1 +us-east-1_shop/m);
  expect(stdout).toContain('2 pools in 2 of 3 targets: ');
  expect(lines.filter((line) => line.includes('bank'))).toEqual([`! ${DENIED}`]);
  expect(code).toBe(3);
});

test.each([
  ['status', 'Status', '--live'],
  ['plan', 'Plan'],
  ['doctor', 'Doctor'],
  ['history', 'History', 'eu-west-1_shop'],
])('%s -o json names the target of each row, and the error of a target', async (command, kind, ...args) => {
  const { stdout, code } = await run(command, ...args, '-o', 'json');
  const read = json.parse(JSON.parse(stdout));
  expect(read).toMatchObject({ version: 2, kind });
  expect(read.targets).toEqual(EXPECTED_TARGETS);
  const rows = z.array(z.looseObject({ target: z.string() })).parse(read.pools ?? read.findings);
  expect(new Set(rows.map(({ target }) => target))).toEqual(
    new Set(command === 'history' ? ['shop/eu-west-1'] : ['shop/eu-west-1', 'shop/us-east-1']),
  );
  expect(code).toBe(3);
});

test('plan and doctor show a section for each target, and one summary', async () => {
  const plan = await run('plan');
  expect(plan.stdout).toContain(
    `Target shop/eu-west-1 (${SHOP}, eu-west-1)\n+ eu-west-1_shop  will be written`,
  );
  expect(plan.stdout).toContain(`! ${DENIED}\n2 of 3 targets. Plan: 1 to write, 1 rejected.\n`);
  expect(plan.code).toBe(3);
  const doctor = await run('doctor');
  expect(doctor.stdout).toContain(`Target shop/us-east-1 (${SHOP}, us-east-1)\n`);
  expect(doctor.stdout).toContain(`! ${DENIED}\n2 of 3 targets. Doctor: 1 problem,`);
  expect(doctor.code).toBe(3);
});

test.each(['csv', 'json', 'asff', 'html'])(
  'report -o %s contains the pools of two targets, and says that a third is missing',
  async (format) => {
    const { stdout, stderr, code } = await run('report', '-o', format);
    for (const id of ['eu-west-1_shop', 'us-east-1_shop']) expect(stdout).toContain(id);
    expect(stderr).toContain('The report is incomplete:\n  bank (eu-west-1) was not read: AccessDenied: ');
    expect(code).toBe(3);
  },
);

test('report writes a file with --out, and needs a format', async () => {
  const env = { AWS_ACCESS_KEY_ID: SHOP, AWS_REGION: 'eu-west-1' };
  const file = join(world.folder, 'pools.csv');
  const wrote = await world.clr(['report', '-o', 'csv', '--out', file], { env });
  expect(wrote).toMatchObject({ code: 0, stdout: '', stderr: `Wrote ${file}.\n` });
  expect(await readFile(file, 'utf8')).toMatch(
    /^account,region,.*\r\n111111111111,eu-west-1,eu-west-1_shop,/,
  );
  expect((await world.clr(['report', '-o', 'csv', '--out', file], { env })).stderr).toContain(
    'already exists',
  );
  const none = await world.clr(['report'], { env });
  expect(none.stderr).toContain('The format of the report is not set.');
  expect(none.code).toBe(64);
  expect((await world.clr(['report', '--html', '-', '-o', 'csv'], { env })).code).toBe(64);
});

test('--regions reads the Regions with the credentials of the environment, and finds a pool where it exists', async () => {
  const args = ['--regions', 'eu-west-1,us-east-1'];
  const env = { AWS_ACCESS_KEY_ID: SHOP };
  const all = await world.clr(['plan', '--changes-only', ...args], { env });
  expect(all.stdout).toContain(`Target eu-west-1 (${SHOP}, eu-west-1)`);
  expect(all.stdout).toContain('2 targets. Plan: 1 to write, 1 rejected.');
  const named = await world.clr(['plan', 'eu-west-1_shop', ...args], { env });
  expect(named.stdout).toContain('2 targets. Plan: 1 to write.');
  expect(named.stdout).not.toContain('us-east-1');
  expect(named.code).toBe(0);
  const missing = await world.clr(['plan', 'nothing-*', ...args], { env });
  expect(missing.stderr).toContain('None of the 2 targets has a pool "nothing-*".');
  expect(missing.code).toBe(1);
});

test('--profiles reads with each profile, and a second profile of the same account is not read', async () => {
  const config = join(world.folder, 'config');
  const profile = (name: string, key: string) =>
    `[profile ${name}]\nregion = eu-west-1\naws_access_key_id = ${key}\naws_secret_access_key = none\n`;
  await writeFile(
    config,
    `${profile('a', SHOP)}${profile('b', SHOP)}${profile('c', '333333333333')}[profile d]\n`,
  );
  const env = { AWS_CONFIG_FILE: config, AWS_REGION: undefined };
  const { stdout, code } = await world.clr(['status', '--profiles', 'a,b,c,d,e', '--regions', 'eu-west-1'], {
    env,
  });
  expect(stdout).toContain('0 pools in 2 of 5 targets.');
  expect(stdout).toContain(`This is account ${SHOP} in eu-west-1, which the target a already is.`);
  expect(stdout).toContain('! d (eu-west-1)  not read: The profile "d" provides no credentials.');
  expect(stdout).toContain('! e (eu-west-1)  not read: The profile "e" does not exist.');
  expect(code).toBe(3);
  const ofProfile = await world.clr(['status', '--profiles', 'c'], { env });
  expect(ofProfile.stdout).toContain('c (333333333333, eu-west-1): No sweep has run yet.');
  expect(ofProfile.code).toBe(0);
});

test('the calls of a profile go to its own endpoint_url, also those that assume its role', async () => {
  const config = join(world.folder, 'config-endpoints');
  const url = `endpoint_url = ${world.local.url}\n`;
  const role = `arn:aws:iam::${BANK}:role/clr-read`;
  await writeFile(
    config,
    `[default]\nendpoint_url = http://127.0.0.1:1\n` +
      `[profile keys]\n${url}aws_access_key_id = ${SHOP}\naws_secret_access_key = none\n` +
      `[profile role]\n${url}role_arn = ${role}\nsource_profile = keys\nexternal_id = another\n`,
  );
  const targets = `targets:
  - { profile: role, regions: [eu-west-1] }
  - { profile: keys, regions: [us-east-1] }
  - { profile: keys, roleArn: "${role}", externalId: another, regions: [us-west-2], name: both }
  - { roleArn: "${role}", externalId: another, regions: [eu-west-3], name: base }
`;
  await writeFile(join(world.folder, 'endpoints.yaml'), targets);
  const env = { AWS_CONFIG_FILE: config, AWS_ENDPOINT_URL: undefined };
  const { stdout, code } = await world.clr(['status', '--targets', 'endpoints.yaml'], { env });
  expect(stdout).toContain(`role (${BANK}, eu-west-1): `);
  expect(stdout).toContain(`keys (${SHOP}, us-east-1): `);
  expect(stdout).toContain(`both (${BANK}, us-west-2): `);
  // Without a profile, the endpoint is that of the profile of the process.
  expect(stdout).toContain('! base (eu-west-3)  not read: ECONNREFUSED: no connection to 127.0.0.1:1');
  expect(code).toBe(3);
});

test.each([
  [
    ['status', '--targets', 'targets.yaml', '--watch'],
    "'--targets <file>' cannot be used with option '--watch'",
  ],
  [
    ['status', '--regions', 'eu-west-1', '--watch'],
    "'--regions <names>' cannot be used with option '--watch'",
  ],
  [['plan', '--targets', 'targets.yaml', '--profile', 'a'], "cannot be used with option '--profile <name>'"],
  [
    ['plan', '--regions', 'eu-west-1', '--region', 'us-east-1'],
    "cannot be used with option '--region <name>'",
  ],
  [['plan', '--regions', 'eu-west-1,eu-west-1'], 'Found the Region eu-west-1 a second time.'],
  [['plan', '--regions', 'Ireland'], 'Found "Ireland". Expected a Region'],
  [['plan', 'targets.yaml', '--targets', 'targets.yaml'], 'targets.yaml is a file. With several targets'],
])('%j is a usage error', async (args, message) => {
  const { stderr, code } = await world.clr(args);
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain(message);
  expect(code).toBe(64);
});
