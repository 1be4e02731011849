import { findNodeAtLocation, type Node as JsonNode, type ParseError, parseTree } from 'jsonc-parser';
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml';

/** Where in a file, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export type Path = readonly (string | number)[];

/** A file's content, and where its parts stand. */
export type Source =
  | { readonly kind: 'Read'; readonly value: unknown; place(path: Path): Place }
  | { readonly kind: 'Broken'; readonly place: Place; readonly why: string };

/** Deeper than any parameter, and than a reader's stack is deep. */
const DEEPEST = 100;

/** JSON, strictly: no comments, no commas too many, no key twice, of which the service would take the last. */
export function jsonSource(text: string): Source {
  const deep = tooDeep(text);
  if (deep !== undefined) return { kind: 'Broken', place: placeIn(text, deep), why: 'nested too deep' };
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first || tree === undefined)
    return { kind: 'Broken', place: placeIn(text, first?.offset ?? 0), why: messageOf(text) };
  const twice = keyTwice(tree);
  if (twice) {
    const why = `the key ${JSON.stringify(twice.value)} stands here twice`;
    return { kind: 'Broken', place: placeIn(text, twice.offset), why };
  }
  return {
    kind: 'Read',
    value: JSON.parse(text),
    place: (path) => placeIn(text, nearestJson(tree, path).offset),
  };
}

/** Where brackets are nested too deep, those in strings apart. */
function tooDeep(text: string): number | undefined {
  let depth = 0;
  for (const { 0: part, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{]|[\]}]/g)) {
    if (part === '[' || part === '{') depth += 1;
    else if (part === ']' || part === '}') depth -= 1;
    if (depth > DEEPEST) return index;
  }
  return undefined;
}

function keyTwice(node: JsonNode): JsonNode | undefined {
  const children = node.children ?? [];
  if (node.type === 'object') {
    const seen = new Set<unknown>();
    for (const { children: [key] = [] } of children) {
      if (key && seen.has(key.value)) return key;
      seen.add(key?.value);
    }
  }
  for (const child of children) {
    const found = keyTwice(child);
    if (found) return found;
  }
  return undefined;
}

/** A member's place is its key's, an element's its own; of what is not there, that of what should hold it. */
function nearestJson(tree: JsonNode, path: Path): JsonNode {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (node === undefined) continue;
    const holder = node.parent;
    return holder?.type === 'property' ? (holder.children?.[0] ?? node) : node;
  }
  return tree;
}

function messageOf(text: string): string {
  try {
    JSON.parse(text);
    return 'no JSON';
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    // What stands there is shown by the place.
    return said.replace(/ in JSON at position \d+.*$/s, '').replace(/, (\.\.\.)?".*is not valid JSON$/s, '');
  }
}

function placeIn(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

export function yamlSource(text: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const [first] = document.errors;
  if (first) return { kind: 'Broken', place: placeOf(first.pos[0]), why: first.message };
  const [doubt] = document.warnings;
  if (doubt) return { kind: 'Broken', place: placeOf(doubt.pos[0]), why: doubt.message };
  const value = plainValue(document);
  if (value.kind === 'Broken') return { ...value, place: placeOf(0) };
  return {
    kind: 'Read',
    value: value.value,
    place: (path) => placeOf(nearestYaml(document, path)?.range?.[0] ?? 0),
  };
}

/** What JSON can hold: no alias of itself, and none that multiplies without end. */
function plainValue(
  document: Document.Parsed,
): { readonly kind: 'Read'; readonly value: unknown } | { readonly kind: 'Broken'; readonly why: string } {
  try {
    const value: unknown = document.toJS();
    JSON.stringify(value);
    return { kind: 'Read', value };
  } catch (error) {
    const [why = 'not readable'] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { kind: 'Broken', why };
  }
}

function nearestYaml(document: Document.Parsed, path: Path): Node | undefined {
  for (let length = path.length; length > 0; length--) {
    const holder = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const name = path[length - 1];
    if (isMap(holder)) {
      const pair = holder.items.find(({ key }) => (isScalar(key) ? String(key.value) : '') === String(name));
      if (isPair(pair) && isNode(pair.key)) return pair.key;
    }
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node)) return node;
  }
  return document.contents ?? undefined;
}
