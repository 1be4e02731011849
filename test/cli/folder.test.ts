import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { carryOut } from '../../cli/commands/export/carry-out.ts';
import { decideFile } from '../../cli/commands/export/decide-file.ts';
import { formatFileIssue } from '../../cli/files/check-file.ts';
import { compareFolder } from '../../cli/folder/compare.ts';
import { fileText, withCurrentName } from '../../cli/folder/file-text.ts';
import { type FolderContent, readFolder } from '../../cli/folder/read-folder.ts';
import { sameMeaning } from '../../cli/folder/same-meaning.ts';
import { writeParameterFile } from '../../cli/folder/write-file.ts';
import type { ParameterVersion } from '../../cli/parameters/parameter-store.ts';
import { settings } from '../support/situation.ts';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

/** Creates a folder with these files. */
async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'clr-folder-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

const [A, B] = ['eu-west-1_aaaaaaaaa', 'eu-west-1_bbbbbbbbb'];
const EMPTY = 'LogConfigurations: []\n';
const POLICY =
  'Select: {}\nLogConfigurations:\n  - EventSource: userNotification\n    LogLevel: ERROR\n    CloudWatchLogsConfiguration:\n      LogGroupArn: arn:aws:logs:<region>:<accountId>:log-group:/aws/vendedlogs/errors\n';

const texts = (folder: string, { files, issues }: FolderContent): readonly string[] =>
  [...files.flatMap(({ errors }) => errors), ...issues].map((issue) =>
    formatFileIssue(issue).replaceAll(`${folder}/`, ''),
  );

test('reads pools and policies, and ignores files that are not parameters', async () => {
  const folder = await folderOf({
    [`pools/${B}.yml`]: EMPTY,
    [`pools/${A}.json`]: '{"LogConfigurations": []}',
    'pools/shop.yaml': `UserPoolId: eu-west-1_shop\n${EMPTY}`,
    'pools/README.md': '# Pools',
    'pools/.gitkeep': '',
    'pools/.eu-west-1_hidden.yaml': 'x',
    'policies/prod.yaml': POLICY,
    'README.md': '',
    'clr-settings.json': '{}',
    'package.json': '{"name": "fleet"}',
    '.github/workflows/plan.yml': 'on: push',
  });
  const content = await readFolder(folder, settings);
  expect(texts(folder, content)).toEqual([]);
  expect(content.files.map(({ kind, name }) => [kind, name])).toEqual([
    ['Policy', 'prod'],
    ['Pool', A],
    ['Pool', B],
    ['Pool', 'eu-west-1_shop'],
  ]);
});

test('names the files and folders that look like parameters, and are not read because of their names', async () => {
  const folder = await folderOf({
    [`pools/${A}.YAML`]: EMPTY,
    [`pools/${A}.yaml.bak`]: EMPTY,
    [`pools/${B}.yaml~`]: EMPTY,
    'pools/.x.yaml.swp': '',
    'pools/#x.yaml#': '',
    'pools/x.swp': '',
    'pools/LICENSE': '',
    'policies/prod.yaml.bak': POLICY,
    'policies/dev.yam': POLICY,
    'policies/test': POLICY,
    'policies/README.md': '',
    [`Pools/${B}.yaml`]: EMPTY,
    'Policies/prod.yaml': POLICY,
    'policy/prod.yaml': POLICY,
    [`us-east-1/pools/${B}.yaml`]: EMPTY,
    [`team/${B}.yaml`]: EMPTY,
    'docs/pools.md': '',
    [`.git/pools/${B}.yaml`]: EMPTY,
  });
  const content = await readFolder(folder, settings);
  expect(texts(folder, content)).toEqual([]);
  expect(content.files.map(({ name }) => name)).toEqual([A]);
  const extension = 'it is not read, because its name does not end in .yaml, .yml or .json.';
  const nested = 'it contains parameters, and is not read. Specify this folder in a command of its own.';
  expect(texts(folder, { ...content, files: [], issues: content.notRead })).toEqual([
    'Policies: it is not read, because the name of the folder must be "policies".',
    'Pools: it is not read, because the name of the folder must be "pools".',
    'policy: it is not read, because the name of the folder must be "policies".',
    `team: ${nested}`,
    `us-east-1: ${nested}`,
    `policies/dev.yam: ${extension}`,
    `policies/prod.yaml.bak: ${extension}`,
    `policies/test: ${extension}`,
    `pools/${A}.yaml.bak: ${extension}`,
  ]);
});

test('a folder whose only layout has other names is rejected with these names', async () => {
  const folder = await folderOf({ [`Pools/${B}.yaml`]: EMPTY });
  await expect(readFolder(folder, settings)).rejects.toThrow(
    /contains neither .*Pools: it is not read, because the name of the folder must be "pools"\./,
  );
});

test('reports misplaced, duplicate and unnamed files, each once', async () => {
  const folder = await folderOf({
    [`pools/${A}.yaml`]: EMPTY,
    [`pools/${A}.json`]: '{"LogConfigurations": []}',
    'pools/shop.yaml': EMPTY,
    [`pools/prod/${B}.yaml`]: EMPTY,
    [`pools/${B}.txt`]: EMPTY,
    'policies/Prod.yaml': POLICY,
    'eu-west-1_ccccccccc.yaml': EMPTY,
    'other.json': '{"LogConfigurations": []}',
  });
  await symlink('nowhere', join(folder, 'pools', 'eu-west-1_link.yaml'));
  // A subfolder that is a link, and a link to a folder above it.
  await symlink(
    await folderOf({ [`${B}.json`]: EMPTY, '.hidden.yaml': EMPTY }),
    join(folder, 'pools/prod/linked'),
  );
  await symlink('..', join(folder, 'pools/prod/above'));
  expect(texts(folder, await readFolder(folder, settings))).toEqual([
    `pools/${A}.yaml: pool ${A} has a second file, pools/${A}.json. Keep one of them.`,
    expect.stringMatching(/^pools\/eu-west-1_link\.yaml: cannot read the file: .*ENOENT/),
    'eu-west-1_ccccccccc.yaml: it contains a parameter. Move it to pools or policies.',
    'other.json: it contains a parameter. Move it to pools or policies.',
    `pools/${B}.txt: it has the name of a pool, and another extension. Rename it to .yaml or .json.`,
    `pools/prod/${B}.yaml: it is in a subfolder. Move it to pools.`,
    `pools/prod/linked/${B}.json: it is in a subfolder. Move it to pools.`,
    expect.stringMatching(/^policies\/Prod\.yaml:1:1: .*"Prod"/),
    expect.stringMatching(/^pools\/shop\.yaml: it does not name its pool\./),
  ]);
});

test('reports the errors of a file with line and column, and a pool ID that is not that of the file', async () => {
  const folder = await folderOf({
    [`pools/${A}.yaml`]: `UserPoolId: ${B}\n${EMPTY}`,
    [`pools/${B}.yaml`]: 'LogConfigurations: []\nMode: Off\n',
    'policies/all.yaml': 'Select: {}\n',
  });
  const content = await readFolder(folder, settings);
  expect(content.files.map(({ name }) => name)).toEqual(['all', A, B]);
  expect(texts(folder, content)).toEqual([
    expect.stringMatching(/^policies\/all\.yaml:1:1: LogConfigurations: missing/),
    expect.stringMatching(/^pools\/eu-west-1_aaaaaaaaa\.yaml:1:1: UserPoolId: found "eu-west-1_bbbbbbbbb"/),
    expect.stringMatching(/^pools\/eu-west-1_bbbbbbbbb\.yaml:2:1: Mode: found "Off"/),
  ]);
});

test.each([
  [{ 'README.md': '' }, '', /contains neither a folder "pools" nor a folder "policies"\.$/],
  [
    { 'README.md': '' },
    '/README.md',
    /^Cannot read the folder .*README\.md: it is not a folder \(ENOTDIR\)\.$/,
  ],
  [{}, '/missing', /^Cannot read the folder .*missing: it does not exist \(ENOENT\)\.$/],
  [{ pools: '' }, '', /^Cannot read the folder .*pools: it is not a folder \(ENOTDIR\)\.$/],
])('rejects a folder without the layout: %j%s', async (files, path, message) => {
  const folder = await folderOf(files);
  await expect(readFolder(`${folder}${path}`, settings)).rejects.toThrow(message);
});

test('accepts a folder that does not exist yet, or has no layout yet, if it is to be written', async () => {
  const folder = await folderOf({ 'README.md': '' });
  for (const name of [folder, join(folder, 'new')])
    expect(await readFolder(name, settings, 'new')).toEqual({ files: [], issues: [], notRead: [] });
});

const version = (value: string, type = 'String'): ParameterVersion => ({
  name: 'n',
  type,
  value,
  version: 3,
  at: '2026-01-01T00:00:00.000Z',
});

test('compares by meaning, and returns a parameter without a file as a deletion', async () => {
  const folder = await folderOf({
    [`pools/${A}.yaml`]: `# Name: shop\nMode: Enforce\n${EMPTY}`,
    [`pools/${B}.yaml`]: `Mode: Observe\n${EMPTY}`,
    'pools/eu-west-1_new.yaml': EMPTY,
    'pools/eu-west-1_bad.yaml': 'Mode: Observe\n',
    'pools/eu-west-1_secure.yaml': EMPTY,
    'policies/prod.yaml': POLICY,
  });
  const stored = {
    parameters: {
      Pool: new Map([
        [A, version(`{"LogConfigurations":[],"UserPoolId":"${A}","OnDelete":"Retain"}`)],
        [B, version('{"LogConfigurations":[]}')],
        ['eu-west-1_bad', version('{"LogConfigurations":[]}')],
        ['eu-west-1_gone', version('{"LogConfigurations":[]}')],
        ['eu-west-1_secret', version('AQICAH', 'SecureString')],
        ['eu-west-1_secure', version('AQICAH', 'SecureString')],
      ]),
      Policy: new Map([['old', version('{}')]]),
    },
    misnamedPolicies: [],
  };
  const changes = compareFolder(await readFolder(folder, settings), stored, settings);
  expect(changes.map(({ kind, name, step, stored: found }) => [kind, name, step, found?.version])).toEqual([
    ['Policy', 'old', 'Delete', 3],
    ['Policy', 'prod', 'Create', undefined],
    ['Pool', A, 'Unchanged', 3],
    ['Pool', 'eu-west-1_bad', 'Invalid', 3],
    ['Pool', B, 'Update', 3],
    ['Pool', 'eu-west-1_gone', 'Delete', 3],
    ['Pool', 'eu-west-1_new', 'Create', undefined],
    // It was never exported, so it is not deleted either.
    ['Pool', 'eu-west-1_secret', 'Unchanged', 3],
    ['Pool', 'eu-west-1_secure', 'Invalid', 3],
  ]);
  expect(changes.find(({ name }) => name === B)?.wanted).toBe(
    '{\n  "Mode": "Observe",\n  "LogConfigurations": []\n}',
  );
});

const json = (value: unknown): string => JSON.stringify(value);
const group = (arn: string) => ({
  EventSource: 'userNotification',
  LogLevel: 'ERROR',
  CloudWatchLogsConfiguration: { LogGroupArn: arn },
});
const ARN = 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/errors';

test.each([
  [
    'a log group with and without :*',
    { LogConfigurations: [group(ARN)] },
    { LogConfigurations: [group(`${ARN}:*`)] },
    true,
  ],
  ['a default', { LogConfigurations: [] }, { LogConfigurations: [], Mode: 'Enforce', Inherit: null }, true],
  ['another mode', { LogConfigurations: [] }, { LogConfigurations: [], Mode: 'Observe' }, false],
  ['an invalid value in another order', { a: 1, Mode: 'x' }, { Mode: 'x', a: 1, $schema: 'y' }, true],
  ['an invalid and a valid value', { LogConfigurations: [], a: 1 }, { LogConfigurations: [] }, false],
])('pools: %s', (_, a, b, expected) => {
  for (const mode of ['Enforce', 'Observe'] as const)
    expect(sameMeaning({ kind: 'Pool', name: A }, json(a), json(b), { ...settings, mode })).toBe(expected);
});

test.each([
  [
    'the default rollout and the order of IDs',
    { Select: { Ids: [A, B] } },
    { Select: { Ids: [B, A] }, Priority: 100, Rollout: { Waves: [1, '10%', '100%'] } },
    true,
  ],
  ['another description', { Select: {} }, { Select: {}, Description: 'All pools' }, false],
  ['another rollout', { Select: {} }, { Select: {}, Rollout: { Waves: ['100%'] } }, false],
])('policies: %s', (_, a, b, expected) => {
  const of = (value: object): string => json({ ...value, LogConfigurations: [group(ARN)] });
  expect(sameMeaning({ kind: 'Policy', name: 'prod' }, of(a), of(b), settings)).toBe(expected);
});

test('writes the name as a comment, and the keys in one order', () => {
  const text = json({
    OnDelete: 'Clear',
    other: 1,
    LogConfigurations: [{ LogLevel: 'ERROR', EventSource: 'userNotification' }],
    UserPoolId: A,
  });
  const { extension, text: file } = fileText('Pool', text, 'shop\nprod');
  expect(extension).toBe('yaml');
  expect(file).toBe(
    `# Name: shop\\u000aprod\nUserPoolId: ${A}\nLogConfigurations:\n  - EventSource: userNotification\n    LogLevel: ERROR\nOnDelete: Clear\nother: 1\n`,
  );
  expect(withCurrentName(file, '$& next')).toMatch(/^# Name: \$& next\nUserPoolId/);
  expect(withCurrentName(file, undefined)).toBe(file);
  expect(withCurrentName('# mine\na: 1', 'shop')).toBe('# mine\na: 1');
});

test.each(['not JSON', '{"a": 1, "a": 2}', '{"a": 1e999}', ''])(
  'writes a text without a YAML form unchanged to JSON: %s',
  (text) => {
    expect(fileText('Pool', text, 'shop')).toEqual({ extension: 'json', text: `${text}\n` });
  },
);

test('writes a new file, and rejects one that exists with another extension', async () => {
  const folder = join(await folderOf({}), 'new');
  const one = { kind: 'Pool', name: A, value: '{"LogConfigurations":[]}', poolName: 'shop' } as const;
  const path = await writeParameterFile(folder, one);
  expect(await readFile(path, 'utf8')).toBe(`# Name: shop\n${EMPTY}`);
  await expect(writeParameterFile(folder, one)).rejects.toThrow(/already exists/);
  await writeFile(join(folder, 'pools', `${B}.json`), '{}');
  await expect(writeParameterFile(folder, { ...one, name: B })).rejects.toThrow(/bbb\.json already exists/);
});

test.each(['update', 'rename', 'orphan'] as const)(
  'the export leaves a file unchanged that was edited after the comparison (%s)',
  async (action) => {
    const folder = await folderOf({ 'pools/a.yaml': `\uFEFF${EMPTY}` });
    const file = join(folder, 'pools/a.yaml');
    const decision = {
      kind: 'Pool',
      name: A,
      file,
      action,
      text: 'new',
      differences: [],
      reasons: [],
    } as const;
    const edited = await carryOut({ ...decision, seen: `${EMPTY}# before\n` }, true);
    expect(edited).toMatchObject({
      result: 'failed',
      reasons: [
        'The file was changed after it was compared, and is left unchanged.',
        'Run the export again.',
      ],
    });
    expect(await readFile(file, 'utf8')).toBe(`\uFEFF${EMPTY}`);
    expect((await carryOut({ ...decision, seen: EMPTY }, true)).result).not.toBe('failed');
    expect((await carryOut({ ...decision, seen: EMPTY }, true)).result).toBe('failed');
  },
);

test('the export does not create a second file when another process created one', async () => {
  const folder = await folderOf({ [`pools/${A}.yml`]: EMPTY });
  const file = join(folder, `pools/${A}.yaml`);
  const decision = {
    kind: 'Pool',
    name: A,
    file,
    action: 'create',
    text: EMPTY,
    differences: [],
    reasons: [],
  } as const;
  expect(await carryOut(decision, false)).toMatchObject({
    result: 'failed',
    reasons: [
      expect.stringContaining('.yml already exists'),
      expect.stringContaining('Run the export again.'),
    ],
  });
});

test('the export reports a file that is not readable, and never removes it as one without a parameter', () => {
  const found = { kind: 'Pool', name: A, file: 'a.yaml', errors: [], warnings: [] } as const;
  const change = { ...found, step: 'Invalid' } as const;
  expect(decideFile('fleet', change, { ...found, content: undefined }, undefined, settings).action).toBe(
    'fail',
  );
  expect(decideFile('fleet', change, undefined, undefined, settings).action).toBe('orphan');
});
