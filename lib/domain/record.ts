import { type Actor, wroteLogDelivery } from './actor.ts';
import type { DesiredState } from './desired.ts';
import type { PoolProblem } from './finding.ts';
import type { ObservedConfiguration } from './log-configuration.ts';
import type { Outcome } from './outcome.ts';

/** A change of outcome, or a write: what a person sees as the pool's history. Times are ISO 8601. */
export interface Transition {
  readonly At: string;
  /** `Unmanaged` on a record's first. */
  readonly From: Outcome;
  readonly To: Outcome;
  readonly Reasons: readonly string[];
  /** What stood on the pool and what was put there, where something was. */
  readonly Before?: readonly ObservedConfiguration[];
  readonly After?: readonly ObservedConfiguration[];
  readonly Actor?: Actor;
}

export interface Status {
  readonly Outcome: Outcome;
  readonly Reasons: readonly string[];
  readonly Since: string;
  /** With `Waiting`: not before. */
  readonly RetryAt?: string;
}

/** The stored state of one pool. Times are ISO 8601. */
export interface PoolRecord {
  readonly UserPoolId: string;
  /** Goes up by one with each write; the condition of the next. */
  readonly Revision: number;
  readonly Status: Status;
  /** What was last intended, whole. */
  readonly Desired?: DesiredState;
  /** There while a write to the pool is not known to have happened; says what it will be called. */
  readonly Intent?: {
    readonly Outcome: 'Applied' | 'Repaired' | 'Contested' | 'Cleared';
    readonly At: string;
  };
  /** What we last knew to be on the pool by our own will. */
  readonly LastApplied?: readonly ObservedConfiguration[];
  /** What stood on the pool before it was first written. */
  readonly Original?: { readonly LogConfigurations: readonly ObservedConfiguration[]; readonly At: string };
  readonly LastAppliedAt?: string;
  /** Cognito's rejection of `Desired`. */
  readonly Rejection?: { readonly Name: string; readonly Attempts: number; readonly RetryAt: string };
  /** When the parameter was first seen to be gone. */
  readonly DeletedAt?: string;
  /** Times of the repairs of the last hour. */
  readonly Repairs: readonly string[];
  readonly DriftCount: number;
  /** On how many sweeps running drift was found, and the last of them. */
  readonly DriftSweeps?: { readonly Count: number; readonly SweepId: string };
  /** Somebody else keeps writing this pool. */
  readonly Contest?: {
    readonly Since: string;
    readonly Writer?: Actor;
    readonly InSyncSweeps: number;
    /** The last sweep that was counted. */
    readonly SweepId?: string;
  };
  /** Why its logs do not flow, though it is configured as desired. */
  readonly Finding?: { readonly Problem: PoolProblem; readonly Since: string };
  /** The last 20, newest last. */
  readonly Transitions: readonly Transition[];
}

const KEPT = 20;

export const withTransition = (record: PoolRecord, transition: Transition): PoolRecord => ({
  ...record,
  Transitions: [...record.Transitions, transition].slice(-KEPT),
});

/** A record that was never stored: revision 0. */
export const blankRecord = (userPoolId: string, now: Date): PoolRecord => ({
  UserPoolId: userPoolId,
  Revision: 0,
  Status: { Outcome: 'Unmanaged', Reasons: [], Since: now.toISOString() },
  Repairs: [],
  DriftCount: 0,
  Transitions: [],
});

/** The transition that `after` has beyond `before`, of which it was made. */
export function addedTransition(after: PoolRecord, before: PoolRecord | undefined): Transition | undefined {
  const last = after.Transitions.at(-1);
  return last === before?.Transitions.at(-1) ? undefined : last;
}

/**
 * Names the witness on what `after` adds to `before`, and as the other writer where the pool is contested. On
 * what a drift came to only a writer of the log delivery is named.
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
