import { type ParseError, parseTree } from 'jsonc-parser';
import { nameOfInvisible } from '../invisible.ts';
import { formatValue, type ValidationIssue } from '../validation-issue.ts';
import { isTerraform, placesIn } from './text.ts';

/** Returns the first error in a text that is not valid JSON. The text does not depend on the version of Node.js. */
export function syntaxIssue(text: string): ValidationIssue {
  if (/^[ \t\r\n]*$/.test(text))
    return { path: '', found: 'an empty value', expected: 'JSON with LogConfigurations', place: START };
  const errors: TextError[] = [];
  const parsed = text.slice(0, tooManyBracketsAt(text));
  parseTree(parsed, errors, { disallowComments: true });
  const first = errors[0] ?? { error: UNKNOWN_ERROR, offset: 0, length: 1 };
  // An unquoted key is two errors, of which the second is the useful one.
  const isKey =
    errors[1]?.error === KEY_EXPECTED &&
    /^[ \t]*$/.test(text.slice(first.offset + first.length, errors[1].offset));
  const error = isKey ? KEY_EXPECTED : first.error;
  const offset = offsetOf(text, first);
  return {
    path: '',
    found: error === UNCLOSED ? 'text without a closing quote' : foundAt(text, offset),
    expected: otherLanguage(text) ?? expectedFor(error, text, offset),
    place: placesIn(text)(offset),
  };
}

/**
 * Returns the offset of the bracket that is one too many for a parser that calls itself for each bracket; otherwise
 * undefined. Brackets in texts and after errors count too, because the parser can read them as brackets.
 */
function tooManyBracketsAt(text: string): number | undefined {
  let brackets = 0;
  for (const { index } of text.matchAll(/[[{]/g)) {
    brackets += 1;
    if (brackets > MAX_BRACKETS) return index;
  }
  return undefined;
}

/** Node.js 20 overflows its stack at more than 5,000. */
const MAX_BRACKETS = 1_000;

/** An error of jsonc-parser, whose `const enum` of codes cannot be imported. */
type TextError = Omit<ParseError, 'error'> & { readonly error: number };

const START = { line: 1, column: 1 };
const UNKNOWN_ERROR = 0;
const KEY_EXPECTED = 3;
const UNCLOSED = 12;

const EXPECTED: Readonly<Record<number, string>> = {
  1: 'a value: text in double quotes, a number, true, false, null, an object or a list',
  2: 'a number such as 1 or 1.5',
  3: 'a key in double quotes',
  4: 'a value',
  5: 'a colon after the key',
  6: 'a comma or the end of the object or list',
  7: 'a comma or }',
  8: 'a comma or ]',
  9: 'the end of the value',
  10: 'JSON without comments',
  11: 'JSON without comments',
  12: 'a double quote at the end of the text, on the same line',
  13: 'a digit',
  14: 'four hexadecimal digits after \\u',
  15: 'an escape that JSON knows, for example \\n or \\\\',
  16: 'an escape such as \\t instead of the control character',
};
const VALUE_EXPECTED = [1, 3, 4];
const INVALID_ESCAPES = [14, 15];
const INVALID_CHARACTER = 16;

/** Returns the place of the character that is wrong. jsonc-parser reports the place of the whole string. */
function offsetOf(text: string, { error, offset, length }: TextError): number {
  const part = text.slice(offset, offset + length);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON does not allow them in a string.
  if (error === INVALID_CHARACTER) return offset + Math.max(0, part.search(/[\u0000-\u001f]/));
  if (!INVALID_ESCAPES.includes(error)) return offset;
  for (const { 0: sequence, index } of part.matchAll(/\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}|.|$)/gs))
    if (!/^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})$/.test(sequence)) return offset + index;
  return offset;
}

/** Returns the word, the character or the name of the invisible character at an offset. */
export function foundAt(text: string, offset: number): string {
  const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  if (offset >= text.length) return 'the end of the value';
  const word = /^(?:[\w$.-]+(?::\/[\w/.:-]*)?|\\.)/s.exec(text.slice(offset, offset + 40));
  return nameOfInvisible(character) ?? formatValue(word ? word[0] : character);
}

function expectedFor(error: number, text: string, offset: number): string {
  const character = text[offset] ?? '';
  const expected = EXPECTED[error] ?? 'JSON';
  if (nameOfInvisible(String.fromCodePoint(text.codePointAt(offset) ?? 0x20)) && error !== INVALID_CHARACTER)
    return 'only spaces, tabs and line ends between the parts of JSON';
  if (/[\u2018-\u201f'`]/.test(character)) return 'straight double quotes (")';
  const isAfterComma = /,[ \t\r\n]*$/.test(text.slice(0, offset)) && (character === '}' || character === ']');
  return VALUE_EXPECTED.includes(error) && isAfterComma ? `no comma before "${character}"` : expected;
}

/** Returns what to do about a text in a language that is often pasted instead of JSON. */
function otherLanguage(text: string): string | undefined {
  if (isTerraform(text))
    return 'JSON. The value is Terraform code: use jsonencode, with the keys of SetLogDeliveryConfiguration';
  if (/^\s*(?:---|#|%YAML|- |[\w$]+:(?:\s|$))/.test(text))
    return 'JSON. The value is YAML: clr put converts a YAML file to JSON';
  return undefined;
}
