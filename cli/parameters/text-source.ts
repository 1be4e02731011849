import { CliError } from '../errors/cli-error.ts';
import { EXIT } from '../errors/exit-codes.ts';
import { type ParameterFile, readParameterFile } from '../files/parameter-file.ts';
import type { WriteOptions } from './write-parameter.ts';

/** The text that a command writes: a file, or an older version of the parameter. */
export type TextSource =
  | { readonly kind: 'File'; readonly file: ParameterFile }
  | { readonly kind: 'Version'; readonly version: number };

/** Options of the commands that write a text. */
export interface PutOptions extends WriteOptions {
  /** The version of the parameter to write again, in place of a file. */
  readonly version?: number;
}

/**
 * Returns what the command line names, and reads a file. Throws CliError if it names both, or none.
 *
 * @param command the command without its options, for example `clr put POOL`
 */
export async function readTextSource(
  command: string,
  name: string | undefined,
  version: number | undefined,
): Promise<TextSource> {
  if (name !== undefined && version === undefined)
    return { kind: 'File', file: await readParameterFile(name) };
  if (name === undefined && version !== undefined) return { kind: 'Version', version };
  throw new CliError(
    name === undefined
      ? 'Neither a file nor a version is specified.'
      : `Both the file ${name} and version ${version} are specified.`,
    `Specify one of the two: ${command} FILE, or ${command} --version N`,
    { exitCode: EXIT.usage },
  );
}
