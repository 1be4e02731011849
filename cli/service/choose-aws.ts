import { CliError } from '../errors/cli-error.ts';
import { checkEndpoints } from './endpoint.ts';
import { checkRegion } from './names.ts';
import type { ServiceOptions } from './options.ts';
import { checkProfileExists } from './profiles.ts';

const REGION_HINT = 'Add --region eu-west-1, or set AWS_REGION.';

/**
 * Sets the profile and the Region of the process, for a command that uses one account and Region. The SDK reads
 * `endpoint_url` only of the profile of the process; `endpointsOf` reads that of another one. Follows the AWS CLI: `--profile` has
 * precedence over access keys in the environment. Throws CliError if the profile, the Region or an endpoint is invalid.
 */
export function chooseAws({ profile, region }: ServiceOptions): void {
  const { env } = process;
  if (profile !== undefined) {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) delete env[name];
    env.AWS_PROFILE = profile;
  }
  checkEndpoints(env);
  checkProfileExists(env);
  const chosen = region ?? regionInEnvironment(env);
  if (chosen !== undefined) env.AWS_REGION = chosen;
}

function regionInEnvironment(env: NodeJS.ProcessEnv): string | undefined {
  const name = ['AWS_REGION', 'AWS_DEFAULT_REGION'].find((variable) => env[variable] !== undefined);
  const value = name === undefined ? undefined : env[name];
  if (value?.trim() === '') throw new CliError(`No Region is set. ${name} is empty.`, REGION_HINT);
  const problem = value === undefined ? undefined : checkRegion(value);
  if (problem === undefined) return value;
  throw new CliError(`Invalid Region in ${name}. ${problem}`, REGION_HINT);
}

/**
 * Resolves the Region, which can also be in the profile. Throws CliError if it is not set or not a Region: the SDK
 * rejects only names that are not host names.
 */
export async function resolveRegion(read: () => Promise<string>): Promise<string> {
  const region = await read().catch((cause: unknown) => {
    const message = cause instanceof Error ? cause.message : '';
    const [, rejected] = /^Region not accepted: region="(.*?)"/.exec(message) ?? [];
    if (rejected === undefined) throw new CliError('No Region is set.', REGION_HINT, { cause });
    return rejected;
  });
  const problem = checkRegion(region);
  if (problem !== undefined) throw new CliError(`Invalid Region in the profile. ${problem}`, REGION_HINT);
  return region;
}
