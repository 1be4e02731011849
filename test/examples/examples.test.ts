import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse as parseHcl } from '@cdktf/hcl2json';
import { z } from 'zod';
import { createResolver } from '../../local/cloudformation/resolve.ts';
import { clr } from '../cli/support/clr.ts';
import { type ClrLocal, clrLocal } from '../support/clr-local.ts';
import {
  copyFleet,
  exampleAccount,
  examples,
  POOL,
  REGION,
  untilDelivering,
  untilDestinations,
} from './example-account.ts';
import { readTemplate } from './template.ts';

/** Executes the files in examples/ in the local cloud. examples/README.md says what of each. */
let local: ClrLocal;
let folder: string;
beforeAll(async () => {
  local = await clrLocal([]);
  folder = await mkdtemp(join(tmpdir(), 'clr-examples-'));
});
afterAll(async () => {
  await local.interrupt();
  await rm(folder, { recursive: true });
});

test('examples/README.md describes each folder', async () => {
  const text = await readFile(join(examples, 'README.md'), 'utf8');
  const folders = (await readdir(examples, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  expect(folders).toHaveLength(5);
  for (const { name } of folders)
    expect(text).toMatch(new RegExp(`^\\| \\[${name}\\]\\(${name}\\) +\\|`, 'm'));
});

const ssmParameter = z.strictObject({ Name: z.string(), Type: z.literal('String'), Value: z.string() });

test('the CloudFormation template writes parameters that the service applies', async () => {
  const example = await exampleAccount(local, '111122223301');
  const template = readTemplate(await example.read('cloudformation/parameters.yml'));
  const accountRegion = { account: example.account, region: REGION, endpoint: local.url };
  const { resolve } = createResolver(template, { accountRegion, stackName: 'parameters' });
  for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
    expect(Type).toBe('AWS::SSM::Parameter');
    const { Name, Value } = ssmParameter.parse(resolve(Properties, id));
    await example.put(Name, Value);
  }
  await untilDelivering(example);
});

const terraform = z.object({
  variable: z.record(z.string(), z.tuple([z.object({ default: z.string() })])),
  resource: z.strictObject({
    aws_ssm_parameter: z.record(
      z.string(),
      z.tuple([z.strictObject({ name: z.string(), type: z.literal('String'), value: z.string() })]),
    ),
  }),
});
const locals = z.object({ locals: z.tuple([z.object({ value: z.unknown() })]) });

test('the Terraform file writes parameters that the service applies', async () => {
  const example = await exampleAccount(local, '111122223302');
  const parsed = terraform.parse(await parseHcl('main.tf', await example.read('terraform/main.tf')));
  const variables = Object.entries(parsed.variable).map(([name, [{ default: value }]]) => [name, value]);
  const withVariables = (text: string): string =>
    variables.reduce((filled, [name, value]) => filled.replaceAll(`\${var.${name}}`, value ?? ''), text);
  for (const [{ name, value }] of Object.values(parsed.resource.aws_ssm_parameter)) {
    const [, expression] = /^\$\{jsonencode\((.*)\)\}$/s.exec(value) ?? [];
    const { locals: found } = locals.parse(await parseHcl('value.tf', `locals {\n value = ${expression}\n}`));
    // Like jsonencode of Terraform.
    const json = withVariables(JSON.stringify(found[0].value))
      .replaceAll('<', '\\u003c')
      .replaceAll('>', '\\u003e');
    await example.put(withVariables(name), json);
  }
  await untilDelivering(example);
});

/** The package of the system is not on the path of another Python. */
const python = ['python3', '/usr/bin/python3'].find(
  (command) => spawnSync(command, ['-c', 'import boto3']).status === 0,
);

(python ? test : test.skip)('the Python script writes a parameter that the service applies', async () => {
  const example = await exampleAccount(local, '111122223304');
  const arn = `arn:aws:logs:${REGION}:${example.account}:log-group:/aws/vendedlogs/shop`;
  const { status, stdout, stderr } = spawnSync(
    python ?? '',
    [join(examples, 'python/put_parameter.py'), POOL, arn],
    { env: { PATH: process.env.PATH, HOME: process.env.HOME, ...example.env }, encoding: 'utf8' },
  );
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'Saved as version 1.\n', stderr: '' });
  await untilDestinations(example.client, [arn]);
});

test('the folder for Git can be applied, and then nothing is left to plan', async () => {
  const example = await exampleAccount(local, '111122223305');
  const options = { cwd: await copyFleet(example, folder), env: example.env };
  const applied = await clr(['apply', 'fleet', '--yes', '--wait'], options);
  expect({ code: applied.code, stderr: applied.stderr }).toMatchObject({ code: 0 });
  await untilDelivering(example);
  expect(await clr(['plan', 'fleet', '--detailed-exitcode'], options)).toMatchObject({ code: 0 });
});
