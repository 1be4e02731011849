import type { ExitCode } from '../errors/exit-codes.ts';
import type { Terminal } from '../terminal/terminal.ts';

type Run = (terminal: Terminal) => Promise<ExitCode>;

/** Runs a command in the terminal of the process and sets the exit code. */
export async function runCommand(command: Run): Promise<void> {
  const { processTerminal } = await import('../terminal/terminal.ts');
  const { EXIT } = await import('../errors/exit-codes.ts');
  const terminal = processTerminal();
  const code = await command(terminal);
  process.exitCode = terminal.interrupted.aborted ? EXIT.interrupted : code;
}
