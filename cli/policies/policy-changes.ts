import type { ValueDifference } from '../../lib/domain/difference.ts';
import { readJson } from '../../lib/domain/parameter/json-text.ts';

/** The text of a version of a policy. */
interface PolicyValue {
  readonly value: string;
}

/**
 * Returns the members that differ between two versions of a policy. The entries of `LogConfigurations` are compared by event
 * source. A text that is not JSON counts as empty.
 */
export function policyChanges(
  before: PolicyValue | undefined,
  after: PolicyValue | undefined,
): readonly ValueDifference[] {
  const [from, to] = [membersOf(before), membersOf(after)];
  const paths = [...new Set([...from.keys(), ...to.keys()])];
  return paths
    .map((path) => ({ path, before: from.get(path), after: to.get(path) }))
    .filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.after));
}

function membersOf(version: PolicyValue | undefined): ReadonlyMap<string, unknown> {
  if (version === undefined) return new Map();
  const json = readJson(version.value);
  return json.kind === 'Broken' ? new Map() : new Map(flatten('', json.value));
}

function flatten(path: string, value: unknown): readonly (readonly [string, unknown])[] {
  if (value === null) return [];
  if (Array.isArray(value) && value.some((one) => typeof one === 'object'))
    return value.flatMap((one, at) => flatten(entryPath(path, one, at), one));
  if (typeof value === 'object' && !Array.isArray(value)) {
    const members = Object.entries(value);
    // `Select: {}` selects every pool.
    if (members.length === 0) return [[path, {}]];
    return members.flatMap(([key, member]) => flatten(path === '' ? key : `${path}.${key}`, member));
  }
  return [[path, value]];
}

function entryPath(path: string, entry: unknown, at: number): string {
  const source = typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'EventSource') : undefined;
  return typeof source === 'string' && path === 'LogConfigurations' ? source : `${path}[${at}]`;
}
