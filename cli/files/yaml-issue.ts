import type { YAMLError } from 'yaml';
import { foundAt } from '../../lib/domain/parameter/syntax-issue.ts';
import type { Place, ValidationIssue } from '../../lib/domain/validation-issue.ts';

const START: Place = { line: 1, column: 1 };

export const EMPTY: ValidationIssue = {
  path: '',
  found: 'an empty value',
  expected: 'YAML with LogConfigurations',
  place: START,
};

export const ALIASES: ValidationIssue = {
  path: '',
  found: 'aliases (*) that expand to a very large value',
  expected: 'YAML in which you write such a value in full',
  place: START,
};

export const severalDocuments = (count: number, place: Place): ValidationIssue => ({
  path: '',
  found: `${count} YAML documents`,
  expected: 'one document, because a file contains the parameter of one pool',
  place,
});

const SAME_INDENTATION = 'each key on a line of its own, with the same indentation as the keys beside it';
const NO_TAGS = 'the value itself, for example an ARN, because tags are not resolved';
const CLOSED = 'a closing quote, a closing bracket or a comma before this place';

type YamlErrorCode = YAMLError['code'];

/** Words for the errors of the YAML parser. An error without an entry is `valid YAML`. */
const EXPECTED: Partial<Record<YamlErrorCode, string>> = {
  ALIAS_PROPS: 'an alias without an anchor or a tag',
  BAD_ALIAS: 'the name of an anchor after the * or &',
  BAD_COLLECTION_TYPE: NO_TAGS,
  BAD_DIRECTIVE: 'YAML 1.2 without this directive',
  BAD_DQ_ESCAPE: 'an escape that YAML knows, or single quotes around the text',
  BAD_INDENT: 'the same indentation as in the lines before, and a ] or } for each [ or {',
  BAD_SCALAR_START: 'quotes around a text that starts with this character',
  BLOCK_AS_IMPLICIT_KEY: SAME_INDENTATION,
  KEY_OVER_1024_CHARS: 'a key with at most 1024 characters',
  MISSING_CHAR: CLOSED,
  MULTILINE_IMPLICIT_KEY: SAME_INDENTATION,
  MULTIPLE_TAGS: NO_TAGS,
  MULTIPLE_ANCHORS: 'at most one anchor for each value',
  TAB_AS_INDENT: 'spaces for the indentation',
  TAG_RESOLVE_FAILED: NO_TAGS,
  UNEXPECTED_TOKEN: SAME_INDENTATION,
};

/** Converts an error of the YAML parser, in words that do not depend on its version. */
export const yamlSyntaxIssue = (text: string, { code, pos }: YAMLError, place: Place): ValidationIssue => ({
  path: '',
  found: tagAt(text, pos[0]) ?? foundAt(text, pos[0]),
  expected: EXPECTED[code] ?? 'valid YAML',
  place,
});

/** Returns the tag at an offset, for example `the tag !GetAtt`. */
function tagAt(text: string, offset: number): string | undefined {
  const tag = /^!<?[\w:.,/!-]{0,40}>?/.exec(text.slice(offset, offset + 50));
  return tag ? `the tag ${tag[0]}` : undefined;
}
