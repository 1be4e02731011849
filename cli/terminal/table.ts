import Table from 'cli-table3';
import type { TerminalStyle } from './terminal.ts';
import { indent, wrapText } from './text.ts';

export interface Column {
  readonly head: string;
  /** Takes what the others leave, and is wrapped; or stands below the row. One column at the most. */
  readonly wraps?: boolean;
}

const GAP = 2;
/** With less room than this, what wraps stands below its row instead. */
const MIN_WRAP_WIDTH = 40;
const INDENT = 4;
const BARE = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '' },
};

type Rows = readonly (readonly string[])[];

/** Columns without borders, as kubectl lists; what wraps makes no line longer than the terminal is wide. */
export function table(columns: readonly Column[], rows: Rows, style: TerminalStyle): string {
  const wraps = columns.findIndex((column) => column.wraps);
  if (wraps === -1 || style.width === undefined) return drawn(columns, rows, style);
  const room =
    style.width - widthsOf(columns, rows).reduce((sum, one, at) => (at === wraps ? sum : sum + one), 0);
  if (room < MIN_WRAP_WIDTH) return drawnBelow(columns, rows, wraps, style.width, style);
  const fitted = rows.map((row) => row.map((cell, at) => (at === wraps ? wrapText(cell, room) : cell)));
  return drawn(columns, fitted, style);
}

/** cli-table3 takes time by the square of the rows: a fleet is drawn page by page, at the widths of the whole. */
const PAGE_ROWS = 100;

function drawn(columns: readonly Column[], rows: Rows, { colors }: Pick<TerminalStyle, 'colors'>): string {
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

function drawnBelow(
  columns: readonly Column[],
  rows: Rows,
  below: number,
  width: number,
  style: TerminalStyle,
): string {
  const rest = <T>(row: readonly T[]): readonly T[] => row.filter((_, at) => at !== below);
  const [head = '', ...lines] = drawn(rest(columns), rows.map(rest), style).split('\n');
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

const widest = (cell: string): number => Math.max(...cell.split('\n').map((line) => bare(line).length));

/** Without its colors. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences begin with one.
const bare = (text: string): string => text.replaceAll(/\x1b\[[0-9;]*m/g, '');
