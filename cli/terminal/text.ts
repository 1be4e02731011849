/** Returns `1 pool`, `2 pools`. */
export const pluralize = (count: number, noun: string, plural = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : plural}`;

const MAX_SAMPLE = 5;

/** Returns the first names of a list of `total` names: `a, b, c, d, e and 7 more`. */
export const formatSample = (names: readonly string[], total: number): string =>
  `${names.slice(0, MAX_SAMPLE).join(', ')}${total > MAX_SAMPLE ? ` and ${total - MAX_SAMPLE} more` : ''}`;

/** Returns `Write 2 parameters and delete 1 parameter?` without the parts whose number is 0. */
export function countedQuestion(
  parts: readonly (readonly [verb: string, count: number, noun: string])[],
): string {
  const text = parts
    .filter(([, count]) => count > 0)
    .map(([verb, count, noun]) => `${verb} ${pluralize(count, noun)}`)
    .join(' and ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}?`;
}

/** Counts each value, in the order of the first occurrence: `2 InSync, 1 Rejected`. */
export function formatCounts(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => `${count} ${value}`).join(', ');
}

export const indent = (lines: readonly string[], by = 4): readonly string[] =>
  lines.map((line) => `${' '.repeat(by)}${line}`);
