import { CliError } from '../errors/cli-error.ts';
import type { ParameterVersion } from './parameter-store.ts';

/**
 * Throws CliError for a parameter whose value cannot be shown or edited as text: a SecureString or a StringList. SSM
 * cannot change the type of a parameter, so it must be deleted first.
 */
export function checkReadable(parameter: ParameterVersion | undefined, userPoolId: string): void {
  if (parameter === undefined || parameter.type === 'String') return;
  throw new CliError(
    `The parameter of ${userPoolId} has the type ${parameter.type}. Expected String.`,
    `The type of a parameter cannot change. Run: clr delete ${userPoolId}, and then: clr put ${userPoolId} FILE`,
  );
}
