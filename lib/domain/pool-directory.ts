import type { ListedPool } from './replicas.ts';

/** A pool as the last sweep listed it. */
export interface DirectoryEntry {
  readonly name: string;
  /** The time of the first sweep that found no parameter for the pool, ISO 8601. Not set for a managed pool. */
  readonly unmanagedSince?: string;
}

/** Every user pool of the account and Region at the last sweep, by pool ID. */
export type PoolDirectory = ReadonlyMap<string, DirectoryEntry>;

/** Returns the directory of a listing. `before`: the directory of the last sweep, undefined before the first one. */
export function poolDirectory(
  listed: readonly ListedPool[],
  managed: ReadonlySet<string>,
  before: PoolDirectory | undefined,
  now: string,
): PoolDirectory {
  const entries = listed.map(({ id, name }): readonly [string, DirectoryEntry] => [
    id,
    managed.has(id) ? { name } : { name, unmanagedSince: before?.get(id)?.unmanagedSince ?? now },
  ]);
  return new Map(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

export const sameDirectory = (a: PoolDirectory, b: PoolDirectory): boolean =>
  a.size === b.size &&
  [...a].every(([id, { name, unmanagedSince }]) => {
    const other = b.get(id);
    return other?.name === name && other.unmanagedSince === unmanagedSince;
  });

/**
 * Returns the unmanaged pools that the last sweep did not find. Pools with a record are not new: an operator deleted
 * their parameter, which was reported then. Without an earlier directory, no pool is new.
 */
export function newUnmanagedPools(
  now: PoolDirectory,
  before: PoolDirectory | undefined,
  recorded: ReadonlySet<string>,
): readonly string[] {
  if (before === undefined) return [];
  return [...now]
    .filter(
      ([id, { unmanagedSince }]) =>
        unmanagedSince !== undefined && before.get(id)?.unmanagedSince === undefined && !recorded.has(id),
    )
    .map(([id]) => id);
}
