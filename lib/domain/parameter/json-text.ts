import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import { formatPath, type Place, type ValidationIssue } from '../validation-issue.ts';
import { syntaxIssue } from './syntax-issue.ts';
import { placesIn, withoutByteOrderMark } from './text.ts';

/** A JSON value and the places of its parts, or the reasons why the text is not accepted. */
export type JsonText =
  | { readonly kind: 'Read'; readonly value: unknown; place(path: readonly (string | number)[]): Place }
  | { readonly kind: 'Broken'; readonly issues: readonly ValidationIssue[] };

/** Deeper than any valid parameter, and below the depth that overflows the stack of a parser. */
export const MAX_JSON_DEPTH = 100;

/**
 * Parses the text of a parameter. The service and `clr` both use this function, so that they accept the same texts:
 * strict JSON without duplicate keys, after an optional byte order mark. `JSON.parse` decides and returns the value.
 * jsonc-parser finds the places, so it runs only for an error or when a place is read.
 */
export function readJson(given: string): JsonText {
  const text = withoutByteOrderMark(given);
  const placeOf = placesIn(text);
  const { tooDeepAt, members } = scan(text);
  if (tooDeepAt !== undefined) return { kind: 'Broken', issues: [depthIssue(placeOf(tooDeepAt))] };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'Broken', issues: [syntaxIssue(text)] };
  }
  // JSON.parse keeps the last member of a key, so a value with fewer members than the text has duplicate keys.
  if (memberCount(value) < members) return { kind: 'Broken', issues: duplicateIssues(treeOf(text), placeOf) };
  let tree: Node | undefined;
  return {
    kind: 'Read',
    value,
    place: (path) => {
      tree ??= treeOf(text);
      return placeOf(nearestNode(tree, path)?.offset ?? 0);
    },
  };
}

export const depthIssue = (place: Place): ValidationIssue => ({
  path: '',
  found: `a value that is nested deeper than ${MAX_JSON_DEPTH} levels`,
  expected: 'an object with LogConfigurations, as in SetLogDeliveryConfiguration',
  place,
});

/** Returns where the nesting exceeds MAX_JSON_DEPTH, and the number of colons outside of strings. */
function scan(text: string): { readonly tooDeepAt: number | undefined; readonly members: number } {
  let depth = 0;
  let members = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') inString = !inString;
    else if (inString) at += character === '\\' ? 1 : 0;
    else if (character === ':') members += 1;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth = Math.max(0, depth - 1);
    if (depth > MAX_JSON_DEPTH) return { tooDeepAt: at, members };
  }
  return { tooDeepAt: undefined, members };
}

function memberCount(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const children: readonly unknown[] = Object.values(value);
  const own = Array.isArray(value) ? 0 : children.length;
  return children.reduce<number>((sum, child) => sum + memberCount(child), own);
}

const treeOf = (text: string): Node | undefined => parseTree(text, [], { disallowComments: true });

/** Returns one issue for each member whose key is already in the same object. */
function duplicateIssues(
  tree: Node | undefined,
  placeOf: (offset: number) => Place,
): readonly ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  const visit = (node: Node, path: readonly (string | number)[]): void => {
    const first = new Map<string, Place>();
    for (const [at, child] of (node.children ?? []).entries()) {
      const [key, value] = child.type === 'property' ? (child.children ?? []) : [undefined, child];
      const name = key ? String(key.value) : at;
      if (key) {
        const before = first.get(String(name));
        const place = placeOf(key.offset);
        if (before) issues.push(duplicateIssue([...path, name], before, place));
        else first.set(String(name), place);
      }
      if (value) visit(value, [...path, name]);
    }
  };
  if (tree) visit(tree, []);
  return issues;
}

export const duplicateIssue = (
  path: readonly (string | number)[],
  first: Place,
  place: Place,
): ValidationIssue => ({
  path: formatPath(path),
  found: 'a duplicate key',
  expected: 'each key once',
  message:
    `duplicate key: first at line ${first.line}, column ${first.column}, again at line ${place.line}, ` +
    `column ${place.column}. Remove one of them.`,
  place,
});

/** Returns the key of a member or the element of a list. A missing value has the place of its parent. */
function nearestNode(tree: Node | undefined, path: readonly (string | number)[]): Node | undefined {
  for (let length = path.length; tree && length > 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (node === undefined) continue;
    const parent = node.parent;
    return parent?.type === 'property' ? (parent.children?.[0] ?? node) : node;
  }
  return tree;
}
