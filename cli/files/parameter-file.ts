import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import { isUserPoolId } from '../../lib/domain/user-pool-id.ts';
import { CliError } from '../errors/cli-error.ts';
import { jsonSource } from './json-source.ts';
import type { Source } from './source.ts';
import { yamlSource } from './yaml-source.ts';

/** The value of a parameter in a file. */
export interface ParameterFile {
  /** The name from the command line; `-` is standard input. */
  readonly name: string;
  /** The value for Parameter Store: JSON, also for a YAML file. */
  readonly text: string;
  readonly source: Source;
  /** The text as it was read. The comments of a YAML file are only here. */
  readonly content: string;
}

/** Reads a file or standard input. Throws CliError when the file cannot be read. */
export async function readParameterFile(name: string): Promise<ParameterFile> {
  const content = await (name === '-' ? textOf(process.stdin) : readFile(name, 'utf8')).catch(
    (cause: unknown) => {
      const why = cause instanceof Error ? cause.message.replace(/, .*$/s, '') : String(cause);
      throw new CliError(
        `Cannot read ${name} (${why}).`,
        'Specify a JSON or YAML file, or - for standard input.',
        {
          cause,
        },
      );
    },
  );
  const hint = 'Specify a JSON or YAML file in UTF-8 that contains one parameter.';
  // A parameter contains at most 8 KB. To validate a much longer file takes minutes.
  if (content.length > MAX_CHARACTERS) throw new CliError(`${name} is larger than 1 MB.`, hint);
  if (/^\ufffd|\0/.test(content)) throw new CliError(`${name} is not UTF-8 text.`, hint);
  return parameterFile(name, content.replace(/^\ufeff/, ''));
}

const MAX_CHARACTERS = 1_000_000;

export function parameterFile(name: string, content: string): ParameterFile {
  const isJson = /\.json$/i.test(name) || (!/\.ya?ml$/i.test(name) && /^\s*[{[]/.test(content));
  const source = isJson ? jsonSource(content) : yamlSource(content);
  if (isJson || source.kind === 'Broken') return { name, text: content.trim(), source, content };
  return { name, text: JSON.stringify(source.value, null, 2) ?? 'null', source, content };
}

/** Returns the pool of a file: from its `UserPoolId`, else from the file name. */
export function poolOf({ name, source }: ParameterFile): string | undefined {
  const named: unknown =
    source.kind === 'Read' && typeof source.value === 'object' && source.value !== null
      ? Reflect.get(source.value, 'UserPoolId')
      : undefined;
  if (typeof named === 'string' && isUserPoolId(named)) return named;
  const base =
    name
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/\.(json|ya?ml)$/i, '') ?? '';
  return isUserPoolId(base) ? base : undefined;
}
