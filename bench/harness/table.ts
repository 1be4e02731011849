import { cpus } from 'node:os';

/** Prints a line with the title and the environment, then a Markdown table with right-aligned values. */
export function printTable(
  title: string,
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): void {
  const line = (accountRegions: readonly (string | number)[]) => `| ${accountRegions.join(' | ')} |`;
  const rule = head.map((_, at) => (at === 0 ? '---' : '---:'));
  const { length: cores } = cpus();
  process.stdout.write(
    [
      `${title} Node ${process.version}, ${cores} cores, ${new Date().toISOString().slice(0, 10)}.`,
      '',
      line(head),
      line(rule),
      ...rows.map(line),
      '',
      '',
    ].join('\n'),
  );
}

export const fixed = (value: number, digits = 2): string => value.toFixed(digits);
export const percent = (part: number, whole: number): string =>
  `${(whole === 0 ? 0 : (100 * part) / whole).toFixed(1)} %`;

export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
