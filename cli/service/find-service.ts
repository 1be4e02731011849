import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type Config, readConfig } from '../../lib/aws/config.ts';
import { errorName } from '../../lib/aws/failures.ts';
import { requestHandler } from '../../lib/aws/timeouts.ts';
import type { Clock } from '../../lib/reconcile/ports.ts';
import { CliError } from '../errors/cli-error.ts';
import { clockSetBy } from './aws-clock.ts';
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
  const lambda = new LambdaClient({ requestHandler });
  const clock = clockSetBy(lambda, ownClock);
  const region = await lambda.config.region().catch((cause: unknown) => {
    throw new CliError('No Region is set.', 'Add --region eu-west-1, or set AWS_REGION.', { cause });
  });
  process.env.AWS_REGION = region;
  const name = `cognito-log-reconciler-${options.stage}`;
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
  const chosen = region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  if (chosen) env.AWS_REGION = chosen;
}
