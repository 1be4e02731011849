import { chooseAws } from '../service/choose-aws.ts';
import { checkEndpoints } from '../service/endpoint.ts';
import type { AccountTarget } from './account-target.ts';
import type { TargetOptions } from './options.ts';
import { readTargetsFile } from './targets-file.ts';

/** Returns the targets that the options name; undefined if the command reads one account and Region. Throws CliError. */
export async function givenTargets(options: TargetOptions): Promise<readonly AccountTarget[] | undefined> {
  const { targets: file, regions, profiles, stage } = options;
  const withStage = (target: AccountTarget): AccountTarget =>
    stage === undefined ? target : { stage, ...target };
  if (file !== undefined) {
    checkEndpoints(process.env);
    return (await readTargetsFile(file)).map(withStage);
  }
  if (profiles !== undefined) {
    checkEndpoints(process.env);
    return profiles.flatMap((profile) => quickTargets(profile, regions ?? regionOf(options))).map(withStage);
  }
  if (regions === undefined) return undefined;
  // The profile and the credentials of the process, as in a command for one Region.
  chooseAws({ ...options, region: regions[0] ?? '' });
  return regions.map((region) => withStage({ name: region, region }));
}

const regionOf = ({ region }: TargetOptions): readonly (string | undefined)[] => [
  region ?? (process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || undefined),
];

const quickTargets = (profile: string, regions: readonly (string | undefined)[]): readonly AccountTarget[] =>
  regions.map((region) => ({
    name: regions.length === 1 ? profile : `${profile}/${region}`,
    profile,
    ...(region !== undefined && { region }),
  }));
