import pc from 'picocolors';
import { difference, formatDifference } from '../../../lib/domain/difference.ts';
import type { Transition } from '../../../lib/domain/record.ts';
import { table } from '../../terminal/table.ts';
import { terminalWidth, wrapWidth } from '../../terminal/terminal.ts';
import { wrapText } from '../../terminal/wrap.ts';

/** Prints text. `hang`: further lines of a wrapped line have this many more spaces. */
export const print = (text = '', hang = 0): void => {
  process.stdout.write(`${wrapText(text, wrapWidth(process.stdout, process.env), hang)}\n`);
};

const LABEL_WIDTH = 9;

let step = 0;
export const printHeading = (text: string): void => {
  step += 1;
  print(`\n${pc.bold(`${step}. ${text}`)}`);
};
export const printLine = (label: string, text: string): void =>
  print(`   ${pc.dim(label.padEnd(LABEL_WIDTH))} ${text}`, LABEL_WIDTH + 1);
export const printLines = (label: string, texts: readonly string[]): void => {
  texts.forEach((text, at) => {
    printLine(at === 0 ? label : '', text);
  });
};

const MAX_WIDTH = 110;

/** Returns the changes of a transition as diff lines, one for each member. */
export function formatChanges({ Before = [], After = [] }: Transition): readonly string[] {
  return difference(Before, After).map((one) => {
    const text = formatDifference(one);
    if (one.before === undefined) return pc.green(`+ ${text}`);
    return one.after === undefined ? pc.red(`- ${text}`) : pc.yellow(`~ ${text}`);
  });
}

/** Prints a table. The last column is wrapped. */
export function printTable(heads: readonly string[], rows: readonly (readonly string[])[]): void {
  const columns = heads.map((head, at) => ({ head, wraps: at === heads.length - 1 }));
  const width = Math.min(terminalWidth(process.stdout, process.env) ?? MAX_WIDTH, MAX_WIDTH);
  print(`\n${table(columns, rows, { width, colors: pc })}`);
}
