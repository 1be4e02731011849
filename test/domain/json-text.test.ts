import { readJson } from '../../lib/domain/parameter/json-text.ts';
import { parseParameter } from '../../lib/domain/parameter/parse.ts';
import { formatIssue } from '../../lib/domain/validation-issue.ts';
import { POOL, parameter, settings, toLogGroup } from '../support/situation.ts';

const issuesOf = (text: string): readonly string[] => {
  const desired = parseParameter(parameter(text), POOL, settings);
  return desired.kind === 'Invalid' ? desired.issues.map(formatIssue) : [];
};
const entry = JSON.stringify(toLogGroup());
const one = `{"LogConfigurations":[${entry}]}`;

describe('a duplicate key', () => {
  test('does not clear a pool: the text with a second, empty LogConfigurations is rejected', () => {
    expect(issuesOf(`{"LogConfigurations":[${entry}],\n "LogConfigurations":[]}`)).toEqual([
      'LogConfigurations: duplicate key: first at line 1, column 2, again at line 2, column 2. Remove one of them.',
    ]);
  });

  test.each([
    ['with equal values', '{"Mode":1,"Mode":1}', ['Mode: 2 11']],
    ['in a list element', '{"a":[{"b":1,"b":2}]}', ['a[0].b: 8 14']],
    ['in an object that a later member replaces', '{"a":{"b":1,"b":2},"a":3}', ['a.b: 7 13', 'a: 2 20']],
    ['below an unknown key', '[[{"x":{"y":{"z":1,"z":2}}}]]', ['[0][0].x.y.z: 14 20']],
    ['that is there three times', '{"a":1,"a":2,"a":3}', ['a: 2 8', 'a: 2 14']],
    ['that is equal only after its escapes are read', '{"Mode":1,"\\u004dode":2}', ['Mode: 2 11']],
    ['__proto__', '{"__proto__":1,"__proto__":2}', ['__proto__: 2 16']],
    ['constructor', '{"constructor":1,"constructor":2}', ['constructor: 2 18']],
    ['that is empty', '{"":1,"":2}', ['"": 2 7']],
    ['with a colon and a bracket in a string', '{"a":":[{","a":"\\":"}', ['a: 2 12']],
    ['with an invisible character', '{"a\u200b":1,"a\u200b":2}', ['"a\\u200b": 2 9']],
    ['that is a number in an object', '{"0":1,"0":2}', ['0: 2 8']],
  ])('%s is rejected with both places', (_, text, expected) => {
    const shown = issuesOf(text).map((issue) =>
      issue.replace(
        /duplicate key: first at line 1, column (\d+), again at line 1, column (\d+)\..*/,
        '$1 $2',
      ),
    );
    expect(shown).toEqual(expected);
  });

  test.each([
    '{"a":{"b":1},"b":2}',
    '[{"a":1},{"a":1}]',
    '{"a":1,"A":2}',
    '{"a":"b\\":","b":1}',
    '{"__proto__":1}',
  ])('is not found in %s', (text) => {
    expect(issuesOf(text).join()).not.toContain('duplicate');
    expect(readJson(text)).toMatchObject({ kind: 'Read', value: JSON.parse(text) });
  });
});

describe('a byte order mark', () => {
  test('is removed before the value', () => {
    expect(issuesOf(`\ufeff${one}`)).toEqual([]);
  });

  test('is named in any other place', () => {
    const expected =
      'found U+FEFF (byte order mark). Expected only spaces, tabs and line ends between the parts of JSON.';
    expect(issuesOf(`\ufeff\ufeff${one}`)).toEqual([`Parameter value (line 1, column 1): ${expected}`]);
    expect(issuesOf(`\n\ufeff${one}`)).toEqual([`Parameter value (line 2, column 1): ${expected}`]);
    expect(issuesOf(`${one}\ufeff`)).toEqual([
      `Parameter value (line 1, column ${one.length + 1}): ${expected}`,
    ]);
  });
});

test.each([
  ['', 1, 1, 'found an empty value. Expected JSON with LogConfigurations'],
  [' \r\n\t', 1, 1, 'found an empty value. Expected JSON with LogConfigurations'],
  ['{"a":1,}', 1, 8, 'found "}". Expected no comma before "}"'],
  ['{"a":[1,\n]}', 2, 1, 'found "]". Expected no comma before "]"'],
  ['{"a" 1}', 1, 6, 'found "1". Expected a colon after the key'],
  ['{"a":1 "b":2}', 1, 8, 'found "\\"". Expected a comma or the end of the object or list'],
  ['{"a":', 1, 6, 'found the end of the value. Expected a value'],
  ['{"a":[1', 1, 8, 'found the end of the value. Expected a comma or ]'],
  ['{"a":1', 1, 7, 'found the end of the value. Expected a comma or }'],
  ['{"a":1}}', 1, 8, 'found "}". Expected the end of the value'],
  ['{"a":1} // x', 1, 9, 'found "/". Expected JSON without comments'],
  ['{"a":/* x */1}', 1, 6, 'found "/". Expected JSON without comments'],
  ["{'a':1}", 1, 2, 'found "\'". Expected straight double quotes (")'],
  ['{\u201ca\u201d:1}', 1, 2, 'found "\u201c". Expected straight double quotes (")'],
  ['{a:1}', 1, 2, 'found "a". Expected a key in double quotes'],
  ['{"b":1, a : 1}', 1, 9, 'found "a". Expected a key in double quotes'],
  [
    '{"a":True}',
    1,
    6,
    'found "True". Expected a value: text in double quotes, a number, true, false, null, an object or a list',
  ],
  [
    '{"a":"x\ny"}',
    1,
    6,
    'found text without a closing quote. Expected a double quote at the end of the text, on the same line',
  ],
  [
    '{"a":"x\ty"}',
    1,
    8,
    'found U+0009 (tab). Expected an escape such as \\t instead of the control character',
  ],
  ['{"a":"x\\\\\\y"}', 1, 10, 'found "\\\\y". Expected an escape that JSON knows, for example \\n or \\\\'],
  ['{"a":"\\u12"}', 1, 7, 'found "\\\\u". Expected four hexadecimal digits after \\u'],
  ['{"a":1.}', 1, 6, 'found "1.". Expected a digit'],
  [
    '\u00ff\u00fe{',
    1,
    1,
    'found "\u00ff". Expected a value: text in double quotes, a number, true, false, null, an object or a list',
  ],
  [
    'file://pool.json',
    1,
    1,
    'found "file://pool.json". Expected a value: text in double quotes, a number, true, false, null, an object or a list',
  ],
  [
    '{"a":\u00a01}',
    1,
    6,
    'found U+00A0 (no-break space). Expected only spaces, tabs and line ends between the parts of JSON',
  ],
  [
    '{"a":1,\u2028"b":2}',
    1,
    8,
    'found U+2028 (line separator). Expected only spaces, tabs and line ends between the parts of JSON',
  ],
  [
    '\u200b{}',
    1,
    1,
    'found U+200B (zero-width space). Expected only spaces, tabs and line ends between the parts of JSON',
  ],
  [
    '{}\u000b',
    1,
    3,
    'found U+000B (invisible character). Expected only spaces, tabs and line ends between the parts of JSON',
  ],
  [
    '{\u{e0041}}',
    1,
    2,
    'found U+E0041 (invisible character). Expected only spaces, tabs and line ends between the parts of JSON',
  ],
  [
    'LogConfigurations:\n  - x',
    1,
    1,
    'found "LogConfigurations". Expected JSON. The value is YAML: clr put converts a YAML file to JSON',
  ],
  [
    'resource "aws_cognito_log_delivery_configuration" "x" {}',
    1,
    1,
    'found "resource". Expected JSON. The value is Terraform code: use jsonencode, with the keys of SetLogDeliveryConfiguration',
  ],
])('rejects the text %j with its place and a reason in plain words', (text, line, column, reason) => {
  expect(() => JSON.parse(text)).toThrow();
  expect(issuesOf(text)).toEqual([`Parameter value (line ${line}, column ${column}): ${reason}.`]);
});

test('rejects a long text in a time that is linear in its length', () => {
  const begun = performance.now();
  expect(readJson('"\\'.repeat(250_000)).kind).toBe('Broken');
  expect(readJson(`{${'"a":1,'.repeat(20_000)}"a":1}`).kind).toBe('Broken');
  expect(performance.now() - begun).toBeLessThan(5000);
});

test('returns the place of a key, of a list element, and of the parent of a missing value', () => {
  const read = readJson('{\n "a": [\n  5,\n  {"b": 1}]}');
  if (read.kind === 'Broken') throw new Error('not read');
  expect(read.place([])).toEqual({ line: 1, column: 1 });
  expect(read.place(['a'])).toEqual({ line: 2, column: 2 });
  expect(read.place(['a', 0])).toEqual({ line: 3, column: 3 });
  expect(read.place(['a', 1, 'b'])).toEqual({ line: 4, column: 4 });
  expect(read.place(['a', 1, 'c'])).toEqual({ line: 4, column: 3 });
});

test.each([
  ['after a text without a closing quote', `["\n${'['.repeat(100_000)}`],
  ['after a comment', `/*" */${'['.repeat(100_000)}`],
  ['after brackets that close nothing', `[${'}'.repeat(50_000)},${'['.repeat(50_000)}`],
  ['between brackets that do not match', '[}'.repeat(50_000)],
])('rejects many opening brackets %s, and does not overflow the stack', (_, text) => {
  const read = readJson(text);
  expect(read).toMatchObject({ kind: 'Broken', issues: [{ place: { line: expect.any(Number) } }] });
});
