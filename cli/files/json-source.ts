import { findNodeAtLocation, type Node as JsonNode, type ParseError, parseTree } from 'jsonc-parser';
import type { Path, Place, Source } from './source.ts';

/** Deeper than any valid parameter, and below the depth that overflows the stack of a parser. */
const MAX_DEPTH = 100;

/** Parses strict JSON: no comments, trailing commas or duplicate keys. The service uses the last duplicate. */
export function jsonSource(text: string): Source {
  const deep = tooDeep(text);
  if (deep !== undefined)
    return { kind: 'Broken', place: placeIn(text, deep), why: `nested deeper than ${MAX_DEPTH} levels` };
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first || tree === undefined)
    return { kind: 'Broken', place: placeIn(text, first?.offset ?? 0), why: messageOf(text) };
  const duplicate = duplicateKey(tree);
  if (duplicate) {
    const why = `duplicate key ${JSON.stringify(duplicate.value)}`;
    return { kind: 'Broken', place: placeIn(text, duplicate.offset), why };
  }
  return {
    kind: 'Read',
    value: JSON.parse(text),
    place: (path) => placeIn(text, nearestJson(tree, path).offset),
  };
}

/** Returns the offset at which the nesting exceeds MAX_DEPTH. Ignores brackets in strings. */
function tooDeep(text: string): number | undefined {
  let depth = 0;
  for (const { 0: part, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{]|[\]}]/g)) {
    if (part === '[' || part === '{') depth += 1;
    else if (part === ']' || part === '}') depth -= 1;
    if (depth > MAX_DEPTH) return index;
  }
  return undefined;
}

function duplicateKey(node: JsonNode): JsonNode | undefined {
  const children = node.children ?? [];
  if (node.type === 'object') {
    const seen = new Set<unknown>();
    for (const { children: [key] = [] } of children) {
      if (key && seen.has(key.value)) return key;
      seen.add(key?.value);
    }
  }
  for (const child of children) {
    const found = duplicateKey(child);
    if (found) return found;
  }
  return undefined;
}

/** Returns the key of a member or the element of a list. A missing value has the place of its parent. */
function nearestJson(tree: JsonNode, path: Path): JsonNode {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (node === undefined) continue;
    const parent = node.parent;
    return parent?.type === 'property' ? (parent.children?.[0] ?? node) : node;
  }
  return tree;
}

function messageOf(text: string): string {
  try {
    JSON.parse(text);
    return 'not valid JSON';
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // The place shows the position and the text, so they are removed from the message.
    return message
      .replace(/ in JSON at position \d+.*$/s, '')
      .replace(/, (\.\.\.)?".*is not valid JSON$/s, '');
  }
}

function placeIn(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
