import { CliError } from '../errors/cli-error.ts';
import type { OpenService } from '../service/open-service.ts';
import { formatSample } from '../terminal/text.ts';
import { listPolicyParameters } from './list-policies.ts';

/** Returns the error for a policy, or a version of it, that does not exist. */
export async function noPolicyError(
  service: Pick<OpenService, 'ssm' | 'settings' | 'rateLimiting' | 'context'>,
  name: string,
  version?: number,
): Promise<CliError> {
  const names = [...(await listPolicyParameters(service)).keys()].toSorted();
  if (names.includes(name))
    return new CliError(
      `The policy "${name}" does not have a version ${version ?? ''}.`,
      `To print its current version, run: clr policy get ${name}`,
    );
  return new CliError(
    `The policy "${name}" does not exist in ${service.settings.region}.`,
    names.length === 0
      ? `To create it, run: clr policy put ${name} FILE`
      : `Existing policies: ${formatSample(names, names.length)}. To see them, run: clr policy list`,
  );
}
