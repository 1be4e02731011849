import type { Cause } from '../cause.ts';
import type { Desired } from '../desired.ts';
import type { LogConfiguration, ObservedConfiguration } from '../log-configuration.ts';
import { isFinished, type Outcome } from '../outcome.ts';
import type { PoolRecord } from '../record.ts';
import type { Settings } from '../settings.ts';

/** What GetLogDeliveryConfiguration answers. */
export type Observed =
  | { readonly kind: 'Present'; readonly LogConfigurations: readonly ObservedConfiguration[] }
  | { readonly kind: 'PoolNotFound' };

export type DecisionSettings = Pick<
  Settings,
  'mode' | 'clearGraceSeconds' | 'contestedRepairs' | 'contestedSweeps'
>;

export interface Situation {
  readonly userPoolId: string;
  readonly desired: Desired;
  /** Undefined where nothing that is decided depends on it, see `needsObserved`. */
  readonly observed: Observed | undefined;
  readonly recorded: PoolRecord | undefined;
  readonly now: Date;
  readonly settings: DecisionSettings;
  readonly cause: Cause;
  /** This very worker wrote the pool from an older desired a moment ago: what differs now is no drift. */
  readonly ownWrite?: boolean;
}

/**
 * What to do. Records are whole and carry the revision they are to be stored as. `Apply` is: store `intent`,
 * Set `set`, store `confirmed`.
 */
export type Action =
  | { readonly type: 'Nothing'; readonly outcome: Outcome }
  | { readonly type: 'Record'; readonly outcome: Outcome; readonly record: PoolRecord }
  | {
      readonly type: 'Apply';
      readonly outcome: Outcome;
      readonly set: readonly LogConfiguration[];
      readonly intent: PoolRecord;
      readonly confirmed: PoolRecord;
    };

/** Whether deciding needs a read of the pool: not for what we refuse, nor for what is not managed. */
export function needsObserved(desired: Desired, recorded: PoolRecord | undefined): boolean {
  if (desired.kind === 'Absent') return recorded !== undefined && !isFinished(recorded.Status.Outcome);
  return desired.kind === 'Valid';
}
