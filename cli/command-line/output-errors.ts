import { EXIT, type ExitCode } from '../errors/exit-codes.ts';

/**
 * Handles errors of the process's output. When the reader of standard output has closed the pipe (`clr status | head`),
 * the command stops without a message, like a program that SIGPIPE ends. The command continues when standard error
 * is closed. Returns a function that returns the exit code of the error; undefined without an error.
 */
export function handleOutputErrors(): () => ExitCode | undefined {
  const { stdout, stderr } = process;
  let exitCode: ExitCode | undefined;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (exitCode !== undefined) return;
    exitCode = error.code === 'EPIPE' ? EXIT.closedPipe : EXIT.error;
    if (exitCode === EXIT.error)
      stderr.write(
        `clr: Cannot write to standard output: ${error.message}\n  Check the disk or the device that you redirect to.\n`,
      );
    // A command that handles Ctrl-C stops the same way now: it removes its files and ends.
    if (!process.emit('SIGINT')) process.exit(exitCode);
    process.exitCode = exitCode;
  });
  stderr.on('error', () => undefined);
  return () => exitCode;
}
