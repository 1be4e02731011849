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
          if: z.string().optional(),
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

const COMMENTS = '.[] | select(.user.type == "Bot" and (.body | startswith("<!-- clr plan -->"))) | .id';

/**
 * The program `gh` of a runner: keeps the comments of pull request 12 in comments.json. Each comment has its ID as its place in
 * the list. Supports only the calls of the workflow.
 */
const GH = `
import { readFileSync, writeFileSync } from 'node:fs';
const args = process.argv.slice(2);
const store = '../comments.json';
const comments = JSON.parse(readFileSync(store, 'utf8'));
const text = () => readFileSync(args.at(-1).replace(/^body=@/, ''), 'utf8');
const call = args.join(' ').replace(/ -F body=@\\S+$/, '');
if (call === 'api --paginate repos/org/fleet/issues/12/comments --jq ' + process.env.COMMENTS)
  comments.forEach(({ type, body }, id) => {
    if (type === 'Bot' && body.startsWith('<!-- clr plan -->')) console.log(id);
  });
else if (call === 'api --silent --method POST repos/org/fleet/issues/12/comments')
  comments.push({ type: 'Bot', body: text() });
else {
  const [, id] = /^api --silent --method PATCH repos\\/org\\/fleet\\/issues\\/comments\\/(\\d+)$/.exec(call) ?? [];
  if (id === undefined) throw new Error('unknown call: ' + call);
  comments[id].body = text();
}
writeFileSync(store, JSON.stringify(comments));
`;

const commentsSchema = z.array(z.object({ type: z.string(), body: z.string() }));

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
    await writeFile(join(bin, 'gh.mjs'), GH);
    await writeFile(join(bin, 'gh'), `#!/bin/sh\nexec '${process.execPath}' '${join(bin, 'gh.mjs')}' "$@"\n`);
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

  /** The comments of the pull request before a job: that of a user, and that of another workflow. */
  const OTHERS = [
    { type: 'User', body: '<!-- clr plan -->\n\nquoted' },
    { type: 'Bot', body: 'coverage: 98 %' },
  ];

  const comments = async () =>
    commentsSchema.parse(JSON.parse(await readFile(join(folder, 'comments.json'), 'utf8')));

  /** Runs the steps of a job as the runner does. After a step that fails, only those with a condition of their own run. */
  function run(
    job: string,
    environment: NodeJS.ProcessEnv = {},
  ): { readonly code: number | null; readonly output: string } {
    let output = '';
    let code: number | null = 0;
    for (const step of steps.jobs[job]?.steps ?? []) {
      if (step.run === undefined || step.name === 'Install clr') continue;
      if (code !== 0 && step.if !== '${{ !cancelled() }}') continue;
      const { status, stdout, stderr } = spawnSync('bash', ['-eo', 'pipefail', '-c', step.run], {
        cwd: directory,
        env: {
          HOME: folder,
          ...steps.env,
          ...step.env,
          ...example.env,
          CLR_STAGE: 'dev',
          REPOSITORY: 'org/fleet',
          PULL_REQUEST: '12',
          COMMENTS,
          ...environment,
          PATH: `${bin}:${process.env.PATH}`,
        },
        encoding: 'utf8',
      });
      output += stdout + stderr;
      code = code === 0 ? status : code;
    }
    return { code, output };
  }

  /** Each job starts with a new copy of the repository. */
  beforeEach(async () => {
    for (const name of ['plan.md', 'errors.txt', 'validation.txt'])
      await rm(join(directory, name), { force: true });
  });

  test('comments a pull request with the plan, and changes nothing', async () => {
    await writeFile(join(folder, 'comments.json'), JSON.stringify(OTHERS));
    const { code, output } = await runJob('plan');
    expect({ code, output }).toMatchObject({ code: 0 });
    const [, , comment, ...more] = await comments();
    expect(comment?.body).toMatch(/^<!-- clr plan -->\n/);
    expect(comment?.body).toContain(POOL);
    expect(more).toEqual([]);
    expect(await example.client.record(POOL)).toBeUndefined();
  });

  test('edits its earlier comment, and no comment of a user or of another workflow', async () => {
    await writeFile(
      join(folder, 'comments.json'),
      JSON.stringify([{ type: 'Bot', body: '<!-- clr plan -->\n\nold' }, ...OTHERS]),
    );
    expect((await runJob('plan')).code).toBe(0);
    const [comment, ...others] = await comments();
    expect(comment?.body).toContain(POOL);
    expect(others).toEqual(OTHERS);
  });

  test('applies the main branch, and ends after the service has configured the pools', async () => {
    const { code, output } = await runJob('apply');
    expect({ code, output }).toMatchObject({ code: 0 });
    await untilDelivering(example);
  });

  test('replaces the comment by the errors of an invalid file, before it plans', async () => {
    await writeFile(
      join(folder, 'comments.json'),
      JSON.stringify([{ type: 'Bot', body: '<!-- clr plan -->\n\nold' }]),
    );
    const path = join(directory, 'fleet/pools/eu-west-1_aBcDeFgHi.yaml');
    const valid = await readFile(path, 'utf8');
    await writeFile(path, valid.replace('LogLevel: ERROR', 'LogLevel: "@team"'));
    const { code, output } = run('plan');
    await writeFile(path, valid);
    expect(code).toBe(1);
    expect(output).toContain('LogLevel');
    const [comment, ...more] = await comments();
    expect(comment?.body).toMatch(
      /^<!-- clr plan -->\n\n### The plan failed\n\n( {4}.*\n)* {4}fleet\/pools\/\S+:\d+:\d+: .*LogLevel.*"@team".*\n( {4}.*\n)*$/,
    );
    expect(more).toEqual([]);
  });

  test('does not post the error of an AWS call', async () => {
    await writeFile(join(folder, 'comments.json'), '[]');
    const { code, output } = run('plan', { CLR_STAGE: 'none' });
    expect(code).not.toBe(0);
    expect(output).toContain('clr: ');
    expect(await comments()).toEqual([
      {
        type: 'Bot',
        body: '<!-- clr plan -->\n\n### The plan failed\n\nThe log of the workflow contains the reason.\n',
      },
    ]);
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
