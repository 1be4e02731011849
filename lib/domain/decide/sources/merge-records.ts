import type { DesiredState } from '../../desired.ts';
import { EVENT_SOURCES, type EventSource, normalized } from '../../log-configuration.ts';
import { isFinished, type Outcome, worstOutcome } from '../../outcome.ts';
import type { PoolFacts } from '../../policy/policy.ts';
import { type PoolRecord, type SourceRecord, type Status, withTransition } from '../../record.ts';
import { boundReasons } from '../bounded-reasons.ts';
import type { SplitRecord } from './source-records.ts';

/** The records of the event sources, with the transitions that were added to each. */
export type SplitRecords = ReadonlyMap<EventSource, SplitRecord>;

interface Merge {
  /** The record before; blank for a new pool. */
  readonly base: PoolRecord;
  readonly splits: SplitRecords;
  readonly facts: PoolFacts | undefined;
  readonly revision: number;
  readonly now: Date;
  /** Why a pool without managed event sources is not covered by policies that select it. */
  readonly unmanagedReasons?: readonly string[];
}

/** Returns the pool's record with these records of its event sources. All members but the history are derived from them. */
export function mergeRecords({
  base,
  splits,
  facts,
  revision,
  now,
  unmanagedReasons = [],
}: Merge): PoolRecord {
  const all = EVENT_SOURCES.flatMap((source) => {
    const split = splits.get(source);
    return split ? [{ source, ...split }] : [];
  });
  const records = all.map(({ record }) => record);
  const { UserPoolId, Original, Finding, Transitions, Window } = base;
  const Facts = facts ?? base.Facts;
  const merged: PoolRecord = {
    UserPoolId,
    Revision: revision,
    Status: mergedStatus(base.Status, all, unmanagedReasons, now),
    ...derived(records),
    ...originalOf(Original, records),
    ...(Finding && { Finding }),
    // A record that is divided gives its counters to each event source.
    Repairs: [...new Set(records.flatMap(({ Repairs }) => Repairs))].toSorted(),
    DriftCount: Math.max(0, ...records.map(({ DriftCount }) => DriftCount)),
    Transitions,
    Sources: Object.fromEntries(all.map(({ source, ...split }) => [source, sourceRecord(split)])),
    ...(Facts && { Facts }),
    ...(Window && { Window }),
  };
  return all
    .flatMap(({ source, record, owner, rejectedBy }) => {
      const [Owner = owner] = rejectedBy ?? [];
      return record.Transitions.map((transition) => ({
        ...transition,
        EventSource: source,
        ...(Owner && { Owner }),
      }));
    })
    .reduce(withTransition, merged);
}

function sourceRecord({ record: given, owner, rejectedBy }: SplitRecord): SourceRecord {
  const { UserPoolId: _id, Revision: _revision, Transitions: _transitions, ...record } = given;
  const { Sources: _sources, Facts: _facts, Finding: _finding, Window: _window, ...rest } = record;
  return {
    ...rest,
    ...(owner && !isFinished(record.Status.Outcome) && { Owner: owner }),
    ...(rejectedBy && record.Status.Outcome === 'Rejected' && { RejectedBy: rejectedBy }),
  };
}

/** The worst outcome, with the reasons of every event source. */
function mergedStatus(
  before: Status,
  all: readonly { readonly source: EventSource; readonly record: PoolRecord }[],
  unmanagedReasons: readonly string[],
  now: Date,
): Status {
  const Outcome: Outcome = worstOutcome(all.map(({ record }) => record.Status.Outcome));
  const reasons = all.flatMap(({ source, record }) =>
    record.Status.Reasons.map((reason) => (namesSource(reason, source) ? reason : `${source}: ${reason}`)),
  );
  const [RetryAt] = all.flatMap(({ record }) => record.Status.RetryAt ?? []).toSorted();
  return {
    Outcome,
    Reasons: boundReasons(all.length === 0 ? unmanagedReasons : reasons),
    Since: before.Outcome === Outcome ? before.Since : now.toISOString(),
    ...(RetryAt !== undefined && { RetryAt }),
  };
}

/** The path of a conflict is the event source already, and that of an invalid entry comes after the name of its policy. */
const namesSource = (reason: string, source: EventSource): boolean =>
  new RegExp(`^(policies/[a-z0-9-]+: )?${source}[.:]`).test(reason);

type Derived = Pick<
  PoolRecord,
  | 'Desired'
  | 'Intent'
  | 'LastApplied'
  | 'LastAppliedAt'
  | 'Rejection'
  | 'DeletedAt'
  | 'Deleted'
  | 'DriftSweeps'
  | 'Contest'
>;

function derived(records: readonly PoolRecord[]): Derived {
  const Desired = mergedStates(records.flatMap((record) => record.Desired ?? []));
  const applied = records.flatMap(({ LastApplied }) => (LastApplied ? [LastApplied] : []));
  const LastAppliedAt = records
    .flatMap((record) => record.LastAppliedAt ?? [])
    .toSorted()
    .at(-1);
  const DeletedAt = records.flatMap((record) => record.DeletedAt ?? []).toSorted()[0];
  const Intent = records.find((record) => record.Intent)?.Intent;
  const Rejection = records.find((record) => record.Rejection)?.Rejection;
  const Contest = records.find((record) => record.Contest)?.Contest;
  return {
    ...(Desired && { Desired }),
    ...(Intent && { Intent }),
    ...(applied.length > 0 && { LastApplied: normalized(applied.flat()) }),
    ...(LastAppliedAt !== undefined && { LastAppliedAt }),
    ...(Rejection && { Rejection }),
    ...(DeletedAt !== undefined && { DeletedAt }),
    ...deletedOf(records),
    ...(Contest && { Contest }),
  };
}

/** Returns the states of all event sources as one. The pool is only observed if all of them are. */
function mergedStates(states: readonly DesiredState[]): DesiredState | undefined {
  if (states.length === 0) return undefined;
  return {
    LogConfigurations: normalized(states.flatMap(({ LogConfigurations }) => LogConfigurations)),
    Mode: states.every(({ Mode }) => Mode === 'Observe') ? 'Observe' : 'Enforce',
    OnDelete: states.every(({ OnDelete }) => OnDelete === 'Clear') ? 'Clear' : 'Retain',
  };
}

/** Returns the deletion of the pool's configuration, when the last event source is released or cleared. */
function deletedOf(records: readonly PoolRecord[]): Pick<PoolRecord, 'Deleted'> {
  if (!records.every(({ Status }) => isFinished(Status.Outcome))) return {};
  const deleted = records.flatMap(({ Deleted }) => Deleted ?? []);
  const At = deleted
    .map((one) => one.At)
    .toSorted()
    .at(-1);
  if (At === undefined) return {};
  const Desired = mergedStates(deleted.flatMap((one) => one.Desired ?? []));
  return { Deleted: { At, ...(Desired && { Desired }) } };
}

/** The configuration of all event sources before the first write of each. */
function originalOf(
  before: PoolRecord['Original'],
  records: readonly PoolRecord[],
): Pick<PoolRecord, 'Original'> {
  const originals = records.flatMap(({ Original }) => Original ?? []);
  const [At] = [...originals, ...(before ? [before] : [])].map((one) => one.At).toSorted();
  if (At === undefined) return {};
  const entries = originals.flatMap(({ LogConfigurations }) => LogConfigurations);
  // Of an event source without a record, for example one that was released before the pool had policies.
  const others = (before?.LogConfigurations ?? []).filter(
    ({ EventSource }) => !entries.some((entry) => entry.EventSource === EventSource),
  );
  return { Original: { LogConfigurations: normalized([...entries, ...others]), At } };
}
