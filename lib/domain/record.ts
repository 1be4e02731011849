import { type Actor, wroteLogDelivery } from './actor.ts';
import type { DesiredState } from './desired.ts';
import type { PoolProblem } from './finding.ts';
import type { ObservedConfiguration } from './log-configuration.ts';
import type { Outcome } from './outcome.ts';

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
}

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

/** Returns the transition that `after` adds to `before`; undefined if it adds none. */
export function addedTransition(after: PoolRecord, before: PoolRecord | undefined): Transition | undefined {
  const last = after.Transitions.at(-1);
  return last === before?.Transitions.at(-1) ? undefined : last;
}

/**
 * Adds the actor to the transition that `after` adds to `before` and, if the pool is contested, stores it as
 * the other writer. For drift and contests, only an actor that wrote log delivery is added.
 */
export function withActor(
  after: PoolRecord,
  before: PoolRecord | undefined,
  actor: Actor | undefined,
): PoolRecord {
  if (actor === undefined) return after;
  const added = addedTransition(after, before);
  const isDrift = added?.To === 'Repaired' || added?.To === 'Contested' || added?.To === 'OutOfSync';
  if ((isDrift || after.Contest) && !wroteLogDelivery(actor)) return after;
  const Transitions = added
    ? [...after.Transitions.slice(0, -1), { ...added, Actor: actor }]
    : after.Transitions;
  const Contest = after.Contest && { Contest: { ...after.Contest, Writer: actor } };
  return { ...after, Transitions, ...Contest };
}
