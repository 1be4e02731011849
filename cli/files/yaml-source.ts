import { type Document, isMap, isNode, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { Path, Place, Source } from './source.ts';

export function yamlSource(text: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const [first] = document.errors;
  if (first) return { kind: 'Broken', place: placeOf(first.pos[0]), why: first.message };
  const [warning] = document.warnings;
  if (warning) return { kind: 'Broken', place: placeOf(warning.pos[0]), why: warning.message };
  const value = plainValue(document);
  if (value.kind === 'Broken') return { ...value, place: placeOf(0) };
  return {
    kind: 'Read',
    value: value.value,
    place: (path) => placeOf(nearestYaml(document, path)?.range?.[0] ?? 0),
  };
}

/** Converts the document to a JSON value. An alias that contains itself or expands too far is an error. */
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
