import type { Cause } from '../cause.ts';
import type { Desired } from '../desired.ts';
import type { EventSource, LogConfiguration, ObservedConfiguration } from '../log-configuration.ts';
import { isFinished, type Outcome } from '../outcome.ts';
import type { ParsedPolicy, PoolFacts } from '../policy/policy.ts';
import type { PoolRecord } from '../record.ts';
import type { Settings } from '../settings.ts';

/** The response of GetLogDeliveryConfiguration. */
export type Observed =
  | { readonly kind: 'Present'; readonly LogConfigurations: readonly ObservedConfiguration[] }
  | { readonly kind: 'PoolNotFound' };

export type DecisionSettings = Pick<
  Settings,
  | 'account'
  | 'region'
  | 'mode'
  | 'allowedDestinations'
  | 'clearGraceSeconds'
  | 'contestedRepairs'
  | 'contestedSweeps'
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
  /** Undefined if there are no policies. `facts` is undefined if no policy needs them, or if they are not known. */
  readonly policies?: PolicyInputs;
  /** Writes only this event source, to find out which part of a list Cognito rejects. */
  readonly only?: EventSource;
  /** Why the desired state is absent. By default, the parameter was deleted. */
  readonly loss?: LossReasons;
}

/** The reasons of a pool that waits because its desired state is absent. */
export interface LossReasons {
  readonly gracePeriod: string;
  readonly onHold: string;
}

export interface PolicyInputs {
  readonly policies: readonly ParsedPolicy[];
  readonly facts: PoolFacts | undefined;
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
      /** The event sources that change, if they are decided one by one. */
      readonly sources?: readonly EventSource[];
    };

/** Returns whether the decision needs a read of the pool. Invalid parameters and unmanaged pools do not. */
export function needsObserved(desired: Desired, recorded: PoolRecord | undefined): boolean {
  if (desired.kind === 'Absent') return recorded !== undefined && !isFinished(recorded.Status.Outcome);
  return desired.kind === 'Valid';
}
