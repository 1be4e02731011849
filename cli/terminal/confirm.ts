import { createInterface } from 'node:readline/promises';
import { CliError } from '../errors/cli-error.ts';
import { EXIT } from '../errors/exit-codes.ts';
import type { Terminal } from './terminal.ts';

/**
 * Asks for confirmation. Returns true for `y` and `yes`, and with `--yes`. Throws CliError on Ctrl-C, and without
 * `--yes` when no terminal is available.
 */
export async function confirm(terminal: Terminal, question: string, yes: boolean): Promise<boolean> {
  if (yes) return true;
  if (!terminal.canAsk)
    throw new CliError(
      'This command needs confirmation, but no terminal is available.',
      'To write without confirmation, add --yes.',
      {
        exitCode: EXIT.usage,
      },
    );
  const readline = createInterface({ input: process.stdin, output: process.stderr });
  const stop = new AbortController();
  readline.once('SIGINT', () => stop.abort());
  readline.once('close', () => stop.abort());
  try {
    const answer = await readline.question(`${question} [y/N] `, {
      signal: AbortSignal.any([terminal.interrupted, stop.signal]),
    });
    return /^y(es)?$/i.test(answer.trim());
  } catch {
    terminal.info('');
    throw new CliError('Interrupted. No changes made.', 'To write, enter y.', { exitCode: EXIT.interrupted });
  } finally {
    readline.close();
  }
}
