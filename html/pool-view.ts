import type { ArrivalResultView } from './arrival.ts';
import type { Side } from './configuration.ts';

/** One pool of a page: the desired, the observed and the recorded state. Times are ISO 8601. */
export interface PoolView {
  readonly id: string;
  readonly name?: string;
  /** Shown after the name, for example the tier or a replica. */
  readonly notes?: readonly string[];
  readonly desired: Side;
  readonly observed: Side;
  /** The result of a read of the pool for this page; undefined if the page shows recorded data only. */
  readonly live?: LiveRead;
  /** Undefined if the service does not have a record of the pool. */
  readonly recorded?: RecordedView;
  /** Whether the pool has a parameter. Undefined if that is not known. */
  readonly hasParameter?: boolean;
  /** The change of the parameter that the service has not processed, as a full sentence. */
  readonly unprocessed?: string;
  /** Whether policies disagree about an event source of the pool. */
  readonly isConflicting?: boolean;
  /** Undefined if the service does not check whether the sign-in logs of the pool arrive. */
  readonly arrival?: ArrivalResultView;
  /** Newest first. */
  readonly history?: readonly HistoryEntry[];
  /** Data that is missing in this row, as full sentences. */
  readonly missing?: readonly string[];
}

/** `Differs`: the pool does not have the desired configuration at this moment. */
export type LiveRead =
  | { readonly kind: 'Same' | 'Differs' | 'PoolNotFound' }
  | { readonly kind: 'Failed'; readonly reason: string };

export interface RecordedView {
  readonly outcome: string;
  readonly reasons: readonly string[];
  readonly since: string;
  readonly driftCount: number;
  /** The reasons why the pool delivers no logs although it is in sync. */
  readonly findings?: readonly FindingView[];
  readonly appliedAt?: string;
  /** The ARN of the other writer of a contested pool. */
  readonly otherWriter?: string;
  /** The configuration of the pool before the service first managed it. */
  readonly original?: Side;
}

export interface FindingView {
  /** Such as `LogGroupMissing`. */
  readonly problem: string;
  readonly since: string;
  /** The ARN of the destination; undefined for a problem of the pool's own settings. */
  readonly destination?: string;
}

/** One entry in the history of a pool. */
export interface HistoryEntry {
  readonly at: string;
  /** `edit`: a version of the parameter. `outcome`: a result of the service. `writer`: a change by another client. */
  readonly kind: 'edit' | 'outcome' | 'writer';
  readonly title: string;
  /** With `outcome`: the new outcome. */
  readonly outcome?: string;
  /** The ARN of the actor, if it is known. */
  readonly by?: string;
  readonly lines: readonly string[];
}
