import { boundReasons } from '../../lib/domain/decide/bounded-reasons.ts';
import { nameOfInvisible, showInvisible, showInvisibleInLines } from '../../lib/domain/invisible.ts';
import { formatIssue, formatPath, formatValue } from '../../lib/domain/validation-issue.ts';

const INVISIBLE: readonly (readonly [string, string, string])[] = [
  ['a zero-width space', '\u200b', '\\u200b'],
  ['a zero-width joiner', '\u200d', '\\u200d'],
  ['a soft hyphen', '\u00ad', '\\u00ad'],
  ['a word joiner', '\u2060', '\\u2060'],
  ['an invisible operator', '\u2063', '\\u2063'],
  ['a no-break space', '\u00a0', '\\u00a0'],
  ['a narrow no-break space', '\u202f', '\\u202f'],
  ['an ideographic space', '\u3000', '\\u3000'],
  ['an em space', '\u2003', '\\u2003'],
  ['a byte order mark', '\ufeff', '\\ufeff'],
  ['a line separator', '\u2028', '\\u2028'],
  ['a paragraph separator', '\u2029', '\\u2029'],
  ['a right-to-left override', '\u202e', '\\u202e'],
  ['a right-to-left isolate', '\u2067', '\\u2067'],
  ['an Arabic letter mark', '\u061c', '\\u061c'],
  ['a Mongolian vowel separator', '\u180e', '\\u180e'],
  ['a combining grapheme joiner', '\u034f', '\\u034f'],
  ['a Hangul filler', '\u3164', '\\u3164'],
  ['a blank braille pattern', '\u2800', '\\u2800'],
  ['a variation selector', '\ufe0f', '\\ufe0f'],
  ['an escape character', '\u001b', '\\u001b'],
  ['a delete character', '\u007f', '\\u007f'],
  ['a C1 control character', '\u009b', '\\u009b'],
  ['a next line', '\u0085', '\\u0085'],
  ['a private character', '\ue000', '\\ue000'],
  ['a noncharacter', '\uffff', '\\uffff'],
  ['a single surrogate', '\ud800', '\\ud800'],
  ['a tag character', '\u{e0041}', '\\udb40\\udc41'],
];

test.each(INVISIBLE)('shows %s as an escape in every text', (_, character, shown) => {
  expect(showInvisible(`a${character}b`)).toBe(`a${shown}b`);
  expect(showInvisibleInLines(`a\n\t${character}b`)).toBe(`a\n\t${shown}b`);
  expect(formatValue(`a${character}b`)).toBe(`"a${shown}b"`);
  expect(JSON.parse(formatValue(`a${character}b`))).toBe(`a${character}b`);
  expect(formatPath(['LogConfigurations', 0, `a${character}b`])).toBe(`LogConfigurations[0]."a${shown}b"`);
  const issue = { path: '', found: formatValue({ [character]: [character] }), expected: 'text' };
  expect(formatIssue(issue)).toBe(`Parameter value: found {"${shown}":["${shown}"]}. Expected text.`);
  expect(boundReasons([`Cognito: ${character}`])).toEqual([`Cognito: ${shown}`]);
  expect(nameOfInvisible(character)).toMatch(/^U\+[0-9A-F]{4,5} \(/);
});

test('keeps visible text unchanged', () => {
  for (const text of ['Grüße, 日本語 and \u{1f600}', 'e\u0301', 'arn:aws:s3:::a', '→ … "x"', '']) {
    expect(showInvisible(text)).toBe(text);
    expect(showInvisibleInLines(`${text}\n\t${text}`)).toBe(`${text}\n\t${text}`);
  }
  expect(nameOfInvisible('a')).toBeUndefined();
  expect(nameOfInvisible(' ')).toBeUndefined();
});

test('shows line feeds and tabs of a single line as escapes', () => {
  expect(showInvisible('a\n\tb\r')).toBe('a\\u000a\\u0009b\\u000d');
  expect(showInvisibleInLines('a\r\n')).toBe('a\\u000d\n');
});

test('names an invisible character in the part of a long value that is left out', () => {
  const long = 'x'.repeat(200);
  expect(formatValue(long)).toBe(`"${'x'.repeat(159)}…`);
  expect(formatValue(`${long}\u2060`)).toBe(`"${'x'.repeat(159)}… (with \\u2060)`);
  expect(formatValue(`${'x'.repeat(157)}\u2060`)).toContain('(with \\u2060)');
  expect(formatValue(`\u2060${long}`)).toBe(`"\\u2060${'x'.repeat(153)}…`);
});

test('shows a number that JSON cannot write', () => {
  expect(formatValue(Number.POSITIVE_INFINITY)).toBe('"Infinity"');
  expect(formatValue([Number.NaN])).toBe('["NaN"]');
});
