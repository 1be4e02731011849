import { members, type ObservedConfiguration } from './log-configuration.ts';

/** One member that differs. `path` is `<EventSource>.<member>`; undefined means the member is not there. */
export interface Difference {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What turns `before` into `after`; empty when they say the same, in whatever order their entries stand. */
export function difference(
  before: readonly ObservedConfiguration[],
  after: readonly ObservedConfiguration[],
): readonly Difference[] {
  const from = flat(before);
  const to = flat(after);
  const paths = [...new Set([...from.keys(), ...to.keys()])].sort();
  return paths
    .map((path) => ({ path, before: from.get(path), after: to.get(path) }))
    .filter((one) => one.before !== one.after);
}

export const sameConfiguration = (
  a: readonly ObservedConfiguration[],
  b: readonly ObservedConfiguration[],
): boolean => difference(a, b).length === 0;

/** One difference as a person reads it: `userAuthEvents.LogLevel: "INFO" → "ERROR"`. */
export const formatDifference = ({ path, before, after }: Difference): string =>
  `${path}: ${quoted(before)} → ${quoted(after)}`;

const quoted = (value: string | undefined): string => (value === undefined ? '(not set)' : `"${value}"`);

function flat(entries: readonly ObservedConfiguration[]): Map<string, string> {
  const all = new Map<string, string>();
  for (const entry of entries)
    for (const [member, value] of members(entry)) all.set(`${entry.EventSource}.${member}`, value);
  return all;
}
