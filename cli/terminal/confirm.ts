import { createInterface } from 'node:readline/promises';
import { CliError } from '../errors/cli-error.ts';
import { EXIT } from '../errors/exit-codes.ts';
import type { Terminal } from './terminal.ts';

/**
 * Whether the person says yes; anything else is no. Throws CliError where nobody can be asked and nobody said
 * `--yes` before, and on Ctrl-C.
 */
export async function confirm(terminal: Terminal, question: string, yes: boolean): Promise<boolean> {
  if (yes) return true;
  if (!terminal.canAsk)
    throw new CliError('there is no terminal to ask in', 'add --yes where nobody is to be asked', {
      exitCode: EXIT.usage,
    });
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
    throw new CliError('stopped; nothing was written', 'answer y to write', { exitCode: EXIT.interrupted });
  } finally {
    readline.close();
  }
}
