import { stringify } from 'yaml';
import { CliError } from '../../errors/cli-error.ts';

/** Returns a value as YAML. Long strings, such as ARNs, stay on one line. */
export const yamlText = (value: unknown): string => stringify(value, { lineWidth: 0 }).trimEnd();

/** Returns a parameter as YAML below a comment. Throws CliError when it is not JSON. */
export function parameterYaml(comment: string, text: string, userPoolId: string): string {
  try {
    return `${comment}\n${yamlText(JSON.parse(text))}`;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new CliError(
      `The parameter of ${userPoolId} is not JSON, so it has no YAML form.`,
      `To print the stored text, run: clr get ${userPoolId}`,
      { cause },
    );
  }
}
