import { stringify } from 'yaml';
import { readJson } from '../../lib/domain/parameter/json-text.ts';
import { formatIssue } from '../../lib/domain/validation-issue.ts';
import { CliError } from '../errors/cli-error.ts';
import type { ParameterSubject } from './subject.ts';

/** Returns a value as YAML. Long strings, such as ARNs, stay on one line. */
export const yamlText = (value: unknown): string => stringify(value, { lineWidth: 0 }).trimEnd();

/** Returns a parameter as YAML below a comment. Throws CliError when it is not JSON, or has a duplicate key. */
export function parameterYaml(comment: string, text: string, { title, commands }: ParameterSubject): string {
  const json = readJson(text);
  if (json.kind === 'Read') return `${comment}\n${yamlText(json.value)}`;
  throw new CliError(
    `${title} has no YAML form. ${json.issues.map(formatIssue)[0]}`,
    `To print the stored text, run: ${commands.get}`,
  );
}
