import { EVENT_SOURCES, type EventSource, type ObservedConfiguration } from '../../log-configuration.ts';
import { isFinished } from '../../outcome.ts';
import { isPolicy, type Owner, PARAMETER, sameOwner } from '../../policy/owner.ts';
import type { PoolRecord, RecordedOwners, SourceRecord, Status } from '../../record.ts';

/** The record of one event source in the form of a pool record, so that `decide` can decide for it, and its owner. */
export interface SplitRecord {
  readonly record: PoolRecord;
  readonly owner: Owner | undefined;
  /** The parameter or policies because of which the event source is rejected. */
  readonly rejectedBy?: readonly Owner[];
}

/**
 * Returns the record of one event source; undefined without a record. A record without `Sources` belongs to a pool whose
 * parameter owns both event sources, and is divided. Its rejection is left out: Cognito rejected the list, and either entry of it can
 * be wrong.
 */
export function splitRecord(pool: PoolRecord | undefined, source: EventSource): SplitRecord | undefined {
  if (pool === undefined) return undefined;
  if (pool.Sources) return fromSource(pool, pool.Sources[source]);
  if (!isManaged(pool.Status)) return undefined;
  const { Rejection: _rejection, Finding: _finding, Facts: _facts, ...own } = pool;
  const { Desired, LastApplied, Original, ...rest } = own;
  return {
    owner: PARAMETER,
    record: {
      ...rest,
      Transitions: [],
      ...(Desired && {
        Desired: { ...Desired, LogConfigurations: entriesOf(Desired.LogConfigurations, source) },
      }),
      ...(LastApplied && { LastApplied: entriesOf(LastApplied, source) }),
      ...(Original && {
        Original: { ...Original, LogConfigurations: entriesOf(Original.LogConfigurations, source) },
      }),
    },
  };
}

function fromSource(
  { UserPoolId, Revision }: PoolRecord,
  source: SourceRecord | undefined,
): SplitRecord | undefined {
  if (source === undefined) return undefined;
  const { Owner, RejectedBy, ...rest } = source;
  return {
    owner: Owner,
    record: { ...rest, UserPoolId, Revision, Transitions: [] },
    ...(RejectedBy && { rejectedBy: RejectedBy }),
  };
}

/**
 * Returns the record of an event source for its next owner. A rejection belongs to the owner of the entry: another owner with the same
 * entry does not wait for its retry.
 */
export function recordFor(split: SplitRecord | undefined, next: Owner): PoolRecord | undefined {
  if (split?.owner === undefined || sameOwner(split.owner, next)) return split?.record;
  const { Rejection: _rejection, ...rest } = split.record;
  return rest;
}

/** Returns the owner of each event source that is managed. Without `Sources`, it is the parameter. */
export function recordedOwners(pool: RecordedOwners | undefined): ReadonlyMap<EventSource, Owner> {
  const owners = EVENT_SOURCES.map((source): readonly [EventSource, Owner | undefined] => {
    if (pool?.Sources === undefined) return [source, isManaged(pool?.Status) ? PARAMETER : undefined];
    const record = pool.Sources[source];
    return [source, isManaged(record?.Status) ? record?.Owner : undefined];
  });
  return new Map(owners.flatMap(([source, owner]) => (owner ? [[source, owner] as const] : [])));
}

/** Returns whether the policy with this name owns an event source of the pool. */
export const ownsSource = (pool: RecordedOwners | undefined, policy: string): boolean =>
  [...recordedOwners(pool).values()].some((owner) => isPolicy(owner, policy));

/** The record of a first write that was interrupted has the outcome `Unmanaged`, and is managed too. */
const isManaged = (status: Status | undefined): boolean =>
  status !== undefined && !isFinished(status.Outcome);

/** Returns the entries of one event source. */
export const entriesOf = <T extends ObservedConfiguration>(
  entries: readonly T[],
  source: EventSource,
): readonly T[] => entries.filter(({ EventSource }) => EventSource === source);
