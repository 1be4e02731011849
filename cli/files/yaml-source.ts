import {
  Composer,
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  Parser,
} from 'yaml';
import { depthIssue, MAX_JSON_DEPTH, readJson } from '../../lib/domain/parameter/json-text.ts';
import type { Place, ValidationIssue } from '../../lib/domain/validation-issue.ts';
import type { Path, Source } from './source.ts';
import { ALIASES, EMPTY, severalDocuments, yamlSyntaxIssue } from './yaml-issue.ts';
import { structureIssues } from './yaml-structure.ts';

/**
 * A value that JSON does not have, such as a set, binary data or a date, is an error, also in a file with `%YAML 1.1`,
 * which would otherwise change what `yes`, `0777` and `<<` mean.
 */
const YAML_1_2 = { schema: 'core', resolveKnownTags: false } as const;

/** Parses YAML with one document, without duplicate keys, and no deeper than JSON may be. */
export function yamlSource(text: string): Source {
  const lines = new LineCounter();
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const tooDeepAt = offsetTooDeep(tokens);
  if (tooDeepAt !== undefined) return broken(depthIssue(placeOf(tooDeepAt)));
  const composer = new Composer({ ...YAML_1_2, lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const documents = [...composer.compose(tokens)].filter((one) => !isEmpty(one));
  const [document, second] = documents;
  if (document === undefined) return broken(EMPTY);
  const [first] = [...document.errors, ...document.warnings];
  if (first) return broken(yamlSyntaxIssue(text, first, placeOf(first.pos[0])));
  if (second) return broken(severalDocuments(documents.length, placeOf(second.range[0])));
  const issues = structureIssues(document, placeOf);
  if (issues.length > 0) return broken(...issues);
  const value = plainValue(document);
  if (value === undefined) return broken(ALIASES);
  // Aliases can make a deep value of a flat text.
  if (readJson(JSON.stringify(value.value)).kind === 'Broken') return broken(depthIssue(placeOf(0)));
  return {
    kind: 'Read',
    value: value.value,
    place: (path) => placeOf(nearestYaml(document, path)?.range?.[0] ?? 0),
  };
}

const broken = (...issues: readonly ValidationIssue[]): Source => ({ kind: 'Broken', issues });

/** A document without content, for example after a `---` at the end of the file. */
const isEmpty = ({ contents, errors }: Document.Parsed): boolean =>
  errors.length === 0 && isScalar(contents) && contents.value === null && contents.source === '';

interface Token {
  readonly offset?: number;
  readonly value?: unknown;
  readonly items?: readonly { readonly key?: unknown; readonly value?: unknown }[];
}
const isToken = (value: unknown): value is Token => typeof value === 'object' && value !== null;

/**
 * Returns where the nesting exceeds MAX_JSON_DEPTH. It reads the tokens of the parser without recursion: to compose
 * thousands of nested lists overflows the stack, which ends the process in some versions of Node.js.
 */
function offsetTooDeep(tokens: readonly unknown[]): number | undefined {
  const open: { readonly token: unknown; readonly depth: number }[] = tokens.map((token) => ({
    token,
    depth: 0,
  }));
  for (let next = open.pop(); next; next = open.pop()) {
    const { token } = next;
    if (!isToken(token)) continue;
    const depth = next.depth + (token.items ? 1 : 0);
    if (depth > MAX_JSON_DEPTH) return token.offset ?? 0;
    for (const { key, value } of token.items ?? []) open.push({ token: key, depth }, { token: value, depth });
    open.push({ token: token.value, depth });
  }
  return undefined;
}

/** Converts the document to a JSON value. Returns undefined for aliases that expand too far. */
function plainValue(document: Document.Parsed): { readonly value: unknown } | undefined {
  try {
    const value: unknown = document.toJS();
    return JSON.stringify(value) === undefined ? undefined : { value };
  } catch {
    return undefined;
  }
}

function nearestYaml(document: Document.Parsed, path: Path): Node | undefined {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const name = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find(({ key }) => (isScalar(key) ? String(key.value) : '') === String(name));
      if (isPair(pair) && isNode(pair.key)) return pair.key;
    }
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node)) return node;
  }
  return document.contents ?? undefined;
}
