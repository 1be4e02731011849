import { CliError } from '../errors/cli-error.ts';
import type { ParameterVersion } from './parameter-store.ts';

/**
 * Throws CliError where a parameter's value is no text to show or to edit: a SecureString's is cipher text, a
 * StringList's is cut at commas. SSM changes no parameter's type, so the one that is there has to go.
 */
export function checkReadable(parameter: ParameterVersion | undefined, userPoolId: string): void {
  if (parameter === undefined || parameter.type === 'String') return;
  throw new CliError(
    `the parameter of ${userPoolId} is a ${parameter.type}, which the service refuses: it has to be a String`,
    `clr delete ${userPoolId}, then clr put ${userPoolId} FILE; the type of a parameter never changes`,
  );
}
