import Table from 'cli-table3';
import type { TerminalStyle } from './terminal.ts';
import { indent, wrapText } from './text.ts';

export interface Column {
  readonly head: string;
  /** Uses the remaining width and is wrapped, or is printed below the row. At most one column. */
  readonly wraps?: boolean;
}

const GAP = 2;
/** With less width than this, the wrapped column is printed below its row. */
const MIN_WRAP_WIDTH = 40;
const INDENT = 4;
const BARE = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '' },
};

type Rows = readonly (readonly string[])[];

/** Returns columns without borders, like kubectl. Wrapping keeps each line within the terminal width. */
export function table(columns: readonly Column[], rows: Rows, style: TerminalStyle): string {
  const wraps = columns.findIndex((column) => column.wraps);
  if (wraps === -1 || style.width === undefined) return render(columns, rows, style);
  const room =
    style.width - widthsOf(columns, rows).reduce((sum, one, at) => (at === wraps ? sum : sum + one), 0);
  if (room < MIN_WRAP_WIDTH) return renderWithTextBelow(columns, rows, wraps, style.width, style);
  const fitted = rows.map((row) => row.map((cell, at) => (at === wraps ? wrapText(cell, room) : cell)));
  return render(columns, fitted, style);
}

/** The time of cli-table3 grows with the square of the rows, so rows are rendered in pages of equal width. */
const PAGE_ROWS = 100;

function render(columns: readonly Column[], rows: Rows, { colors }: Pick<TerminalStyle, 'colors'>): string {
  const all = [columns.map(({ head }) => colors.bold(head)), ...rows];
  const colWidths = [...widthsOf(columns, rows)];
  const style = { 'padding-left': 0, 'padding-right': GAP, head: [], border: [] };
  const lines: string[] = [];
  for (let from = 0; from < all.length; from += PAGE_ROWS) {
    const page = new Table({ chars: BARE, style, colWidths });
    for (const row of all.slice(from, from + PAGE_ROWS)) page.push([...row]);
    for (const line of page.toString().split('\n')) lines.push(line.trimEnd());
  }
  return lines.join('\n');
}

function renderWithTextBelow(
  columns: readonly Column[],
  rows: Rows,
  below: number,
  width: number,
  style: TerminalStyle,
): string {
  const rest = <T>(row: readonly T[]): readonly T[] => row.filter((_, at) => at !== below);
  const [head = '', ...lines] = render(rest(columns), rows.map(rest), style).split('\n');
  const indented = lines.flatMap((line, at) => {
    const text = rows[at]?.[below] ?? '';
    if (text === '') return [line];
    return [line, ...indent(wrapText(text, width - INDENT).split('\n'), INDENT)];
  });
  return [head, ...indented].join('\n');
}

const widthsOf = (columns: readonly Column[], rows: Rows): readonly number[] =>
  columns.map(
    ({ head }, at) => rows.reduce((most, row) => Math.max(most, widest(row[at] ?? '')), head.length) + GAP,
  );

const widest = (cell: string): number =>
  Math.max(...cell.split('\n').map((line) => withoutColors(line).length));

/** Returns the text without color escape sequences. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences start with one.
const withoutColors = (text: string): string => text.replaceAll(/\x1b\[[0-9;]*m/g, '');
