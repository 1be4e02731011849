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

/** The part of the last sweep's result that shows which pools it found first. Times are ISO 8601. */
export interface LastDirectory {
  /** The start of the last sweep. */
  readonly SweepId: string;
  /** The start of the first sweep since which every sweep stored the directory. */
  readonly DirectorySince?: string;
}

/**
 * Returns the pools that the last sweep found unmanaged for the first time and that still are. A pool gets its parameter
 * seconds or minutes after it was created, so one sweep is not enough. Pools with a record are not new: an operator deleted
 * their parameter, which was reported then. The pools of the first sweep that stored the directory are not new either.
 */
export function newUnmanagedPools(
  now: PoolDirectory,
  { sweepId, last }: { readonly sweepId: string; readonly last: LastDirectory | undefined },
  recorded: ReadonlySet<string>,
): readonly string[] {
  if (last?.DirectorySince === undefined || last.DirectorySince === last.SweepId) return [];
  const { SweepId } = last;
  // Also a pool of a sweep that failed after the last one: it stored the directory, but not its result.
  const isNew = ([id, { unmanagedSince: since }]: readonly [string, DirectoryEntry]): boolean =>
    since !== undefined && since >= SweepId && since < sweepId && !recorded.has(id);
  return [...now].filter(isNew).map(([id]) => id);
}
