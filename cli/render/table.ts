import Table from 'cli-table3';
import type { Terminal } from '../terminal/terminal.ts';

export interface Column {
  readonly head: string;
  /** Takes what the others leave, and is wrapped. One column at the most. */
  readonly wraps?: boolean;
}

const GAP = 2;
/** A wrapped column is never narrower: below that lines go over the terminal's end. */
const NARROWEST = 16;
const BARE = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '' },
};

/** Columns without borders, as kubectl lists; no line is longer than the terminal is wide. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { width, colours }: Pick<Terminal, 'width' | 'colours'>,
): string {
  const natural = columns.map(
    ({ head }, at) => Math.max(head.length, ...rows.map((row) => widest(row[at] ?? ''))) + GAP,
  );
  const others = natural.filter((_, at) => !columns[at]?.wraps).reduce((sum, one) => sum + one, 0);
  const widths = natural.map((one, at) =>
    columns[at]?.wraps && width !== undefined ? Math.max(NARROWEST, Math.min(one, width - others)) : one,
  );
  const made = new Table({
    chars: BARE,
    style: { 'padding-left': 0, 'padding-right': GAP, head: [], border: [] },
    colWidths: [...widths],
  });
  made.push(columns.map(({ head }) => colours.bold(head)));
  for (const row of rows)
    made.push(row.map((cell, at) => (columns[at]?.wraps ? wrapped(cell, (widths[at] ?? 0) - GAP) : cell)));
  return made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

const widest = (cell: string): number => Math.max(...cell.split('\n').map((line) => bare(line).length));

/** Without its colours. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences begin with one.
const bare = (text: string): string => text.replaceAll(/\x1b\[[0-9;]*m/g, '');

/** Broken between words, and within those that are longer than a line. The text bears no colours. */
export function wrapped(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => wrapLine(line, width))
    .join('\n');
}

function wrapLine(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width);
    const at = space > 0 ? space : width;
    lines.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return [...lines, rest];
}
