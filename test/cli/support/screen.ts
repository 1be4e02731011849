import { describeError } from '../../../cli/errors/describe-error.ts';
import { errorText } from '../../../cli/errors/error-text.ts';
import { streamTerminal, type Terminal } from '../../../cli/terminal/terminal.ts';
import type { World } from './clr.ts';

/**
 * Runs a command in this process and returns the lines that it writes to standard output and standard error. `columns`: both
 * are a terminal of this width; undefined: they are files.
 */
export async function screenOf(
  world: World,
  columns: number | undefined,
  command: (terminal: Terminal) => Promise<number>,
): Promise<readonly string[]> {
  Object.assign(process.env, world.env);
  let screen = '';
  const write = (text: string): void => {
    screen += text;
  };
  const output = columns === undefined ? { write } : { isTTY: true, columns, rows: 50, write };
  const streams = { stdin: {}, stdout: output, stderr: output };
  const terminal = streamTerminal(streams, { TERM: 'dumb' }, new AbortController().signal);
  await command(terminal).catch((error: unknown) => {
    write(errorText(describeError(error), {}, terminal.infoWidth));
    return 1;
  });
  return screen.split('\n');
}
