import type { ExitCode } from './exit-codes.ts';

/** What a person is told when a command cannot go on: one line what, one line what to do. */
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
