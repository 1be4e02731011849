import fc from 'fast-check';
import pc from 'picocolors';
import { shownChanges } from '../../cli/commands/plan/folder/change-groups.ts';
import { folderMarkdown } from '../../cli/commands/plan/folder/markdown.ts';
import type { FolderPlan } from '../../cli/commands/plan/folder/plan-folder.ts';
import { folderExitCode, showFolderPlan } from '../../cli/commands/plan/folder/run.ts';
import type { FolderChange } from '../../cli/folder/compare.ts';
import type { ParameterVersion } from '../../cli/parameters/parameter-store.ts';
import type { PoolPlan } from '../../cli/pools/pool-plan.ts';
import type { Terminal } from '../../cli/terminal/terminal.ts';
import { cases } from '../support/random-cases.ts';
import { ACCOUNT, settings } from '../support/situation.ts';
import { expectGolden, TERMINAL_STYLES, widest } from './support/golden.ts';
import { recordingTerminal } from './support/recording-terminal.ts';

const text = (group: string, more: object = {}): string =>
  JSON.stringify({
    LogConfigurations: [
      {
        EventSource: 'userNotification',
        LogLevel: 'ERROR',
        CloudWatchLogsConfiguration: {
          LogGroupArn: `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/vendedlogs/${group}`,
        },
      },
    ],
    ...more,
  });

const version = (value: string): ParameterVersion => ({
  name: 'n',
  type: 'String',
  value,
  version: 3,
  at: '2026-01-01T00:00:00.000Z',
});

type Named = FolderPlan['changes'][number];

const changeOf = (step: FolderChange['step'], name: string, more: Partial<Named> = {}): Named => ({
  kind: 'Pool',
  name,
  step,
  ...(step !== 'Delete' && { file: `fleet/pools/${name}.yaml`, wanted: text('new') }),
  ...(step !== 'Create' && { stored: version(text('old')) }),
  errors: [],
  warnings: [],
  ...more,
});

const planned = (userPoolId: string, more: Partial<PoolPlan> = {}): PoolPlan => ({
  userPoolId,
  step: 'apply',
  why: 'change',
  differences: [
    {
      path: 'userNotification.CloudWatchLogsConfiguration.LogGroupArn',
      before: `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/vendedlogs/old`,
      after: `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/vendedlogs/new`,
    },
  ],
  reasons: [],
  ...more,
});

const EMPTY: FolderPlan = {
  folder: 'fleet',
  changes: [],
  issues: [],
  notRead: [],
  prune: false,
  deletions: [],
  held: 0,
  pools: [],
  others: [],
  policies: [],
  rollouts: [],
  observing: [],
  missing: [],
  unmanaged: [],
  unchecked: [],
  total: 0,
};

const HOSTILE = '@team *bold* `x` | #1 <b>';
const policy = { Select: { Tags: { env: ['prod'] } } };
const deleted = changeOf('Delete', 'eu-west-1_gone00001', { userPoolName: 'prod-gone' });

const PLAN: FolderPlan = {
  ...EMPTY,
  prune: true,
  changes: [
    changeOf('Update', 'prod', {
      kind: 'Policy',
      file: 'fleet/policies/prod.yaml',
      stored: version(text('old', policy)),
      wanted: text('<userPoolId>', { ...policy, Priority: 10 }),
    }),
    changeOf('Create', 'eu-west-1_new000001', { userPoolName: HOSTILE }),
    ...Array.from({ length: 7 }, (_, at) =>
      changeOf('Update', `eu-west-1_shop00${at}`, { userPoolName: `prod-shop-${at}` }),
    ),
    changeOf('Invalid', 'eu-west-1_bad000001', {
      userPoolName: 'prod-bad',
      errors: [
        {
          path: 'Mode',
          found: '"on"',
          expected: '"Enforce" or "Observe"',
          file: 'fleet/pools/eu-west-1_bad000001.yaml',
          place: { line: 3, column: 7 },
        },
      ],
    }),
    deleted,
    changeOf('Unchanged', 'eu-west-1_same00001'),
  ],
  deletions: [
    {
      change: deleted,
      text: "The pool's log delivery is left unchanged and is no longer managed.",
      takers: [],
      userPoolIds: [deleted.name],
    },
  ],
  held: 31,
  pools: [
    planned('eu-west-1_new000001', {
      userPoolName: HOSTILE,
      step: 'missing',
      why: 'pool not found',
      differences: [],
      reasons: ['User pool eu-west-1_new000001 does not exist in eu-west-1.'],
    }),
    ...Array.from({ length: 7 }, (_, at) =>
      planned(`eu-west-1_shop00${at}`, { userPoolName: `prod-shop-${at}` }),
    ),
  ],
  others: [planned('eu-west-1_other', { step: 'repair' })],
  policies: [
    {
      name: 'prod',
      file: 'fleet/policies/prod.yaml',
      isNew: false,
      pools: { added: 0, changed: 7, leaving: 0, frozen: 0, conflict: 0, rejected: 0, uncovered: 0 },
    },
  ],
  rollouts: [
    {
      policy: 'prod',
      waves: [1, '100%'],
      firstWave: [{ userPoolId: 'eu-west-1_shop003', userPoolName: HOSTILE }],
      pools: 7,
      replaces: null,
    },
  ],
  missing: ['eu-west-1_new000001'],
  unmanaged: [{ userPoolId: 'eu-west-1_free', userPoolName: HOSTILE }],
};

function shown(plan: FolderPlan, style: Partial<Terminal>, output: 'table' | 'json' | 'markdown'): string {
  const { terminal, printed } = recordingTerminal();
  showFolderPlan({ ...terminal, ...style }, { settings, selection: {} }, plan, {
    output,
    all: false,
    changesOnly: false,
  });
  return printed.join('\n');
}

const markdown = (plan: FolderPlan, isIncomplete = false): string =>
  folderMarkdown(plan, shownChanges(plan, settings), settings, isIncomplete);

test.each(TERMINAL_STYLES)('shows the plan of a folder in $name columns', async ({ name, width, colors }) => {
  const output = shown(PLAN, { width, colors }, 'table');
  await expectGolden(`folder-plan-${name}`, output);
  // Notes are wrapped when they are printed, and an ARN is never broken.
  const [blocks = ''] = output.split('Policy "prod" (edited)');
  const lines = blocks.split('\n').filter((line) => !line.includes('arn:'));
  expect(widest(lines.join('\n'))).toBeLessThanOrEqual(width);
});

test('shows the plan of a folder as a comment for a pull request', async () => {
  await expectGolden('folder-plan-markdown', shown(PLAN, { colors: pc.createColors(true) }, 'markdown'));
});

/** Returns the text without code: GitHub interprets only the rest. */
const interpreted = (comment: string): string =>
  comment.replaceAll(/^(`{3,})[\s\S]*?^\1$/gm, '').replaceAll(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');

test('shows names and values only as code, which GitHub does not interpret', () => {
  const rest = interpreted(markdown(PLAN));
  for (const part of ['@team', '*bold*', '#1', '<b>']) expect(rest).not.toContain(part);
  expect(markdown(PLAN)).toContain('``@team *bold* `x` | #1 <b> (eu-west-1_free)``');
  expect(rest.match(/<details>/g)).toHaveLength(2);
  expect(rest.match(/<\/details>/g)).toHaveLength(2);
});

test('a value with backticks does not end the block of code', () => {
  const change = changeOf('Create', 'eu-west-1_new000001', { userPoolName: '```` x' });
  const comment = markdown({ ...EMPTY, changes: [change] });
  expect(comment).toContain('`````diff\n+ fleet/pools/eu-west-1_new000001.yaml (```` x)');
});

test('cuts the comment for 2,000 pools that all differ, and says how many are left out', () => {
  const ids = Array.from({ length: 2_000 }, (_, at) => `eu-west-1_pool${String(at).padStart(5, '0')}`);
  const plan: FolderPlan = {
    ...EMPTY,
    changes: ids.map((id, at) => changeOf('Update', id, { wanted: text(`group-${at}`) })),
    pools: ids.map((id, at) => planned(id, { reasons: [`Reason ${at}`] })),
  };
  const comment = markdown(plan);
  expect(comment.length).toBeLessThanOrEqual(65_000);
  expect(comment.length).toBeGreaterThan(60_000);
  const [, changes, pools] =
    /\*\*Cut: (\d+) changes, (\d+) pools and policies left out\./.exec(comment) ?? [];
  const all = [...comment.matchAll(/^~ /gm)].length;
  expect(Number(changes) + Number(pools) + all).toBe(4_000);
  expect(comment).toContain('Parameters: 2000 to update.\nPools: 2000 to write.');
  expect(comment.match(/^```/gm)).toHaveLength(4);
  expect(comment.endsWith('</details>')).toBe(true);
});

test.each([
  [
    'the errors of 2,000 files',
    (id: string) =>
      changeOf('Invalid', id, { errors: [{ path: 'x'.repeat(200), found: 'y', expected: 'z', file: id }] }),
  ],
  [
    '2,000 files with long names',
    (id: string) =>
      changeOf('Update', id, {
        userPoolName: 'n'.repeat(128),
        file: `${'f'.repeat(3_000)}/${id}`,
        wanted: text(id),
      }),
  ],
  [
    '2,000 files with the same change',
    (id: string) => changeOf('Update', id, { userPoolName: 'n'.repeat(128) }),
  ],
])('stays within the limit with %s', (_, toChange) => {
  const ids = Array.from({ length: 2_000 }, (_value, at) => `eu-west-1_pool${String(at).padStart(5, '0')}`);
  const missing = ids.map((id) => id.repeat(500));
  const comment = markdown({ ...EMPTY, changes: ids.map(toChange), missing });
  expect(comment.length).toBeLessThanOrEqual(65_000);
});

test('a comment with hundreds of policies in mode Observe names some of them, and a terminal one line', () => {
  const observing = Array.from({ length: 900 }, (_, at) => `policy-${at}-${'n'.repeat(50)}`);
  const comment = markdown({ ...EMPTY, observing });
  expect(comment.length).toBeLessThan(1_000);
  expect(comment).toMatch(
    /- 900 policies are in mode Observe and own nothing: `policy-0-n+`, .* and 895 more\. To plan .*: `Mode: Enforce`/,
  );
  expect(shown({ ...EMPTY, observing: ['prod'] }, {}, 'table')).toContain(
    'Policy "prod" is in mode Observe and owns nothing.',
  );
});

test('names the files that are not read in a comment', () => {
  const file = 'fleet/policies/prod.yaml.bak';
  const notRead = [{ path: '', found: '', expected: '', message: 'm', file }];
  expect(markdown({ ...EMPTY, notRead })).toContain(
    `- 1 file or folder is not read because of its name: \`${file}\`.`,
  );
});

test('a comment has at most 65,000 characters, complete sections, and names everything that is cut', () => {
  const count = fc.constantFrom(0, 1, 40, 400);
  const name = fc.constantFrom('p', 'n'.repeat(64), '`'.repeat(128), '\u0007'.repeat(128), '𝟘'.repeat(100));
  const list = <T>(length: number, of: (id: string, at: number) => T): readonly T[] =>
    Array.from({ length }, (_, at) => of(`eu-west-1_pool${String(at).padStart(5, '0')}`, at));
  const counts = { added: 1, changed: 0, leaving: 0, frozen: 0, conflict: 0, rejected: 0, uncovered: 0 };
  const policyName = (at: number): string => `p${at}-${'n'.repeat(55)}`;
  fc.assert(
    fc.property(
      fc.record({
        edited: count,
        broken: count,
        pools: count,
        policies: count,
        others: count,
        name,
        found: name,
      }),
      (given) => {
        const long = given.name.repeat(20);
        const comment = markdown({
          ...EMPTY,
          folder: long,
          changes: [
            ...list(given.edited, (id) =>
              changeOf('Update', id, { userPoolName: given.name, wanted: text(id) }),
            ),
            ...list(given.broken, (id) =>
              changeOf('Invalid', id, {
                errors: [{ path: given.found.repeat(30), found: 'y', expected: 'z', file: long }],
              }),
            ),
          ],
          issues: list(given.others, (file) => ({ path: '', found: '', expected: '', message: long, file })),
          notRead: list(given.others, () => ({
            path: '',
            found: '',
            expected: '',
            message: 'm',
            file: long,
          })),
          pools: list(given.pools, (id, at) =>
            planned(id, { userPoolName: given.name, reasons: [`${at} ${given.found}`] }),
          ),
          policies: list(given.policies, (_, at) => ({ name: policyName(at), isNew: true, pools: counts })),
          rollouts: list(given.policies, (_, at) => ({
            policy: policyName(at),
            waves: [1, '100%'],
            firstWave: list(5, (userPoolId) => ({ userPoolId, userPoolName: given.name })),
            pools: 5,
            replaces: null,
          })),
          observing: list(given.others, (_, at) => policyName(at)),
          missing: list(given.others, () => long),
          unmanaged: list(given.others, (userPoolId) => ({ userPoolId, userPoolName: long })),
        });
        expect(comment.length).toBeLessThanOrEqual(65_000);
        expect(comment.match(/^<details>$/gm)?.length).toBe(comment.match(/^<\/details>$/gm)?.length);
        // A policy and its rollout have a line each.
        const lines = comment.split('\n').filter((line) => line.startsWith('Policy "'));
        expect(comment.includes('**Cut: ') || lines.length === given.policies * 2).toBe(true);
      },
    ),
    { numRuns: cases(12) },
  );
}, 60_000);

test('shows deletions with different effects apart', () => {
  const changes = Array.from({ length: 8 }, (_, at) => changeOf('Delete', `eu-west-1_gone${at}`));
  const deletions = changes.map((change, at) => ({
    change,
    text: at % 2 === 0 ? 'Cleared.' : 'Released.',
    takers: [],
    userPoolIds: [],
  }));
  const output = shown({ ...EMPTY, prune: true, changes, deletions }, {}, 'table');
  expect(output).toMatch(/- 4 pools .*\n {4}Cleared\.[\s\S]*- 4 pools .*\n {4}Released\./);
});

test('says that nothing changes, and that a plan is not complete', () => {
  const plan = { ...EMPTY, changes: [changeOf('Unchanged', 'eu-west-1_same00001')] };
  expect(markdown(plan)).toBe(
    [
      '<!-- clr plan -->',
      `### Plan for \`fleet\` in eu-west-1 (account ${ACCOUNT})`,
      '**No changes: Parameter Store has the content of the folder.**',
      'Parameters: 1 unchanged.',
    ].join('\n\n'),
  );
  expect(markdown(plan, true)).toContain('**This plan is not complete: it was interrupted.**');
});

test('the JSON contains no value of a parameter as text', () => {
  const json = JSON.parse(shown(PLAN, {}, 'json'));
  expect(json).toMatchObject({
    kind: 'FolderPlan',
    folder: 'fleet',
    parameters: { Create: 1, Update: 8, Delete: 1, Invalid: 1, Unchanged: 1 },
    summary: { apply: 7, missing: 1 },
    otherPools: { repair: 1 },
    missingPools: ['eu-west-1_new000001'],
  });
  expect(json.changes[0]).toMatchObject({ kind: 'Policy', name: 'prod', step: 'Update', version: 3 });
  expect(Object.keys(json.changes[0])).not.toContain('wanted');
});

test.each([
  ['no change', { changes: [changeOf('Unchanged', 'a')] }, 0],
  ['a parameter without a file', { changes: [changeOf('Delete', 'a')] }, 0],
  ['a parameter without a file, with --prune', { changes: [changeOf('Delete', 'a')], prune: true }, 2],
  ['a change', { changes: [changeOf('Update', 'a')] }, 2],
  ['an invalid file', { changes: [changeOf('Invalid', 'a')] }, 3],
  [
    'a pool that would be rejected',
    { changes: [changeOf('Update', 'a')], pools: [planned('a', { step: 'rejected' })] },
    3,
  ],
  [
    'a rejected pool whose parameter does not change',
    { pools: [planned('b', { step: 'rejected', policyEffects: [] })] },
    0,
  ],
  ['a misplaced file', { issues: [{ path: '', found: '', expected: '', message: 'm', file: 'f' }] }, 1],
])('the exit code of %s', (_, plan, code) => {
  expect(folderExitCode({ ...EMPTY, ...plan }, true)).toBe(code);
});
