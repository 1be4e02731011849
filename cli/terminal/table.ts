import stringWidth from 'string-width';
import type { TerminalStyle } from './terminal.ts';
import { indent } from './text.ts';
import { visible } from './visible.ts';
import { longestUnit, wrapText } from './wrap.ts';

export interface Column {
  readonly head: string;
  /** Uses the remaining width and is wrapped, or is printed below the row. At most one column. */
  readonly wraps?: boolean;
  /** Left out of a table that is too wide, the last one first, rather than listing the members of each row. */
  readonly optional?: boolean;
}

const GAP = '  ';
/** With less width than this or than its longest word, the wrapped column is printed below its row. */
const MIN_WRAP_WIDTH = 40;
const INDENT = 4;
/** With less width than this for the values, a stacked row has its values below the names. */
const MIN_VALUE_WIDTH = 20;

type Row = readonly string[];
type Rows = readonly Row[];

/**
 * Returns columns without borders, like kubectl. Every line fits the terminal: the wrapped column is beside or below
 * its row, and if the other columns are too wide, each row is a list of names and values. A cell is never cut, but optional columns
 * are left out before.
 */
export function table(columns: readonly Column[], given: Rows, style: TerminalStyle): string {
  // Before the cells are measured: an escape is longer than its character.
  const rows = given.map((row) => row.map((cell) => visible(cell, true)));
  const { width } = style;
  if (width === undefined) return render(columns, rows, style);
  const wraps = columns.findIndex((column) => column.wraps);
  const without = <T>(row: readonly T[]): readonly T[] => row.filter((_, at) => at !== wraps);
  const fixed = totalWidth(without(columns), rows.map(without));
  if (fixed > width) {
    const fitting = withoutOptional(columns, rows, width);
    return fitting ? table(fitting.columns, fitting.rows, style) : renderStacked(columns, rows, width, style);
  }
  if (wraps === -1) return render(columns, rows, style);
  const room = width - fixed - GAP.length;
  const longest = rows.reduce((most, row) => Math.max(most, longestUnit(row[wraps] ?? '')), 0);
  if (room >= Math.max(MIN_WRAP_WIDTH, longest)) {
    const fitted = rows.map((row) => row.map((cell, at) => (at === wraps ? wrapText(cell, room) : cell)));
    return render(columns, fitted, style);
  }
  const [head = [], ...lines] = renderRows(without(columns), rows.map(without), style);
  const withText = lines.map((row, at) => {
    const text = rows[at]?.[wraps] ?? '';
    return text === '' ? row : [...row, ...indent(wrapText(text, width - INDENT).split('\n'), INDENT)];
  });
  return [head, ...withText].flat().join('\n');
}

/** Returns the table with as many optional columns as fit; undefined if it is too wide without all of them. */
function withoutOptional(
  columns: readonly Column[],
  rows: Rows,
  width: number,
): { readonly columns: readonly Column[]; readonly rows: Rows } | undefined {
  const last = columns.findLastIndex(({ optional }) => optional);
  if (last === -1) return undefined;
  const drop = <T>(row: readonly T[]): readonly T[] => row.filter((_, at) => at !== last);
  const rest = { columns: drop(columns), rows: rows.map(drop) };
  const wraps = rest.columns.findIndex((column) => column.wraps);
  const fixed = <T>(row: readonly T[]): readonly T[] => row.filter((_, at) => at !== wraps);
  const isFitting = totalWidth(fixed(rest.columns), rest.rows.map(fixed)) <= width;
  return isFitting ? rest : withoutOptional(rest.columns, rest.rows, width);
}

const render = (columns: readonly Column[], rows: Rows, style: TerminalStyle): string =>
  renderRows(columns, rows, style).flat().join('\n');

/** Returns the lines of the head and of each row. */
function renderRows(columns: readonly Column[], rows: Rows, { colors }: TerminalStyle): Rows {
  const widths = widthsOf(columns, rows);
  return [columns.map(({ head }) => colors.bold(head)), ...rows].map((row) => renderRow(row, widths));
}

/** Returns the lines of a row: as many as its highest cell has. */
function renderRow(row: Row, widths: readonly number[]): Row {
  const cells = row.map((cell) => cell.split('\n'));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((lines, at) => padEnd(lines[line] ?? '', widths[at] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}

/** Returns the first cell of each row and, below it, the other cells with the names of their columns. */
function renderStacked(
  columns: readonly Column[],
  rows: Rows,
  width: number,
  { colors }: TerminalStyle,
): string {
  const nameWidth = Math.max(...columns.slice(1).map(({ head }) => head.length));
  const room = width - INDENT - nameWidth - GAP.length;
  const member = (name: string, value: string, wraps: boolean): Row => {
    if (room < MIN_VALUE_WIDTH && wraps)
      return [colors.bold(name), ...indent(wrapText(value, width - 2 * INDENT).split('\n'))];
    const lines = (wraps ? wrapText(value, room) : value).split('\n');
    return lines.map((line, at) => `${padEnd(at === 0 ? colors.bold(name) : '', nameWidth)}${GAP}${line}`);
  };
  return rows
    .flatMap(([first = '', ...rest]) => [
      first,
      ...indent(
        columns
          .slice(1)
          .flatMap(({ head, wraps = false }, at) => (rest[at] ? member(head, rest[at], wraps) : [])),
        INDENT,
      ),
    ])
    .join('\n');
}

const widthsOf = (columns: readonly Column[], rows: Rows): readonly number[] =>
  columns.map(({ head }, at) =>
    rows.reduce(
      (most, row) => Math.max(most, ...(row[at] ?? '').split('\n').map((line) => stringWidth(line))),
      head.length,
    ),
  );

const totalWidth = (columns: readonly Column[], rows: Rows): number =>
  widthsOf(columns, rows).reduce((sum, width) => sum + GAP.length + width, -GAP.length);

const padEnd = (text: string, width: number): string =>
  `${text}${' '.repeat(Math.max(0, width - stringWidth(text)))}`;
