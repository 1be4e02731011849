import { latestVersions, type SsmWorld, type Version } from './parameters.ts';

/** For paging: the latest versions that fit, behind a name. */
export function matchingVersions(world: SsmWorld, fits: (version: Version) => boolean) {
  return function* (after: string | undefined): Generator<Version> {
    for (const version of latestVersions(world.seen, after)) if (fits(version)) yield version;
  };
}
