import type { ValueDifference } from '../../lib/domain/difference.ts';
import { EXIT, type ExitCode } from '../errors/exit-codes.ts';
import type { FileIssue } from '../files/check-file.ts';
import { type JsonScope, jsonText } from '../terminal/json.ts';
import type { OutputFormat } from '../terminal/output-format.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** The result of a command that writes or deletes a parameter. */
export interface WriteResult {
  /** Of the parameter of a pool. */
  readonly userPoolId?: string;
  /** The name of a policy. */
  readonly policy?: string;
  /** The name of the parameter. */
  readonly name: string;
  /**
   * `unchanged`: the parameter already had this value. `declined`: the answer was no. `stale`: the text is based on
   * another version. `conflict`: another client wrote or deleted the parameter first. `overwrote`: the parameter was
   * written, and a version of another client was lost. `invalid`: the file is not valid.
   */
  readonly result:
    | 'written'
    | 'deleted'
    | 'unchanged'
    | 'declined'
    | 'stale'
    | 'conflict'
    | 'overwrote'
    | 'invalid';
  /** The version that the command found, deleted or replaced. */
  readonly oldVersion?: number;
  /** The version that the command wrote. */
  readonly newVersion?: number;
  /** The version of another client that was lost. */
  readonly lostVersion?: number;
  /** From the found version to the new text. */
  readonly differences: readonly ValueDifference[];
  /** The deleted value. */
  readonly value?: string;
  readonly errors?: readonly FileIssue[];
}

const SUCCESSFUL: readonly WriteResult['result'][] = ['written', 'deleted', 'unchanged'];

/** Prints the result with `-o json`, and returns its exit code. */
export function endWrite(
  terminal: Terminal,
  scope: JsonScope,
  output: OutputFormat,
  result: WriteResult,
): ExitCode {
  if (output === 'json') terminal.print(jsonText('Write', scope, { ...result }), 'data');
  return SUCCESSFUL.includes(result.result) ? EXIT.success : EXIT.error;
}
