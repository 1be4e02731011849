import stringWidth from 'string-width';

/** Narrower text is not readable. A terminal that reports 0 or few columns gets longer lines. */
const MIN_WIDTH = 20;

/** The escape sequences of colors. They have no width. */
const COLORS = String.raw`(?:\x1b\[\d+m)*`;
/** A command to copy: to the end of its sentence or of the line. */
const COMMAND = String.raw`${COLORS}["$(]*(?:(?:clr|aws|mkdir|eval|export) |(?<=run: ))(?:(?! and |[,;] |[.)](?:[\s,.;]|$)).)+\S*`;
/** The parts of a line that are never broken: commands and words, for example ARNs. */
const UNITS = new RegExp(String.raw`${COMMAND}|\S+| +`, 'g');
/** The start of a line that stays with its first word: spaces and the sign of a list or a difference. */
const START = new RegExp(String.raw`^(?:${COLORS}| )*(?:[^\p{L}\p{N}\s\x1b] +)?`, 'u');

/**
 * Wraps each line at spaces. Further lines have the indentation of the first one, and `hang` more spaces. A word or a command
 * that is longer than a line stays whole, so that you can copy it. The text can contain colors.
 */
export const wrapText = (text: string, width: number | undefined, hang = 0): string =>
  width === undefined
    ? text
    : text
        .split('\n')
        .flatMap((line) => wrapLine(line, Math.max(MIN_WIDTH, width), hang))
        .join('\n');

/** Returns the width of the longest part of a text that `wrapText` does not break. */
export const longestUnit = (text: string): number =>
  Math.max(
    0,
    ...text
      .split('\n')
      .flatMap((line) => line.match(UNITS) ?? [])
      .map((unit) => stringWidth(unit)),
  );

function wrapLine(line: string, width: number, hang: number): readonly string[] {
  if (stringWidth(line) <= width) return [line];
  const start = START.exec(line)?.[0] ?? '';
  const indentation = ' '.repeat(stringWidth(start) + hang);
  const lines: string[] = [];
  let current = start;
  let spaces = '';
  let isEmpty = true;
  for (const [unit] of line.slice(start.length).matchAll(UNITS)) {
    if (unit.trim() === '') {
      spaces = unit;
      continue;
    }
    if (!isEmpty && stringWidth(current + spaces + unit) > width) {
      lines.push(current);
      current = `${indentation}${unit}`;
    } else current += isEmpty ? unit : spaces + unit;
    isEmpty = false;
    spaces = '';
  }
  return [...lines, current];
}
