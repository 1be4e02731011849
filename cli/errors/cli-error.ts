import type { ExitCode } from './exit-codes.ts';

/** What a person is told when a command cannot go on: one line what, one line what to do. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly remedy: string;
  readonly exitCode: ExitCode;

  constructor(
    what: string,
    remedy: string,
    { exitCode = 1, cause }: { readonly exitCode?: ExitCode; readonly cause?: unknown } = {},
  ) {
    super(what, { cause });
    this.remedy = remedy;
    this.exitCode = exitCode;
  }
}
