import type { Command } from 'commander';
import { wrapWidth } from '../terminal/terminal.ts';
import { wrapText } from '../terminal/wrap.ts';

const PROGRAM = 'clr: ';

/** Prints the errors of a command line like all other errors: the problem, and the next step. Returns the program. */
export function withUsageErrors(program: Command): Command {
  for (const command of [program, ...program.commands]) setErrors(command);
  return program;
}

function setErrors(command: Command): void {
  const path = command.parent === null ? 'clr' : `clr ${command.name()}`;
  const width = wrapWidth(process.stderr, process.env);
  command
    .configureOutput({
      outputError: (text, write) =>
        write(`${wrapText(`${PROGRAM}${usageErrorText(text)}`, width, PROGRAM.length)}\n`),
    })
    .showHelpAfterError(wrapText(`  For details, run: ${path} --help`, width));
}

/** Returns the message of commander as sentences: `error: unknown option '--x'` becomes `Unknown option '--x'.` */
export function usageErrorText(text: string): string {
  const [problem = '', ...suggestions] = text
    .replace(/^error: /, '')
    .trim()
    .split('\n');
  const sentence = /[.?]$/.test(problem) ? problem : `${problem}.`;
  const suggested = suggestions.map((line) => line.replace(/^\((.*)\)$/, '$1'));
  return [sentence.charAt(0).toUpperCase() + sentence.slice(1), ...suggested].join(' ');
}
