import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkFile, formatFileIssue } from '../../cli/files/check-file.ts';
import { parameterFile, poolOf } from '../../cli/files/parameter-file.ts';
import { clr, notifications } from './support/clr.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clr-files-'));
});
afterAll(() => rm(folder, { recursive: true }));

const settings = {
  account: '123456789012',
  region: 'us-west-2',
  allowedDestinations: ['arn:aws:logs:*:123456789012:log-group:*'],
  logLevelValidation: 'error',
} as const;
const errorsOf = (name: string, content: string): readonly string[] =>
  checkFile(parameterFile(name, content), undefined, settings).errors.map(formatFileIssue);

const THREE_ERRORS = `{
  "LogConfigurations": [
    { "EventSource": "userNotification", "LogLevel": "INFO",
      "CloudWatchLogsConfiguration": { "LogGroupArn": "arn:aws:logs:us-west-2:999999999999:log-group:x" } }
  ],
  "mode": "Observe"
}`;

test('reports every error of a JSON file with its place', () => {
  expect(errorsOf('x.json', THREE_ERRORS)).toEqual([
    'x.json:3:42: LogConfigurations[0].LogLevel: found "INFO". Expected "ERROR", the only level for userNotification.',
    'x.json:4:40: LogConfigurations[0].CloudWatchLogsConfiguration.LogGroupArn: found "arn:aws:logs:us-west-2:999999999999:log-group:x". Expected a log group in the pool\'s account 123456789012.',
    'x.json:6:3: mode: unknown key. Did you mean "Mode"?',
  ]);
});

test('reports the place of a key that is not a plain name, and quotes the key', () => {
  expect(errorsOf('x.json', '{"LogConfigurations": [],\n "a.b [c]": 1}')).toEqual([
    expect.stringMatching(/^x\.json:2:2: "a\.b \[c\]": unknown key\. Known keys/),
  ]);
});

test('reports a duplicate key at its second place, at any depth', () => {
  const twice = '{"LogConfigurations": [],\n "Mode": "Observe",\n "Mode": "Enforce"}';
  expect(errorsOf('x.json', twice)).toEqual([expect.stringMatching(/^x\.json:3:2: .*duplicate key "Mode"/)]);
  expect(
    errorsOf('x.json', '{"LogConfigurations": [{"LogLevel": "INFO", "LogLevel": "ERROR"}]}')[0],
  ).toContain('duplicate key');
  expect(errorsOf('x.json', '{"LogConfigurations": [], "a": {"LogConfigurations": 1}}')[0]).not.toContain(
    'duplicate key',
  );
});

test.each([
  ['x.json', '['.repeat(20_000)],
  ['x.json', `{"a": ${'['.repeat(200)}${']'.repeat(200)}}`],
  ['x.yaml', 'LogConfigurations: &a [*a]'],
  ['x.yaml', 'LogConfigurations: !!foo []'],
  [
    'x.yaml',
    `a: &a [x,x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[at]}`).join()}]`).join('\n')}`,
  ],
])('reports one error with its place for an unreadable %s: %#', (name, content) => {
  const errors = errorsOf(name, content);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(/^x\.(json|yaml):\d+:\d+: .*Expected JSON or YAML\.$/);
});

test('does not count brackets in strings as nesting', () => {
  const [error] = errorsOf('x.json', JSON.stringify({ LogConfigurations: [], a: '['.repeat(500) }));
  expect(error).toContain(': a: unknown key');
});

test('finds a {{ reference in a time that is linear in the file size', () => {
  const begun = performance.now();
  expect(errorsOf('x.json', JSON.stringify('{'.repeat(500_000))).join()).not.toContain('found {{');
  expect(errorsOf('x.json', JSON.stringify(`{{${'{'.repeat(500_000)}}}`)).join()).toContain('found {{');
  // A search that starts again at each brace took more than a minute.
  expect(performance.now() - begun).toBeLessThan(10_000);
});

test('reports every error of a YAML file with its place', () => {
  const text = `# a comment
LogConfigurations:
  - EventSource: userAuthEvents
    LogLevel: ERROR
  - EventSource: userNotification
mode: Observe
`;
  expect(errorsOf('x.yaml', text).map((error) => error.split(':').slice(0, 4).join(':'))).toEqual([
    'x.yaml:3:5: LogConfigurations[0]',
    'x.yaml:4:5: LogConfigurations[0].LogLevel',
    'x.yaml:5:5: LogConfigurations[1].LogLevel',
    'x.yaml:5:5: LogConfigurations[1]',
    'x.yaml:6:1: mode',
  ]);
});

test.each([
  ['x.json', '{"LogConfigurations": [],}', /^x\.json:1:26: .*Expected JSON or YAML\.$/],
  ['x.json', "{'LogConfigurations': []}", /^x\.json:1:2: /],
  ['x.json', '{"LogConfigurations": [] // none\n}', /^x\.json:1:26: /],
  ['x.json', '', /^x\.json:1:1: /],
  ['x.yaml', 'LogConfigurations: [', /^x\.yaml:1:2\d: /],
  ['x.yaml', 'LogConfigurations: []\nLogConfigurations: []\n', /^x\.yaml:2:1: .*unique/],
  ['-', 'LogConfigurations: 1', /^-:1:1: LogConfigurations: found 1\. Expected a list/],
  ['-', '{"LogConfigurations": 1}', /^-:1:2: LogConfigurations: found 1\. Expected a list/],
  ['x.json', '{"LogConfigurations": [], "UserPoolId": "{{ssm:x}}"}', /Expected a value without \{\{/],
  [
    'x.json',
    `{"LogConfigurations": []${' '.repeat(4096)}}`,
    /found 4121 bytes\. Expected at most 4096 bytes/,
  ],
])('reports the place of the error in %s with content %j', (name, content, expected) => {
  expect(errorsOf(name, content).join('\n')).toMatch(expected);
});

test('accepts compact JSON with adjacent closing braces', () => {
  const text = JSON.stringify({ LogConfigurations: [notifications('x')] });
  expect(errorsOf('x.json', text)).toEqual([]);
});

test.each([
  ['eu-west-1_abc.json', '{"LogConfigurations": []}', 'eu-west-1_abc'],
  ['deep/in/eu-west-1_abc.yaml', 'LogConfigurations: []', 'eu-west-1_abc'],
  ['shop.yaml', 'UserPoolId: eu-west-1_abc', 'eu-west-1_abc'],
  ['shop.yaml', 'LogConfigurations: []', undefined],
  ['-', '[', undefined],
])('reads from %s with content %j the pool %s', (name, content, pool) => {
  expect(poolOf(parameterFile(name, content))).toBe(pool);
});

test('validate exits with 1 and prints the errors, or exits with 0 and prints nothing', async () => {
  await writeFile(join(folder, 'bad.json'), THREE_ERRORS);
  const bad = await clr(['validate', 'bad.json'], { cwd: folder });
  expect(bad.code).toBe(1);
  expect(bad.stdout.split('\n').filter(Boolean)).toHaveLength(3 - 1);
  expect(bad.stderr).toContain('Found 2 errors in 1 of 1 files.\n');
  const named = await clr(['validate', '--account', '123456789012', '-'], { input: THREE_ERRORS });
  expect(named).toMatchObject({ code: 1, stderr: 'Found 3 errors in 1 of 1 files.\n' });
  const fine = await clr(['validate', '--account', '123456789012', '-'], { input: 'LogConfigurations: []' });
  expect(fine).toEqual({ code: 0, stdout: '', stderr: '1 file is valid.\n' });
});

test('validate uses the settings file of init, and options override it', async () => {
  const text = THREE_ERRORS.replace('"INFO"', '"ERROR"').replace('"mode"', '"Mode"');
  const of = {
    account: '999999999999',
    partition: 'aws',
    region: 'us-west-2',
    prefix: '/p',
    mode: 'Enforce',
  };
  const list = { allowedDestinations: ['arn:aws:logs:*'], logLevelValidation: 'error' };
  await writeFile(join(folder, 'clr-settings.json'), JSON.stringify({ ...of, ...list }));
  const run = (...args: string[]) => clr(['validate', '-', ...args], { cwd: folder, input: text });
  expect((await run()).code).toBe(0);
  const other = await run('--allow', 'arn:aws:s3:::audit', '-o', 'json');
  expect(other.code).toBe(1);
  expect(JSON.parse(other.stdout)).toMatchObject({
    version: 2,
    kind: 'Validation',
    account: '999999999999',
    region: 'us-west-2',
    files: [{ errors: [{ place: { line: 4, column: 40 } }] }],
  });
  await rm(join(folder, 'clr-settings.json'));
});

test.each([
  [['validate', 'nowhere.json'], 1, /^clr: Cannot read nowhere\.json \(ENOENT[^\n]*\)\.\n {2}[^\n]+\n$/],
  [['validate'], 64, /missing required argument 'file'/],
  [['validate', '-o', 'xml', '-'], 64, /Allowed choices are table, json/],
  [['validate', '--settings', 'nowhere.json', '-'], 1, /^clr: Cannot read nowhere\.json\.\n/],
])('clr %j exits with %d', async (args, code, message) => {
  const ended = await clr(args);
  expect(ended.code).toBe(code);
  expect(ended.stderr).toMatch(message);
});

test('init writes a valid example and a schema that contains every key', async () => {
  const made = await clr(['init', 'config'], { cwd: folder });
  expect(made).toMatchObject({ code: 0, stdout: '' });
  expect(made.stderr).toMatch(/Next:\n {2}clr validate config\/parameter\.example\.yaml\n {2}clr put /);
  expect((await clr(['validate', 'config/parameter.example.yaml'], { cwd: folder })).code).toBe(0);
  const schema = JSON.parse(await readFile(join(folder, 'config/parameter.schema.json'), 'utf8'));
  expect(Object.keys(schema.properties)).toEqual(['UserPoolId', 'LogConfigurations', 'Mode', 'OnDelete']);
  expect(schema.required).toEqual(['LogConfigurations']);
  const again = await clr(['init', 'config'], { cwd: folder });
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('add --force') });
  expect((await clr(['init', 'config', '--force'], { cwd: folder })).code).toBe(0);
});

test('prints a stack trace only with --verbose', async () => {
  expect((await clr(['validate', 'nowhere.json'])).stderr).not.toContain(' at ');
  expect((await clr(['validate', 'nowhere.json', '--verbose'])).stderr).toContain(' at ');
});

test.each([
  ['begins with a byte order mark', Buffer.from('\ufeff{"LogConfigurations": []}'), 0, ''],
  ['is UTF-16', Buffer.from('\ufeff{"LogConfigurations": []}', 'utf16le'), 1, 'is not UTF-8 text'],
  ['is larger than 1 MB', Buffer.alloc(1_000_001, ' '), 1, 'is larger than 1 MB'],
])('validate handles a file that %s', async (_, content, code, message) => {
  const path = join(folder, 'odd.json');
  await writeFile(path, content);
  const ended = await clr(['validate', path, '--account', '123456789012']);
  expect(ended.code).toBe(code);
  expect(ended.stderr).toContain(message);
});
