import type { ExitCode } from './exit-codes.ts';

/** An error that ends a command. The message describes the problem, the hint the next step; one line each. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly hint: string;
  readonly exitCode: ExitCode;

  constructor(
    message: string,
    hint: string,
    { exitCode = 1, cause }: { readonly exitCode?: ExitCode; readonly cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.hint = hint;
    this.exitCode = exitCode;
  }
}
