import {
  GetFunctionConfigurationCommand,
  type GetFunctionConfigurationCommandOutput,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { type AwsAccess, clientAccess } from '../../lib/aws/aws-access.ts';
import { type Config, readConfig } from '../../lib/aws/config.ts';
import { errorName } from '../../lib/aws/failures.ts';
import { timeouts } from '../../lib/aws/timeouts.ts';
import type { Clock } from '../../lib/reconcile/ports.ts';
import { CliError } from '../errors/cli-error.ts';
import { notFromAws } from '../errors/unexpected-response.ts';
import { clockSetBy } from './aws-clock.ts';
import { chooseAws, resolveRegion } from './choose-aws.ts';
import type { ServiceOptions } from './options.ts';

/** A deployed service: the settings of its functions and the names of its resources. */
export interface DeployedService extends Config {
  /** `cognito-log-reconciler-<stage>`. */
  readonly name: string;
  readonly sweepFunction: string;
  readonly policiesFunction: string;
  /** Whether the deployed version reads the freeze. Earlier versions go on writing. */
  readonly readsFreeze: boolean;
  /** The time of AWS. */
  readonly clock: Clock;
  /** The Region and the credentials of every client that reads this service or its pools. */
  readonly aws: AwsAccess;
}

/**
 * Finds the service of the stage in the account and Region of the options, else of the environment. Throws CliError.
 */
export async function findService(options: ServiceOptions, ownClock?: Clock): Promise<DeployedService> {
  chooseAws(options);
  return findServiceIn({}, options.stage, ownClock);
}

/** Finds the service of the stage in one account and Region. Throws CliError. */
export async function findServiceIn(
  access: AwsAccess,
  stage = 'dev',
  ownClock?: Clock,
): Promise<DeployedService> {
  const lambda = new LambdaClient({ ...timeouts, ...clientAccess(access, 'Lambda') });
  const clock = clockSetBy(lambda, ownClock);
  const region = await resolveRegion(lambda.config.region);
  const name = `cognito-log-reconciler-${stage}`;
  const sweepFunction = `${name}-sweep`;
  const command = new GetFunctionConfigurationCommand({ FunctionName: sweepFunction });
  const output = await lambda.send(command).catch((cause: unknown) => {
    if (errorName(cause) !== 'ResourceNotFoundException') throw cause;
    throw new CliError(
      `The service ${name} does not exist in ${region}.`,
      'Deploy the service, or select another one with --stage and --region.',
      { cause },
    );
  });
  const settings = readSettings(output, sweepFunction, region);
  const aws = { ...access, region };
  const readsFreeze = output.Environment?.Variables?.READS_FREEZE === 'true';
  return { ...settings, readsFreeze, name, sweepFunction, policiesFunction: `${name}-policies`, clock, aws };
}

/** Reads the settings from the environment variables of the function. Throws CliError. */
function readSettings(
  { FunctionName, Environment, $metadata }: GetFunctionConfigurationCommandOutput,
  sweepFunction: string,
  region: string,
): Config {
  if (FunctionName === undefined) throw notFromAws($metadata.httpStatusCode);
  if (Environment?.Error !== undefined)
    throw new CliError(
      `The environment variables of ${sweepFunction} are not readable: ${Environment.Error.Message ?? Environment.Error.ErrorCode}`,
      'Request the permission kms:Decrypt for the key of the function.',
    );
  try {
    return readConfig({ ...Environment?.Variables, AWS_REGION: region });
  } catch (cause) {
    throw new CliError(
      `The function ${sweepFunction} has no valid settings. ${cause instanceof Error ? cause.message : cause}`,
      'Deploy the service again with this version, or select another one with --stage and --region.',
      { cause },
    );
  }
}
