import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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

test('reports a duplicate key at its second place, at any depth, with both places', () => {
  const twice = '{"LogConfigurations": [],\n "Mode": "Observe",\n "Mode": "Enforce"}';
  expect(errorsOf('x.json', twice)).toEqual([
    'x.json:3:2: Mode: duplicate key: first at line 2, column 2, again at line 3, column 2. Remove one of them.',
  ]);
  expect(errorsOf('x.json', '{"LogConfigurations": [{"LogLevel": "INFO", "LogLevel": "ERROR"}]}')).toEqual([
    'x.json:1:45: LogConfigurations[0].LogLevel: duplicate key: first at line 1, column 25, again at line 1, column 45. Remove one of them.',
  ]);
  expect(errorsOf('x.json', '{"LogConfigurations": [], "a": {"LogConfigurations": 1}}')[0]).not.toContain(
    'duplicate key',
  );
});

const DEEP = 'Parameter value: found a value that is nested deeper than 100 levels.';
const explosion = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[at]}`).join()}]`).join('\n')}`;
const brackets = (inner: string): string => `${'['.repeat(60)}${inner}${']'.repeat(60)}`;
const deepAliases = `a: &a ${brackets('1')}\nb: ${brackets('*a')}`;

test.each([
  ['x.json', '['.repeat(20_000), `x.json:1:101: ${DEEP}`],
  ['x.json', `{"a": ${'['.repeat(200)}${']'.repeat(200)}}`, `x.json:1:106: ${DEEP}`],
  ['x.yaml', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`, `x.yaml:1:103: ${DEEP}`],
  ['x.yaml', '[{a: '.repeat(20_000), `x.yaml:1:251: ${DEEP}`],
  ['x.yaml', `${'- '.repeat(5000)}x`, `x.yaml:1:201: ${DEEP}`],
  [
    'x.yaml',
    Array.from({ length: 300 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
    `x.yaml:101:101: ${DEEP}`,
  ],
  ['x.yaml', deepAliases, `x.yaml:1:1: ${DEEP}`],
  [
    'x.yaml',
    explosion,
    'x.yaml:1:1: Parameter value: found aliases (*) that expand to a very large value. Expected YAML in which',
  ],
  [
    'x.yaml',
    'LogConfigurations: &a [*a]',
    'x.yaml:1:24: LogConfigurations[0]: found the alias *a inside of its own anchor. Expected YAML that can be converted to JSON.',
  ],
  ['x.yaml', 'Mode: *m', 'x.yaml:1:7: Mode: found the alias *m without its anchor before it.'],
  [
    'x.yaml',
    'LogConfigurations: !!foo []',
    'x.yaml:1:20: Parameter value: found the tag !!foo. Expected the value itself, for example an ARN, because tags are not resolved.',
  ],
  ['x.yaml', 'Mode: !Sub "${a}"', 'x.yaml:1:7: Parameter value: found the tag !Sub.'],
  [
    'x.yaml',
    'Mode: !GetAtt Logs.Arn',
    'x.yaml:1:7: Parameter value: found the tag !GetAtt. Expected the value itself',
  ],
  ['x.yaml', 'Mode: !Ref Logs', 'x.yaml:1:7: Parameter value: found the tag !Ref. Expected the value itself'],
  [
    'x.yaml',
    'Mode: !Join ["", [a]]',
    'x.yaml:1:7: Parameter value: found the tag !Join. Expected the value itself',
  ],
  [
    'x.yaml',
    'Mode: !!binary aGVsbG8=',
    'x.yaml:1:7: Parameter value: found the tag !!binary. Expected the value itself',
  ],
  [
    'x.yaml',
    '%YAML 1.1\n---\nMode: !!binary aGVsbG8=',
    'x.yaml:3:7: Parameter value: found the tag !!binary. Expected the value itself',
  ],
  [
    'x.yaml',
    'LogConfigurations: !!set {a}',
    'x.yaml:1:20: Parameter value: found the tag !!set. Expected the value itself',
  ],
  [
    'x.yaml',
    '%YAML 1.1\n---\nLogConfigurations: !!omap [a: 1]',
    'x.yaml:3:20: Parameter value: found the tag !!omap. Expected the value itself',
  ],
  [
    'x.yaml',
    'Mode: !!timestamp 2026-01-01',
    'x.yaml:1:7: Parameter value: found the tag !!timestamp. Expected the value itself',
  ],
  [
    'x.yaml',
    'Mode: !!bool yes',
    'x.yaml:1:7: Parameter value: found the tag !!bool. Expected the value itself',
  ],
  ['x.yaml', 'Mode: {{ mode }}', 'x.yaml:1:7: Mode: found text in {{ }}. Expected the value itself'],
  [
    'x.yaml',
    'LogConfigurations: []\n<<: {Mode: Observe}',
    'x.yaml:2:1: "<<": found a merge key. Expected the keys themselves, because YAML 1.2 does not have merge keys.',
  ],
  ['x.yaml', '%YAML 1.1\n---\n<<: x', 'x.yaml:3:1: "<<": found a merge key.'],
  [
    'x.yaml',
    'a: &a *b',
    'x.yaml:1:7: Parameter value: found "*". Expected an alias without an anchor or a tag.',
  ],
  [
    'x.yaml',
    'a: *',
    'x.yaml:1:4: Parameter value: found "*". Expected the name of an anchor after the * or &.',
  ],
  [
    'x.yaml',
    '%YAML 3.0\n---\na: 1',
    'x.yaml:1:7: Parameter value: found "3.0". Expected YAML 1.2 without this directive.',
  ],
  ['x.yaml', 'resource "x" "y" {\n}', 'x.yaml:1:1: Parameter value: found Terraform code. Use jsonencode'],
  ['x.yaml', '? [a]\n: 1', 'x.yaml:1:3: Parameter value: found a key that is not text.'],
  ['x.yaml', '', 'x.yaml:1:1: Parameter value: found an empty value. Expected YAML with LogConfigurations.'],
  ['x.yaml', '# only a comment\n---\n', 'x.yaml:1:1: Parameter value: found an empty value.'],
  [
    'x.yaml',
    'LogConfigurations: []\n---\nMode: x\n',
    'x.yaml:2:1: Parameter value: found 2 YAML documents. Expected one document, because a file contains the parameter of one pool.',
  ],
  [
    'x.yaml',
    'a: 1\na: 2',
    'x.yaml:2:1: a: duplicate key: first at line 1, column 1, again at line 2, column 1. Remove one of them.',
  ],
  [
    'x.yaml',
    'b: {c: [{d: 1, d: 2}]}',
    'x.yaml:1:16: b.c[0].d: duplicate key: first at line 1, column 10, again at line 1, column 16.',
  ],
  ['x.yaml', '1: a\n"1": b', 'x.yaml:2:1: "1": duplicate key: first at line 1, column 1'.replaceAll('"', '')],
  [
    'x.yaml',
    'a:\n\tb: 1',
    'x.yaml:2:1: Parameter value: found U+0009 (tab). Expected spaces for the indentation.',
  ],
  ['x.yaml', 'a: "x', 'x.yaml:1:6: Parameter value: found the end of the value. Expected a closing quote'],
  ['x.yaml', 'a: 1\n b: 2', 'x.yaml:1:4: Parameter value: found "1". Expected each key on a line of its own'],
  [
    'x.yaml',
    'a: @x',
    'x.yaml:1:4: Parameter value: found "@". Expected quotes around a text that starts with this character.',
  ],
  [
    'x.yaml',
    'a: "\\q"',
    'x.yaml:1:5: Parameter value: found "\\\\q". Expected an escape that YAML knows, or single quotes around the text.',
  ],
  [
    'x.yaml',
    'a: &x &y 1',
    'x.yaml:1:7: Parameter value: found "&". Expected at most one anchor for each value.',
  ],
  [
    'x.yaml',
    `${'k'.repeat(2000)}: 1`,
    `x.yaml:1:1: Parameter value: found "${'k'.repeat(40)}". Expected a key with at most 1024 characters.`,
  ],
  [
    'x.yaml',
    'LogConfigurations:[]',
    'x.yaml:1:1: Parameter value: found "LogConfigurations:[]". Write a space after the colon of each key.',
  ],
])('reports one error in plain words, with its place, for an unreadable %s: %#', (name, content, error) => {
  expect(errorsOf(name, content)).toEqual([expect.stringContaining(error)]);
  expect(errorsOf(name, content)[0]).toMatch(/^x\.(json|yaml):\d+:\d+: /);
});

test('accepts YAML with aliases, a mark at its end and a byte order mark', () => {
  const group = 'arn:aws:logs:us-west-2:123456789012:log-group:x';
  const entry = `{EventSource: SOURCE, LogLevel: LEVEL, CloudWatchLogsConfiguration: DESTINATION}`;
  const first = entry.replace('SOURCE', 'userNotification').replace('LEVEL', 'ERROR');
  const second = entry.replace('SOURCE', 'userAuthEvents').replace('LEVEL', 'INFO');
  const text = `LogConfigurations:\n  - ${first.replace('DESTINATION', `&d {LogGroupArn: '${group}'}`)}\n  - ${second.replace('DESTINATION', '*d')}\n`;
  for (const content of [text, `---\n${text}`, `${text}...\n`, `${text}---\n`, `\ufeff${text}`])
    expect(errorsOf('x.yaml', content)).toEqual([]);
});

test.each([
  ['yes', '"yes"'],
  ['0777', '777'],
  ['2026-01-01', '"2026-01-01"'],
  ['.inf', '"Infinity"'],
  ['12:30:00', '"12:30:00"'],
])('reads %s in YAML as YAML 1.2 does, also with the directive of YAML 1.1', (given, found) => {
  for (const directive of ['', '%YAML 1.1\n---\n'])
    expect(errorsOf('x.yaml', `${directive}LogConfigurations: []\nMode: ${given}`)).toEqual([
      expect.stringContaining(`Mode: found ${found}. Expected "Enforce" or "Observe".`),
    ]);
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
  ['x.json', '{"LogConfigurations": [],}', /^x\.json:1:26: .*Expected no comma before "}"\.$/],
  ['x.json', "{'LogConfigurations': []}", /^x\.json:1:2: /],
  ['x.json', '{"LogConfigurations": [] // none\n}', /^x\.json:1:26: /],
  ['x.json', '', /^x\.json:1:1: /],
  ['x.yaml', 'LogConfigurations: [', /^x\.yaml:1:2\d: /],
  ['x.yaml', 'LogConfigurations: []\nLogConfigurations: []\n', /^x\.yaml:2:1: .*duplicate key/],
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

test('validate checks a policy: in a folder policies, or with Select; the file has the name of the policy', async () => {
  const entry = notifications('<userPoolName>');
  const write = async (name: string, content: object) => {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), JSON.stringify(content));
  };
  await write('policies/prod.json', { Select: {}, LogConfigurations: [entry] });
  await write('policies/none.json', { LogConfigurations: [entry] });
  await write('Shop_1.json', { Select: { Name: ['x'] }, LogConfigurations: [entry] });
  const files = ['policies/prod.json', 'policies/none.json', 'Shop_1.json'];
  const ended = await clr(['validate', ...files], { cwd: folder });
  expect(ended.code).toBe(1);
  expect(ended.stdout).not.toContain('prod.json');
  expect(ended.stdout).toMatch(/^policies\/none\.json:1:1: Select: /m);
  expect(ended.stdout).toMatch(/^Shop_1\.json:1:1: .*the name of the policy/m);
  expect(ended.stdout).toContain('Did you mean "Names"?');
});

test('validate checks all files in a folder and its subfolders, as policies in policies and as parameters in pools', async () => {
  const entry = notifications('/aws/vendedlogs/x');
  const write = async (name: string, content: object | string) => {
    await mkdir(join(folder, name, '..'), { recursive: true });
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    await writeFile(join(folder, name), text);
  };
  await write('fleet/policies/teams/prod.yml', { Select: {}, LogConfigurations: [entry] });
  await write('fleet/policies/shop.json', { LogConfigurations: [entry] });
  await write('fleet/pools/us-west-2_one.json', { LogConfigurations: [entry] });
  await write('fleet/pools/us-west-2_two.yaml', { Select: {}, LogConfigurations: [entry] });
  await write('fleet/policy.schema.json', {});
  await write('fleet/clr-settings.json', {});
  await write('fleet/README.md', 'No parameter.');
  await write('fleet/.git/x.json', '{');
  await write('fleet/node_modules/x.json', '{');
  const ended = await clr(['validate', 'fleet', '--account', '123456789012'], { cwd: folder });
  expect(ended).toMatchObject({ code: 1, stderr: 'Found 2 errors in 2 of 4 files.\n' });
  expect(ended.stdout.split('\n')).toEqual([
    expect.stringMatching(/^fleet\/policies\/shop\.json:1:1: Select: /),
    expect.stringMatching(/^fleet\/pools\/us-west-2_two\.yaml:1:2: Select: /),
    '',
  ]);
  await mkdir(join(folder, 'empty'));
  const none = await clr(['validate', 'empty', '--account', '123456789012'], { cwd: folder });
  expect(none).toMatchObject({
    code: 1,
    stdout:
      'empty: the folder contains no JSON or YAML file. Specify a folder with files .json, .yaml or .yml.\n',
  });
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
  [['validate'], 64, /Missing required argument 'file'/],
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
  expect(Object.keys(schema.properties)).toEqual([
    '$schema',
    'UserPoolId',
    'LogConfigurations',
    'Mode',
    'OnDelete',
    'Inherit',
  ]);
  expect(schema.required).toEqual(['LogConfigurations']);
  const policy = JSON.parse(await readFile(join(folder, 'config/policy.schema.json'), 'utf8'));
  expect(policy).toMatchObject({ title: 'Log delivery policy for user pools' });
  expect(policy.required).toEqual(['Select', 'LogConfigurations']);
  const again = await clr(['init', 'config'], { cwd: folder });
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('add --force') });
  expect((await clr(['init', 'config', '--force'], { cwd: folder })).code).toBe(0);
});

test('prints a stack trace only with --verbose', async () => {
  const failing = ['validate', '--settings', 'nowhere.json', '-'];
  expect((await clr(failing)).stderr).not.toContain(' at ');
  expect((await clr([...failing, '--verbose'])).stderr).toContain(' at ');
});

test('validate reports each file that is not readable as one error, and checks the others', async () => {
  const file = (name: string, content: string | Buffer) => writeFile(join(folder, name), content);
  await file('mark.json', '\ufeff{"LogConfigurations": []}');
  await file('marks.json', '\ufeff\ufeff{"LogConfigurations": []}');
  await file('utf16.json', Buffer.from('\ufeff{"LogConfigurations": []}', 'utf16le'));
  await file('utf16.yaml', Buffer.from('LogConfigurations: []', 'utf16le'));
  await file('latin1.json', Buffer.from('{"Mode": "\u00e4"}', 'latin1'));
  await file('large.json', Buffer.alloc(1_000_001, ' '));
  await file('wrong.json', '{"LogConfigurations": 1}');
  await mkdir(join(folder, 'folder.json'));
  const names = ['nowhere.json', 'mark.json', 'utf16.json', 'utf16.yaml', 'latin1.json', 'large.json'];
  const all = [...names, 'folder.json', 'mark.json/x', 'wrong.json', 'marks.json'];
  const ended = await clr(['validate', ...all, '--account', '123456789012'], { cwd: folder });
  expect(ended).toMatchObject({ code: 1, stderr: 'Found 9 errors in 9 of 10 files.\n' });
  expect(ended.stdout.split('\n')).toEqual([
    expect.stringMatching(
      /^nowhere\.json: cannot read the file: it does not exist \(ENOENT\)\. Specify a JSON or YAML file/,
    ),
    expect.stringMatching(
      /^utf16\.json: cannot read the file: it is not UTF-8 text but UTF-16, .* -Encoding utf8 FILE$/,
    ),
    expect.stringMatching(
      /^utf16\.yaml: cannot read the file: it is not UTF-8 text: it contains null characters\. /,
    ),
    expect.stringMatching(/^latin1\.json: cannot read the file: it is not UTF-8 text\. /),
    expect.stringMatching(/^large\.json: cannot read the file: it is larger than 1 MB\. /),
    expect.stringMatching(/^folder\.json: the folder contains no JSON or YAML file\. /),
    expect.stringMatching(
      /^mark\.json\/x: cannot read the file: a part of its path is not a folder \(ENOTDIR\)\. /,
    ),
    'wrong.json:1:2: LogConfigurations: found 1. Expected a list of 0 to 2 entries.',
    expect.stringMatching(/^marks\.json:1:1: Parameter value: found U\+FEFF \(byte order mark\)\. /),
    '',
  ]);
  const json = await clr(['validate', 'nowhere.json', 'mark.json', '-o', 'json'], { cwd: folder });
  expect(json.code).toBe(1);
  expect(JSON.parse(json.stdout).files).toEqual([
    {
      file: 'nowhere.json',
      errors: [expect.objectContaining({ path: '', file: 'nowhere.json' })],
      warnings: [],
    },
    { file: 'mark.json', errors: [], warnings: [] },
  ]);
});

test('removes $schema and members that are null from the text for Parameter Store, and keeps the rest of a JSON file', () => {
  const list = '"LogConfigurations": []';
  const text = (name: string, content: string) => parameterFile(name, content).text;
  expect(text('x.json', `{\n  "$schema": "./s.json",\n  ${list}\n}\n`)).toBe(`{\n  ${list}\n}`);
  expect(JSON.parse(text('x.json', `{${list}, "$schema": null}`))).toEqual({ LogConfigurations: [] });
  expect(text('x.json', `{\n  ${list},\n  "$schema": "x"\n}`)).toBe(`{\n  ${list}\n}`);
  expect(text('x.json', `{"Mode": "Observe", "$schema": "x", ${list}}`)).toBe(`{"Mode": "Observe", ${list}}`);
  // Members that are null are not stored, because version 0.1 rejects them.
  expect(JSON.parse(text('x.json', '{"Mode":null,"a":[{"b":null,"c":1},null]}'))).toEqual({
    a: [{ c: 1 }, null],
  });
  expect(JSON.parse(text('x.yaml', 'Mode: ~\na: 1'))).toEqual({ a: 1 });
  expect(JSON.parse(text('x.json', `{"$schema": "x"}`))).toEqual({});
  expect(text('x.yaml', '$schema: ./s.json\nLogConfigurations: []')).toBe('{\n  "LogConfigurations": []\n}');
  expect(text('x.json', `\ufeff {${list}}\r\n`)).toBe(`{${list}}`);
  expect(errorsOf('x.json', `{"$schema": "./s.json", ${list}}`)).toEqual([]);
  expect(errorsOf('x.yaml', '$schema: ./s.json\nLogConfigurations: []')).toEqual([]);
  expect(errorsOf('x.json', `{"$comment": "x", ${list}}`)).toEqual([
    'x.json:1:2: $comment: unknown key. Known keys: UserPoolId, LogConfigurations, Mode, OnDelete, Inherit.',
  ]);
});

test('keeps an invisible character at the end of a file, so that the stored text is the checked one', () => {
  expect(parameterFile('x.json', '{}\u00a0\n').text).toBe('{}\u00a0');
  expect(errorsOf('x.json', '{"LogConfigurations": []}\u00a0')).toEqual([
    'x.json:1:26: Parameter value: found U+00A0 (no-break space). Expected only spaces, tabs and line ends between the parts of JSON.',
  ]);
});
