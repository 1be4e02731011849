import { isDeepStrictEqual } from 'node:util';
import { showInvisible } from '../../lib/domain/invisible.ts';
import { readJson } from '../../lib/domain/parameter/json-text.ts';
import { withoutByteOrderMark } from '../../lib/domain/parameter/text.ts';
import { isUserPoolId } from '../../lib/domain/user-pool-id.ts';
import { CliError } from '../errors/cli-error.ts';
import { readContent } from './file-content.ts';
import { baseNameOf, isJsonName, isJsonOrYamlName } from './file-extension.ts';
import type { Source } from './source.ts';
import { jsonWithoutSchemaKey, withoutNullMembers, withoutSchemaKey } from './stored-form.ts';
import { yamlSource } from './yaml-source.ts';

/** The value of a parameter in a file. */
export interface ParameterFile {
  /** The name from the command line; `-` is standard input. */
  readonly name: string;
  /** The value for Parameter Store: JSON, also for a YAML file, without `$schema` and without `null` members. */
  readonly text: string;
  readonly source: Source;
  /** The text of the file. The comments of a YAML file are only here. */
  readonly content: string;
}

/** Reads a file or standard input. Throws CliError when the file cannot be read. */
export async function readParameterFile(name: string): Promise<ParameterFile> {
  const content = await readContent(name);
  if (content.kind === 'Text') return parameterFile(name, content.text);
  const { problem, hint, cause } = content;
  throw new CliError(`Cannot read ${showInvisible(name)}: ${problem}.`, hint, { cause });
}

export function parameterFile(name: string, content: string): ParameterFile {
  const given = withoutByteOrderMark(content);
  const isJson = isJsonName(name) || (!isJsonOrYamlName(name) && /^\s*[{[]/.test(given));
  const source = isJson ? readJson(content) : yamlSource(given);
  // Only the characters that JSON skips: the stored text must be the text that was checked.
  const text = given.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
  if (source.kind === 'Broken') return { name, text, source, content: given };
  const value = withoutNullMembers(source.value);
  // The text of a JSON file keeps its form if it contains nothing to remove.
  if (isJson && isDeepStrictEqual(value, source.value))
    return { name, text: jsonWithoutSchemaKey(text, value), source, content: given };
  return { name, text: JSON.stringify(withoutSchemaKey(value), null, 2), source, content: given };
}

/** Returns the pool of a file: from its `UserPoolId`, else from the file name. */
export function poolOf({ name, source }: ParameterFile): string | undefined {
  const named: unknown =
    source.kind === 'Read' && typeof source.value === 'object' && source.value !== null
      ? Reflect.get(source.value, 'UserPoolId')
      : undefined;
  if (typeof named === 'string' && isUserPoolId(named)) return named;
  const base = baseNameOf(name);
  return isUserPoolId(base) ? base : undefined;
}
