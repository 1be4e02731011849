import { members, type ObservedConfiguration } from './log-configuration.ts';

/** One member that differs. `path` is `<EventSource>.<member>`; undefined means that it is not set. */
export interface Difference {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** A difference of a parameter, in which a value can be any JSON, for example `200` or `["shop-*"]`. */
export interface ValueDifference {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Returns the differences between `before` and `after`. The order of the entries does not matter. */
export function difference(
  before: readonly ObservedConfiguration[],
  after: readonly ObservedConfiguration[],
): readonly Difference[] {
  const from = flatten(before);
  const to = flatten(after);
  const paths = [...new Set([...from.keys(), ...to.keys()])].sort();
  return paths
    .map((path) => ({ path, before: from.get(path), after: to.get(path) }))
    .filter((member) => member.before !== member.after);
}

export const sameConfiguration = (
  a: readonly ObservedConfiguration[],
  b: readonly ObservedConfiguration[],
): boolean => difference(a, b).length === 0;

/** Returns the difference as text: `userAuthEvents.LogLevel: "INFO" → "ERROR"`. */
export const formatDifference = ({ path, before, after }: ValueDifference): string =>
  `${path}: ${quoted(before)} → ${quoted(after)}`;

const quoted = (value: unknown): string =>
  value === undefined ? '(not set)' : typeof value === 'string' ? `"${value}"` : JSON.stringify(value);

function flatten(entries: readonly ObservedConfiguration[]): Map<string, string> {
  const values = new Map<string, string>();
  for (const entry of entries)
    for (const [member, value] of members(entry)) values.set(`${entry.EventSource}.${member}`, value);
  return values;
}
