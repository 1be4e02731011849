/** The other Regions in which each managed pool has a replica, in alphabetical order. Pools without one are not in the map. */
export type Replicas = ReadonlyMap<string, readonly string[]>;

/** A pool of a listing. `replicaRegions` may contain the Region of the listing [unverified]. */
export interface ListedPool {
  readonly id: string;
  readonly name: string;
  readonly replicaRegions: readonly string[];
}

/** Returns the replicas of the managed pools in a listing of `region`. */
export function replicasOf(
  listed: readonly ListedPool[],
  managed: ReadonlySet<string>,
  region: string,
): Replicas {
  const replicas = new Map<string, readonly string[]>();
  for (const { id, replicaRegions } of listed) {
    const others = replicaRegions.filter((one) => one !== region).toSorted();
    if (managed.has(id) && others.length > 0) replicas.set(id, others);
  }
  return replicas;
}

/** Returns the pools whose replicas `before` does not contain. */
export const newReplicas = (now: Replicas, before: Replicas): readonly string[] =>
  [...now].filter(([id, regions]) => regions.some((one) => !before.get(id)?.includes(one))).map(([id]) => id);

export const sameReplicas = (a: Replicas, b: Replicas): boolean =>
  a.size === b.size && [...a].every(([id, regions]) => b.get(id)?.join() === regions.join());
