import { NOT_ARRIVING } from './arrival.ts';
import type { Home } from './destinations.ts';
import type { PoolView } from './pool-view.ts';
import { groupProblems, type ProblemGroup } from './problem-groups.ts';

/** Groups the problems of the pools by cause. */
export function groupsOf(pools: readonly PoolView[], home: Home): readonly ProblemGroup[] {
  return groupProblems(
    pools.map(({ id, recorded, live, unprocessed, arrival }) => ({
      id,
      outcome: recorded?.outcome ?? '',
      reasons: recorded?.reasons ?? [],
      findings: recorded?.findings ?? [],
      ...(recorded?.otherWriter !== undefined && { otherWriter: recorded.otherWriter }),
      ...(unprocessed !== undefined && { unprocessed }),
      ...(live && { live }),
      ...(arrival?.result === NOT_ARRIVING && { silentDestination: arrival.destination }),
    })),
    home,
  );
}

/** Returns the keys of the causes of each pool that has problems. */
export function problemsByPool(groups: readonly ProblemGroup[]): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, string[]>();
  for (const { key, pools } of groups) for (const id of pools) keys.set(id, [...(keys.get(id) ?? []), key]);
  return keys;
}
