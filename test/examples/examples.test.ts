import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse as parseHcl } from '@cdktf/hcl2json';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { createResolver } from '../../local/cloudformation/resolve.ts';
import { clr } from '../cli/support/clr.ts';
import { CLR } from '../support/build-command.ts';
import { type ClrLocal, clrLocal } from '../support/clr-local.ts';
import {
  type ExampleAccount,
  exampleAccount,
  examples,
  POOL,
  REGION,
  untilDelivering,
  untilDestinations,
} from './example-account.ts';

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
  for (const { name } of folders) expect(text).toContain(`| [${name}](${name}) |`);
});

const cloudFormation = z.object({
  Parameters: z.record(z.string(), z.object({ Type: z.string(), Default: z.string() })),
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()) }),
  ),
});
const ssmParameter = z.strictObject({ Name: z.string(), Type: z.literal('String'), Value: z.string() });

/** Returns the template with the long form of the functions. */
const readTemplate = (text: string) => {
  const functionOf = (tag: string, key: string) => ({
    tag,
    resolve: (value: string) => ({ [key]: value }),
  });
  const customTags = [functionOf('!Sub', 'Fn::Sub'), functionOf('!Ref', 'Ref')];
  return { Conditions: {}, ...cloudFormation.parse(parseYaml(text, { customTags })) };
};

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

const hasBoto3 = spawnSync('python3', ['-c', 'import boto3']).status === 0;

(hasBoto3 ? test : test.skip)('the Python script writes a parameter that the service applies', async () => {
  const example = await exampleAccount(local, '111122223304');
  const arn = `arn:aws:logs:${REGION}:${example.account}:log-group:/aws/vendedlogs/shop`;
  const { status, stdout, stderr } = spawnSync(
    'python3',
    [join(examples, 'python/put_parameter.py'), POOL, arn],
    { env: { PATH: process.env.PATH, HOME: process.env.HOME, ...example.env }, encoding: 'utf8' },
  );
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'Saved as version 1.\n', stderr: '' });
  await untilDestinations(example.client, [arn]);
});

/** Copies the folder of the examples, with the account of the test, into a new folder `fleet`. */
async function copyFleet(example: ExampleAccount): Promise<string> {
  const directory = await mkdtemp(join(folder, 'repository-'));
  const fleet = join(directory, 'fleet');
  await cp(join(examples, 'git'), fleet, { recursive: true });
  for (const path of ['pools/eu-west-1_aBcDeFgHi.yaml', 'policies/production-sign-ins.yaml'])
    await writeFile(join(fleet, path), await example.read(`git/${path}`));
  return directory;
}

test('the folder for Git can be applied, and then nothing is left to plan', async () => {
  const example = await exampleAccount(local, '111122223305');
  const options = { cwd: await copyFleet(example), env: example.env };
  const applied = await clr(['apply', 'fleet', '--yes', '--wait'], options);
  expect({ code: applied.code, stderr: applied.stderr }).toMatchObject({ code: 0 });
  await untilDelivering(example);
  expect(await clr(['plan', 'fleet', '--detailed-exitcode'], options)).toMatchObject({ code: 0 });
});

const workflow = z.object({
  env: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.object({
      steps: z.array(
        z.object({
          name: z.string().optional(),
          uses: z.string().optional(),
          run: z.string().optional(),
          env: z.record(z.string(), z.string()).default({}),
        }),
      ),
    }),
  ),
});

const callsSchema = z.object({
  accountRegions: z.array(z.object({ account: z.string(), clients: z.record(z.string(), z.unknown()) })),
});

describe('the GitHub Actions workflow', () => {
  let example: ExampleAccount;
  let steps: z.output<typeof workflow>;
  let directory: string;
  let bin: string;
  const actionsCalled: Record<'plan' | 'apply', readonly string[]> = { plan: [], apply: [] };
  beforeAll(async () => {
    example = await exampleAccount(local, '111122223306');
    steps = workflow.parse(parseYaml(await example.read('github-actions/log-delivery.yml')));
    directory = await copyFleet(example);
    bin = join(folder, 'bin');
    await mkdir(bin);
    await writeFile(join(bin, 'clr'), `#!/bin/sh\nexec '${process.execPath}' '${CLR}' "$@"\n`);
    // Prints its arguments, and the comment that it would post.
    await writeFile(join(bin, 'gh'), '#!/bin/sh\necho "gh $*"\ncat plan.md\n');
    for (const name of ['clr', 'gh']) await chmod(join(bin, name), 0o755);
  });

  /** Runs a job, and returns what it printed. Keeps the actions that `clr` called. */
  async function runJob(job: 'plan' | 'apply'): Promise<ReturnType<typeof run>> {
    await fetch(`${local.url}/_local/calls`, { method: 'DELETE' });
    const ended = run(job);
    const answer = callsSchema.parse(await (await fetch(`${local.url}/_local/calls`)).json());
    const { clients = {} } = answer.accountRegions.find(({ account }) => account === example.account) ?? {};
    actionsCalled[job] = Object.keys(clients).map((operation) =>
      operation.replace('.', ':').replace('tagging:', 'tag:'),
    );
    return ended;
  }

  /** Runs the steps of a job as the runner does, up to the first one that fails. */
  function run(job: string): { readonly code: number | null; readonly output: string } {
    let output = '';
    for (const step of steps.jobs[job]?.steps ?? []) {
      if (step.run === undefined || step.name === 'Install clr') continue;
      const { status, stdout, stderr } = spawnSync('bash', ['-eo', 'pipefail', '-c', step.run], {
        cwd: directory,
        env: {
          HOME: folder,
          ...steps.env,
          ...step.env,
          ...example.env,
          CLR_STAGE: 'dev',
          PATH: `${bin}:${process.env.PATH}`,
        },
        encoding: 'utf8',
      });
      output += stdout + stderr;
      if (status !== 0) return { code: status, output };
    }
    return { code: 0, output };
  }

  test('comments a pull request with the plan, and changes nothing', async () => {
    const { code, output } = await runJob('plan');
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toMatch(/gh pr comment .* --body-file plan.md/);
    expect(output).toContain(POOL);
    expect(await example.client.record(POOL)).toBeUndefined();
  });

  test('applies the main branch, and ends after the service has configured the pools', async () => {
    const { code, output } = await runJob('apply');
    expect({ code, output }).toMatchObject({ code: 0 });
    await untilDelivering(example);
  });

  test('fails on an invalid file before it plans', async () => {
    const path = join(directory, 'fleet/pools/eu-west-1_aBcDeFgHi.yaml');
    await writeFile(path, (await readFile(path, 'utf8')).replace('LogLevel: ERROR', 'LogLevel: DEBUG'));
    const { code, output } = run('plan');
    expect(code).toBe(1);
    expect(output).toContain('LogLevel');
    expect(output).not.toContain('gh pr comment');
  });

  const actions = z.object({
    Statement: z.array(z.object({ Action: z.union([z.string(), z.array(z.string())]) })),
  });
  const role = z.object({
    PolicyDocument: actions.optional(),
    Policies: z.array(z.object({ PolicyDocument: actions })).default([]),
  });

  test('has roles that allow the calls of its steps, and only one of them can write', async () => {
    const { Resources } = readTemplate(await readFile(join(examples, 'github-actions/role.yml'), 'utf8'));
    const actionsOf = (name: string): readonly string[] => {
      const { PolicyDocument, Policies } = role.parse(Resources[name]?.Properties);
      const documents = [PolicyDocument, ...Policies.map((one) => one.PolicyDocument)];
      return documents.flatMap((document) => document?.Statement.flatMap(({ Action }) => Action) ?? []);
    };
    const reads = actionsOf('ReadPolicy');
    expect(reads.filter((action) => /Put|Delete|Set|Send|Invoke/.test(action))).toEqual([]);
    expect(actionsOf('PlanRole')).toEqual([]);
    const write = [...reads, ...actionsOf('ApplyRole')];
    expect(actionsCalled.plan.filter((action) => !reads.includes(action))).toEqual([]);
    expect(actionsCalled.apply.filter((action) => !write.includes(action))).toEqual([]);
    expect(actionsCalled.apply).toContain('ssm:PutParameter');
  });
});
