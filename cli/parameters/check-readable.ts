import { CliError } from '../errors/cli-error.ts';
import type { ParameterVersion } from './parameter-store.ts';
import type { ParameterSubject } from './subject.ts';

/**
 * Returns the error for a parameter whose value cannot be shown or edited as text: a SecureString or a StringList. `clr`
 * never changes the type of a parameter, although SSM can (docs/aws-facts.md#parameter-type), because it cannot show
 * what the new value replaces.
 */
export function readableProblem(
  parameter: ParameterVersion | undefined,
  { title, commands }: ParameterSubject,
): CliError | undefined {
  if (parameter === undefined || parameter.type === 'String') return undefined;
  return new CliError(
    `${title} has the type ${parameter.type}. Expected String.`,
    `This command does not change the type of a parameter. Run: ${commands.delete}, and then: ${commands.put} FILE`,
  );
}

/** Throws CliError for a parameter whose value cannot be shown or edited as text. */
export function checkReadable(parameter: ParameterVersion | undefined, subject: ParameterSubject): void {
  const problem = readableProblem(parameter, subject);
  if (problem) throw problem;
}
