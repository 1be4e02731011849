import { otherRegion, poolNotFoundText } from '../../lib/domain/pool-not-found.ts';
import { CliError } from '../errors/cli-error.ts';
import { lookUpPool, missingPoolHint } from '../pools/check-exists.ts';
import type { OpenService } from '../service/open-service.ts';
import { type ParameterVersion, readParameter } from './parameter-store.ts';

/**
 * Returns the error for a pool without a parameter. Advice about a pool is only right if the pool exists: a mistyped ID and
 * a pool of another Region get their own.
 *
 * @param problem without a period at its end
 * @param hint the next step for a pool that exists
 */
export async function noParameterError(
  service: Pick<OpenService, 'delivery' | 'context' | 'settings'>,
  userPoolId: string,
  problem: string,
  hint: string,
): Promise<CliError> {
  const { settings } = service;
  const found = await lookUpPool(service, userPoolId);
  if (found.kind === 'Missing')
    return new CliError(
      `${problem}. ${poolNotFoundText(userPoolId, settings)}`,
      missingPoolHint(userPoolId, settings),
    );
  const other = otherRegion(userPoolId, settings.region);
  if (found.kind === 'Exists' || other === undefined) return new CliError(`${problem}.`, hint);
  return new CliError(
    `${problem} in ${settings.region}. Its ID names the Region ${other}.`,
    missingPoolHint(userPoolId, settings),
  );
}

/** Returns the error for a version that the parameter of a pool does not have. */
export const noPoolVersionError = (
  service: Pick<OpenService, 'delivery' | 'context' | 'settings'>,
  userPoolId: string,
  version: number,
): Promise<CliError> =>
  noParameterError(
    service,
    userPoolId,
    `The parameter of ${userPoolId} does not have a version ${version}`,
    `To list the versions, run: clr history ${userPoolId}`,
  );

/**
 * Returns the parameter of a pool. Throws CliError if it does not exist.
 *
 * @param hint the next step for a pool that exists
 */
export async function existingParameter(
  service: OpenService,
  userPoolId: string,
  hint: string,
): Promise<ParameterVersion> {
  const found = await readParameter(service, userPoolId);
  if (found === undefined)
    throw await noParameterError(service, userPoolId, `${userPoolId} does not have a parameter`, hint);
  return found;
}
