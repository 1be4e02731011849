import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type Config, readConfig } from '../../lib/aws/config.ts';
import { errorName } from '../../lib/aws/failures.ts';
import { timeouts } from '../../lib/aws/timeouts.ts';
import type { Clock } from '../../lib/reconcile/ports.ts';
import { CliError } from '../errors/cli-error.ts';
import { EXIT } from '../errors/exit-codes.ts';
import { clockSetBy } from './aws-clock.ts';
import { checkRegion } from './names.ts';
import type { ServiceOptions } from './options.ts';

/** A deployed service: the settings of its functions and the names of its resources. */
export interface DeployedService extends Config {
  /** `cognito-log-reconciler-<stage>`. */
  readonly name: string;
  readonly sweepFunction: string;
  /** The time of AWS. */
  readonly clock: Clock;
}

/**
 * Finds the service of the stage in the account and Region of the credentials. Also sets the process's Region and
 * profile, which every client takes from there. Throws CliError.
 */
export async function findService(options: ServiceOptions, ownClock?: Clock): Promise<DeployedService> {
  chooseAws(options);
  const lambda = new LambdaClient(timeouts);
  const clock = clockSetBy(lambda, ownClock);
  const region = await lambda.config.region().catch((cause: unknown) => noRegion(cause));
  checkProfileRegion(region);
  process.env.AWS_REGION = region;
  const name = `cognito-log-reconciler-${options.stage ?? 'dev'}`;
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
  const environment = { ...output.Environment?.Variables, AWS_REGION: region };
  return { ...readConfig(environment), name, sweepFunction, clock };
}

/** Follows the AWS CLI: `--profile` has precedence over access keys in the environment. */
function chooseAws({ profile, region }: ServiceOptions): void {
  const { env } = process;
  if (profile !== undefined) {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) delete env[name];
    env.AWS_PROFILE = profile;
  }
  const chosen = region ?? regionInEnvironment(env);
  if (chosen !== undefined) env.AWS_REGION = chosen;
}

const REGION_HINT = 'Add --region eu-west-1, or set AWS_REGION.';

function regionInEnvironment(env: NodeJS.ProcessEnv): string | undefined {
  const name = ['AWS_REGION', 'AWS_DEFAULT_REGION'].find((variable) => env[variable] !== undefined);
  const value = name === undefined ? undefined : env[name];
  const problem = value === undefined ? undefined : checkRegion(value);
  if (problem === undefined) return value;
  throw new CliError(`Invalid Region in ${name}. ${problem}`, `Add --region eu-west-1, or correct ${name}.`, {
    exitCode: EXIT.usage,
  });
}

/** The SDK rejects a Region of the profile that is not a host name. Otherwise no Region is set. */
function noRegion(cause: unknown): never {
  const found = /^Region not accepted: region="(.*?)"/.exec(cause instanceof Error ? cause.message : '')?.[1];
  if (found !== undefined) checkProfileRegion(found);
  throw new CliError('No Region is set.', REGION_HINT, { cause });
}

function checkProfileRegion(region: string): void {
  const problem = checkRegion(region);
  if (problem !== undefined) throw new CliError(`Invalid Region in the profile. ${problem}`, REGION_HINT);
}
