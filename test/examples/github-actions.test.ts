import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { CLR } from '../support/build-command.ts';
import { type ClrLocal, clrLocal } from '../support/clr-local.ts';
import {
  copyFleet,
  type ExampleAccount,
  exampleAccount,
  examples,
  POOL,
  untilDelivering,
} from './example-account.ts';
import { readTemplate } from './template.ts';

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

/** Runs the steps of examples/github-actions/log-delivery.yml in the local cloud. */
describe('the GitHub Actions workflow', () => {
  let local: ClrLocal;
  let folder: string;
  let example: ExampleAccount;
  let steps: z.output<typeof workflow>;
  let directory: string;
  let bin: string;
  const actionsCalled: Record<'plan' | 'apply', readonly string[]> = { plan: [], apply: [] };
  beforeAll(async () => {
    local = await clrLocal([]);
    folder = await mkdtemp(join(tmpdir(), 'clr-workflow-'));
    example = await exampleAccount(local, '111122223306');
    steps = workflow.parse(parseYaml(await example.read('github-actions/log-delivery.yml')));
    directory = await copyFleet(example, folder);
    bin = join(folder, 'bin');
    await mkdir(bin);
    await writeFile(join(bin, 'clr'), `#!/bin/sh\nexec '${process.execPath}' '${CLR}' "$@"\n`);
    // Prints its arguments, and the comment that it would post.
    await writeFile(join(bin, 'gh'), '#!/bin/sh\necho "gh $*"\ncat plan.md\n');
    for (const name of ['clr', 'gh']) await chmod(join(bin, name), 0o755);
  });

  afterAll(async () => {
    await local.interrupt();
    await rm(folder, { recursive: true });
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
