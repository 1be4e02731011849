import type { Difference } from '../../lib/domain/difference.ts';
import type { Terminal } from './terminal.ts';

/**
 * A difference as people know it. A value that does not fit beside its name stands below it.
 *
 *     + userAuthEvents.LogLevel: "INFO"
 *     ~ userNotification.CloudWatchLogsConfiguration.LogGroupArn:
 *         - "arn:…:old"
 *         + "arn:…:new"
 */
export function differenceLines(
  differences: readonly Difference[],
  { colours, width = Number.POSITIVE_INFINITY }: Pick<Terminal, 'colours' | 'width'>,
): readonly string[] {
  const oneValue = (sign: string, path: string, value: string): readonly string[] => {
    const line = `${sign} ${path}: ${quoted(value)}`;
    return line.length <= width ? [line] : [`${sign} ${path}:`, `    ${quoted(value)}`];
  };
  return differences.flatMap(({ path, before, after }) => {
    if (before === undefined) return oneValue('+', path, after ?? '').map(colours.green);
    if (after === undefined) return oneValue('-', path, before).map(colours.red);
    return [
      colours.yellow(`~ ${path}:`),
      colours.red(`    - ${quoted(before)}`),
      colours.green(`    + ${quoted(after)}`),
    ];
  });
}

const quoted = (value: string): string => JSON.stringify(value);

export const indented = (lines: readonly string[], by = 4): readonly string[] =>
  lines.map((line) => `${' '.repeat(by)}${line}`);
