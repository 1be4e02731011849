import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node } from 'yaml';
import { duplicateIssue } from '../../lib/domain/parameter/json-text.ts';
import { formatPath, type Place, type ValidationIssue } from '../../lib/domain/validation-issue.ts';

type Path = readonly (string | number)[];

interface Visit {
  readonly document: Document.Parsed;
  readonly issues: ValidationIssue[];
  placeOf(offset: number): Place;
}

/**
 * Returns the errors that the YAML parser does not report, or not with every place: duplicate keys (also `1` and `"1"`,
 * which are one key in JSON), keys that are not text, and aliases without an anchor or inside of it. Recursive, so the
 * document must not be too deep.
 */
export function structureIssues(
  document: Document.Parsed,
  placeOf: (offset: number) => Place,
): readonly ValidationIssue[] {
  const visit: Visit = { document, issues: [], placeOf };
  visitNode(document.contents, [], new Set(), visit);
  return visit.issues;
}

function visitNode(node: unknown, path: Path, ancestors: ReadonlySet<unknown>, visit: Visit): void {
  if (isAlias(node)) {
    const target = node.resolve(visit.document);
    if (target === undefined)
      report(visit, path, node, `the alias *${node.source} without its anchor before it`);
    else if (ancestors.has(target))
      report(visit, path, node, `the alias *${node.source} inside of its own anchor`);
    return;
  }
  const inside = new Set([...ancestors, node]);
  if (isSeq(node))
    for (const [at, item] of node.items.entries()) visitNode(item, [...path, at], inside, visit);
  if (!isMap(node)) return;
  const first = new Map<string, Place>();
  for (const { key, value } of node.items) {
    if (!isScalar(key)) {
      // {{ template }} is a map whose key is a map.
      if (node.flow && isMap(key)) report(visit, path, node, 'text in {{ }}', RESOLVED);
      else report(visit, path, isNode(key) ? key : node, 'a key that is not text');
      continue;
    }
    if (key.value === '<<') report(visit, [...path, '<<'], key, 'a merge key', MERGED);
    const name = String(key.value ?? '');
    const place = visit.placeOf(key.range?.[0] ?? 0);
    const before = first.get(name);
    if (before) visit.issues.push(duplicateIssue([...path, name], before, place));
    else first.set(name, place);
    visitNode(value, [...path, name], inside, visit);
  }
}

const CONVERTIBLE = 'YAML that can be converted to JSON';
const RESOLVED = 'the value itself, for example an ARN, because references are not resolved';
const MERGED = 'the keys themselves, because YAML 1.2 does not have merge keys';

function report(
  { issues, placeOf }: Visit,
  path: Path,
  node: Node,
  found: string,
  expected = CONVERTIBLE,
): void {
  const place = placeOf(node.range?.[0] ?? 0);
  issues.push({ path: formatPath(path), found, expected, place });
}
