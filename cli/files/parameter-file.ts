import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import { isUserPoolId } from '../../lib/domain/user-pool-id.ts';
import { CliError } from '../errors/cli-error.ts';
import { jsonSource } from './json-source.ts';
import type { Source } from './source.ts';
import { yamlSource } from './yaml-source.ts';

/** A parameter's value that is not in Parameter Store yet. */
export interface ParameterFile {
  /** As a person named it; `-` is standard input. */
  readonly name: string;
  /** What Parameter Store would hold: JSON; a YAML file turned into it. */
  readonly text: string;
  readonly source: Source;
}

/** Throws CliError where there is nothing to read. */
export async function readParameterFile(name: string): Promise<ParameterFile> {
  const content = await (name === '-' ? textOf(process.stdin) : readFile(name, 'utf8')).catch(
    (cause: unknown) => {
      const why = cause instanceof Error ? cause.message.replace(/, .*$/s, '') : String(cause);
      throw new CliError(
        `${name} cannot be read: ${why}`,
        'name a file of JSON or YAML, or - for standard input',
        {
          cause,
        },
      );
    },
  );
  const hint = 'name a file of JSON or YAML in UTF-8 that holds one parameter';
  // A parameter holds 8 KB; what is far longer would be judged for minutes.
  if (content.length > MAX_CHARACTERS) throw new CliError(`${name} is longer than 1 MB`, hint);
  if (/^\ufffd|\0/.test(content)) throw new CliError(`${name} is no text in UTF-8`, hint);
  return parameterFile(name, content.replace(/^\ufeff/, ''));
}

const MAX_CHARACTERS = 1_000_000;

export function parameterFile(name: string, content: string): ParameterFile {
  const isJson = /\.json$/i.test(name) || (!/\.ya?ml$/i.test(name) && /^\s*[{[]/.test(content));
  const source = isJson ? jsonSource(content) : yamlSource(content);
  if (isJson || source.kind === 'Broken') return { name, text: content.trim(), source };
  return { name, text: JSON.stringify(source.value, null, 2) ?? 'null', source };
}

/** The pool that a file is for: the one it names, else the one that it is named after. */
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
