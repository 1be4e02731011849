import type { Cause } from '../cause.ts';
import type { Desired } from '../desired.ts';
import type { LogConfiguration, ObservedConfiguration } from '../log-configuration.ts';
import { isFinished, type Outcome } from '../outcome.ts';
import type { PoolRecord } from '../record.ts';
import type { Settings } from '../settings.ts';

/** The response of GetLogDeliveryConfiguration. */
export type Observed =
  | { readonly kind: 'Present'; readonly LogConfigurations: readonly ObservedConfiguration[] }
  | { readonly kind: 'PoolNotFound' };

export type DecisionSettings = Pick<
  Settings,
  'account' | 'region' | 'mode' | 'clearGraceSeconds' | 'contestedRepairs' | 'contestedSweeps'
>;

export interface Situation {
  readonly userPoolId: string;
  readonly desired: Desired;
  /** Undefined if the decision does not depend on it; see `needsObserved`. */
  readonly observed: Observed | undefined;
  readonly recorded: PoolRecord | undefined;
  readonly now: Date;
  readonly settings: DecisionSettings;
  readonly cause: Cause;
  /** This worker has just written an older desired state to the pool, so a difference is not drift. */
  readonly ownWrite?: boolean;
}

/**
 * The action to take. Each record is complete and has the revision under which it is stored. `Apply` means:
 * store `intent`, send `set` to Cognito, store `confirmed`.
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

/** Returns whether the decision needs a read of the pool. Invalid parameters and unmanaged pools do not. */
export function needsObserved(desired: Desired, recorded: PoolRecord | undefined): boolean {
  if (desired.kind === 'Absent') return recorded !== undefined && !isFinished(recorded.Status.Outcome);
  return desired.kind === 'Valid';
}
