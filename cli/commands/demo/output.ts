import Table from 'cli-table3';
import pc from 'picocolors';
import { difference, formatDifference } from '../../../lib/domain/difference.ts';
import type { Transition } from '../../../lib/domain/record.ts';

export const print = (text = ''): void => {
  process.stdout.write(`${text}\n`);
};

let step = 0;
export const printHeading = (text: string): void => {
  step += 1;
  print(`\n${pc.bold(`${step}. ${text}`)}`);
};
export const printLine = (label: string, text: string): void =>
  print(`   ${pc.dim(label.padEnd(9))} ${text}`);
export const printLines = (label: string, texts: readonly string[]): void => {
  texts.forEach((text, at) => {
    printLine(at === 0 ? label : '', text);
  });
};

const [WIDTH, POOL, OUTCOME, BORDERS] = [110, 22, 12, 4];

/** Returns the changes of a transition as diff lines, one for each member. */
export function formatChanges({ Before = [], After = [] }: Transition): readonly string[] {
  return difference(Before, After).map((one) => {
    const text = formatDifference(one);
    if (one.before === undefined) return pc.green(`+ ${text}`);
    return one.after === undefined ? pc.red(`- ${text}`) : pc.yellow(`~ ${text}`);
  });
}

export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const columns = Math.min(process.stdout.columns ?? WIDTH, WIDTH);
  const output = new Table({
    head: [...head],
    style: { head: [], border: [] },
    wordWrap: true,
    // A path is one long word. On a narrow terminal it is wrapped, not truncated.
    wrapOnWordBoundary: columns === WIDTH,
    colWidths: [POOL, OUTCOME, columns - POOL - OUTCOME - BORDERS],
  });
  output.push(...rows.map((row) => [...row]));
  print(`\n${output.toString()}`);
}
