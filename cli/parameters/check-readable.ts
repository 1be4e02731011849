import { CliError } from '../errors/cli-error.ts';
import type { ParameterVersion } from './parameter-store.ts';
import type { ParameterSubject } from './subject.ts';

/**
 * Throws CliError for a parameter whose value cannot be shown or edited as text: a SecureString or a StringList. `clr`
 * never changes the type of a parameter, although SSM can (docs/aws-facts.md#parameter-type), because it cannot show
 * what the new value replaces.
 */
export function checkReadable(
  parameter: ParameterVersion | undefined,
  { title, commands }: ParameterSubject,
): void {
  if (parameter === undefined || parameter.type === 'String') return;
  throw new CliError(
    `${title} has the type ${parameter.type}. Expected String.`,
    `This command does not change the type of a parameter. Run: ${commands.delete}, and then: ${commands.put} FILE`,
  );
}
