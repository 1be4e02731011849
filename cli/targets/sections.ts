import type { Terminal } from '../terminal/terminal.ts';
import { wrapText } from '../terminal/wrap.ts';
import type { TargetRead } from './read-targets.ts';
import { failedLines, targetText } from './target-lines.ts';

/** Prints a section for each target that was read, and a line for each one that was not. */
export function printSections<T>(
  terminal: Terminal,
  reads: readonly TargetRead<T>[],
  print: (read: Extract<TargetRead<T>, { kind: 'Read' }>) => void,
): void {
  for (const read of reads) {
    if (read.kind !== 'Read') continue;
    terminal.print(terminal.colors.bold(`Target ${targetText(read)}`));
    print(read);
    terminal.print('');
  }
  for (const line of failedLines(reads, terminal.colors)) terminal.print(wrapText(line, terminal.width));
}
