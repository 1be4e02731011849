import { type Actor, wroteLogDelivery } from './actor.ts';
import type { DesiredState } from './desired.ts';
import type { PoolProblem } from './finding.ts';
import type { EventSource, ObservedConfiguration } from './log-configuration.ts';
import { isFinished, type Outcome } from './outcome.ts';
import type { Owner } from './policy/owner.ts';
import type { PoolFacts } from './policy/policy.ts';

/** A change of the status or a write to the pool; one entry of its history. Times are ISO 8601. */
export interface Transition {
  readonly At: string;
  /** `Unmanaged` in the first transition of a record. */
  readonly From: Outcome;
  readonly To: Outcome;
  readonly Reasons: readonly string[];
  /** The configuration on the pool before and after a write. */
  readonly Before?: readonly ObservedConfiguration[];
  readonly After?: readonly ObservedConfiguration[];
  readonly Actor?: Actor;
  /** Set if the event sources of the pool are decided one by one: the event source whose status changed, and its owner. */
  readonly EventSource?: EventSource;
  readonly Owner?: Owner;
}

export interface Status {
  readonly Outcome: Outcome;
  readonly Reasons: readonly string[];
  readonly Since: string;
  /** With `Waiting`: the earliest time of the next try. */
  readonly RetryAt?: string;
}

/** The stored state of one pool. Times are ISO 8601. */
export interface PoolRecord {
  readonly UserPoolId: string;
  /** Increases by one with each write; the next write uses it as its condition. */
  readonly Revision: number;
  readonly Status: Status;
  /** The last desired state. */
  readonly Desired?: DesiredState;
  /** Set before a write to the pool and removed after it. Contains the outcome of that write. */
  readonly Intent?: {
    readonly Outcome: 'Applied' | 'Repaired' | 'Contested' | 'Cleared';
    readonly At: string;
  };
  /** The last configuration that the service applied or found in sync. */
  readonly LastApplied?: readonly ObservedConfiguration[];
  /** The configuration on the pool before the first write. */
  readonly Original?: { readonly LogConfigurations: readonly ObservedConfiguration[]; readonly At: string };
  readonly LastAppliedAt?: string;
  /** Cognito's rejection of `Desired`. */
  readonly Rejection?: { readonly Name: string; readonly Attempts: number; readonly RetryAt: string };
  /** The time at which the service first found the parameter deleted. */
  readonly DeletedAt?: string;
  /** The last deletion that the service processed: the desired state at that time, if the parameter was valid. */
  readonly Deleted?: { readonly At: string; readonly Desired?: DesiredState };
  /** The times of the repairs in the last hour. */
  readonly Repairs: readonly string[];
  readonly DriftCount: number;
  /** The number of consecutive sweeps that found drift, and the last of them. */
  readonly DriftSweeps?: { readonly Count: number; readonly SweepId: string };
  /** Set while another writer keeps changing the pool. */
  readonly Contest?: {
    readonly Since: string;
    readonly Writer?: Actor;
    readonly InSyncSweeps: number;
    /** The last sweep that was counted or that repaired the pool. */
    readonly SweepId?: string;
  };
  /** The reason why the pool delivers no logs although it is in sync. */
  readonly Finding?: { readonly Problem: PoolProblem; readonly Since: string };
  /** The last 20 transitions, newest last. */
  readonly Transitions: readonly Transition[];
  /** Set if the event sources are decided one by one. The other members are then derived from these. */
  readonly Sources?: SourceRecords;
  /** The last write that carried over an entry of another client: a foreign write in this time was overwritten. */
  readonly Window?: WriteWindow;
  /** The facts of the pool that policies depend on, as last read. */
  readonly Facts?: PoolFacts;
}

/** The time from the read before a write to the end of the write. */
export interface WriteWindow {
  readonly From: string;
  readonly To: string;
}

/** The part of a record that shows who owns the event sources, and whether they are managed. */
export interface RecordedOwners extends Pick<PoolRecord, 'Status'> {
  readonly Sources?: RecordedSources;
}

export type RecordedSources = Readonly<
  Partial<Record<EventSource, Pick<SourceRecord, 'Status' | 'Owner' | 'Desired' | 'Intent' | 'RejectedBy'>>>
>;

export type SourceRecords = Readonly<Partial<Record<EventSource, SourceRecord>>>;

/**
 * The stored state of one event source: that of a pool, and the owner. `RejectedBy`: the parameter or policies because of which
 * it is rejected. The owner is the one before them, if there is one.
 */
export type SourceRecord = Omit<
  PoolRecord,
  'UserPoolId' | 'Revision' | 'Transitions' | 'Sources' | 'Facts' | 'Finding' | 'Window'
> & { readonly Owner?: Owner; readonly RejectedBy?: readonly Owner[] };

/**
 * Returns whether the pool is managed: by its parameter or a policy, or until its last owner is gone for good. The record of
 * an unmanaged pool can also contain only facts, so that they need not be read again.
 */
export const isManagedRecord = ({ Status, Sources }: RecordedOwners): boolean =>
  Sources
    ? Object.values(Sources).some((source) => !isFinished(source.Status.Outcome))
    : !isFinished(Status.Outcome);

const MAX_TRANSITIONS = 20;

export const withTransition = (record: PoolRecord, transition: Transition): PoolRecord => ({
  ...record,
  Transitions: [...record.Transitions, transition].slice(-MAX_TRANSITIONS),
});

/** Returns a record that is not stored yet; its revision is 0. */
export const blankRecord = (userPoolId: string, now: Date): PoolRecord => ({
  UserPoolId: userPoolId,
  Revision: 0,
  Status: { Outcome: 'Unmanaged', Reasons: [], Since: now.toISOString() },
  Repairs: [],
  DriftCount: 0,
  Transitions: [],
});

/** Returns the transitions that `after` adds to `before`, oldest first. */
export function addedTransitions(after: PoolRecord, before: PoolRecord | undefined): readonly Transition[] {
  const last = before?.Transitions.at(-1);
  return after.Transitions.slice(last === undefined ? 0 : after.Transitions.lastIndexOf(last) + 1);
}

/**
 * Adds the actor to the transitions that `after` adds to `before` and, if the pool is contested, stores it as
 * the other writer. For drift and contests, only an actor that wrote log delivery is added.
 */
export function withActor(
  after: PoolRecord,
  before: PoolRecord | undefined,
  actor: Actor | undefined,
): PoolRecord {
  if (actor === undefined) return after;
  const added = addedTransitions(after, before);
  const isDrift = added.some(({ To }) => To === 'Repaired' || To === 'Contested' || To === 'OutOfSync');
  if ((isDrift || after.Contest) && !wroteLogDelivery(actor)) return after;
  const kept = after.Transitions.slice(0, after.Transitions.length - added.length);
  const Transitions = [...kept, ...added.map((transition) => ({ ...transition, Actor: actor }))];
  return { ...withWriter(after, actor), Transitions };
}

function withWriter(record: PoolRecord, Writer: Actor): PoolRecord {
  const { Sources } = record;
  const contested = withContestWriter(record, Writer);
  if (Sources === undefined) return contested;
  const sources = Object.entries(Sources).map(([name, source]) => [name, withContestWriter(source, Writer)]);
  return { ...contested, Sources: Object.fromEntries(sources) };
}

const withContestWriter = <T extends Pick<PoolRecord, 'Contest'>>(record: T, Writer: Actor): T =>
  record.Contest ? { ...record, Contest: { ...record.Contest, Writer } } : record;
