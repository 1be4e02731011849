import type { CliError } from '../../errors/cli-error.ts';
import { noParameterError, noPoolVersionError } from '../../parameters/no-parameter.ts';
import type { OpenService } from '../../service/open-service.ts';

/** Returns the error for a pool without a parameter, or without this version of it. */
export const missingParameter =
  (service: OpenService, userPoolId: string) =>
  (version: number | undefined): Promise<CliError> =>
    version === undefined
      ? noParameterError(
          service,
          userPoolId,
          `${userPoolId} does not have a parameter`,
          `To create a parameter from the pool's current configuration, run: clr import ${userPoolId} --put`,
        )
      : noPoolVersionError(service, userPoolId, version);
