import type { ValueDifference } from '../../lib/domain/difference.ts';
import { showInvisible } from '../../lib/domain/invisible.ts';
import type { TerminalStyle } from './terminal.ts';

/**
 * Formats differences as diff lines. A value that does not fit on the line of its name is on the next line.
 *
 *     + userAuthEvents.LogLevel: "INFO"
 *     ~ userNotification.CloudWatchLogsConfiguration.LogGroupArn:
 *         - "arn:…:old"
 *         + "arn:…:new"
 */
export function differenceLines(
  differences: readonly ValueDifference[],
  { colors, width = Number.POSITIVE_INFINITY }: TerminalStyle,
): readonly string[] {
  const oneValue = (sign: string, path: string, value: unknown): readonly string[] => {
    const line = `${sign} ${path}: ${quoted(value)}`;
    return line.length <= width ? [line] : [`${sign} ${path}:`, `    ${quoted(value)}`];
  };
  return differences.flatMap(({ path, before, after }) => {
    if (before === undefined) return oneValue('+', path, after).map(colors.green);
    if (after === undefined) return oneValue('-', path, before).map(colors.red);
    return [
      colors.yellow(`~ ${path}:`),
      colors.red(`    - ${quoted(before)}`),
      colors.green(`    + ${quoted(after)}`),
    ];
  });
}

const quoted = (value: unknown): string => showInvisible(JSON.stringify(value));
