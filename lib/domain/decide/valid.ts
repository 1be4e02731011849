import { type DesiredState, sameState } from '../desired.ts';
import { difference, formatDifference, sameConfiguration } from '../difference.ts';
import { normalized, type ObservedConfiguration } from '../log-configuration.ts';
import { isSettled } from '../outcome.ts';
import { poolNotFoundText } from '../pool-not-found.ts';
import { blankRecord, type PoolRecord } from '../record.ts';
import type { Action, Situation } from './action.ts';
import { apply } from './apply.ts';
import { decideDrift } from './drift.ts';
import { decideInSync } from './in-sync.ts';
import { storeIfNew, withStatus } from './next-record.ts';

/** Decides for a valid parameter: the pool is missing, only observed, in sync, to be changed, or drifted. */
export function decideValid(situation: Situation, state: DesiredState): Action {
  const { observed, recorded } = situation;
  if (observed === undefined || observed.kind === 'PoolNotFound') return poolNotFound(situation);
  const onPool = normalized(observed.LogConfigurations);
  if (state.Mode === 'Observe') return observeOnly(situation, state, onPool);
  const differences = difference(onPool, state.LogConfigurations);
  if (differences.length === 0) return decideInSync(situation, state, onPool);
  if (isRejectionCurrent(situation, state)) return { type: 'Nothing', outcome: 'Rejected' };
  if (recorded !== undefined && isConfirmed(recorded, state) && !situation.ownWrite)
    return decideDrift(situation, recorded, state, onPool);
  const base = markSweep(recorded ?? blankRecord(situation.userPoolId, situation.now), situation);
  return apply({ situation, base, state, onPool, outcome: pendingOutcome(recorded, state) });
}

/** Marks the counters with this sweep, so that a sweep that writes the pool does not count as in sync. */
function markSweep(record: PoolRecord, { cause: { sweep } }: Situation): PoolRecord {
  if (!sweep) return record;
  const { DriftSweeps, Contest } = record;
  return {
    ...record,
    ...(DriftSweeps && { DriftSweeps: { ...DriftSweeps, SweepId: sweep.id } }),
    ...(Contest && { Contest: { ...Contest, SweepId: sweep.id } }),
  };
}

/** Returns whether the service applied this state. If not, a difference is a change, not drift. */
function isConfirmed(recorded: PoolRecord, state: DesiredState): boolean {
  const { Desired, Intent, LastApplied, Rejection, DeletedAt } = recorded;
  if (Desired === undefined || !sameState(Desired, state) || Intent || Rejection || DeletedAt) return false;
  // An invalid parameter removes the rejection from the record, but Cognito has not accepted that state.
  return LastApplied !== undefined && sameConfiguration(LastApplied, state.LogConfigurations);
}

/** Returns the outcome of the write. An interrupted write keeps its outcome, for example `Repaired`. */
function pendingOutcome(
  recorded: PoolRecord | undefined,
  state: DesiredState,
): 'Applied' | 'Repaired' | 'Contested' {
  const { Intent, Desired } = recorded ?? {};
  if (!Intent || !Desired || !sameState(Desired, state) || Intent.Outcome === 'Cleared') return 'Applied';
  return Intent.Outcome;
}

/**
 * Returns whether Cognito rejected this state and a retry is not due. The service retries when the pool is
 * updated, when the parameter was deleted and put again, or at `RetryAt`.
 */
function isRejectionCurrent({ recorded, cause, now }: Situation, state: DesiredState): boolean {
  if (!recorded?.Rejection || !recorded.Desired || recorded.DeletedAt || cause.poolUpdated) return false;
  return sameState(recorded.Desired, state) && now < new Date(recorded.Rejection.RetryAt);
}

/** Records that the pool does not exist. Removes the desired state, so a new pool is a change, not drift. */
function poolNotFound({ recorded, userPoolId, now, settings }: Situation): Action {
  const { Desired, Intent, LastApplied, DeletedAt, Finding, ...base } =
    recorded ?? blankRecord(userPoolId, now);
  const reasons = [poolNotFoundText(userPoolId, settings)];
  return storeIfNew(recorded, withStatus(base, { to: 'PoolNotFound', reasons, now }));
}

/** Decides in mode Observe: records the differences and leaves the pool unchanged. */
function observeOnly(
  { recorded, userPoolId, now }: Situation,
  state: DesiredState,
  onPool: readonly ObservedConfiguration[],
): Action {
  const { DeletedAt, Rejection, Intent, Contest, DriftSweeps, Finding, ...base } =
    recorded ?? blankRecord(userPoolId, now);
  const differences = difference(onPool, state.LogConfigurations);
  const next = { ...base, Desired: state };
  if (differences.length > 0)
    return storeIfNew(
      recorded,
      withStatus(next, { to: 'OutOfSync', reasons: differences.map(formatDifference), now }),
    );
  const settled = isSettled(next.Status.Outcome) && recorded?.DeletedAt === undefined;
  const stored = storeIfNew(recorded, settled ? next : withStatus(next, { to: 'InSync', now }));
  return { ...stored, outcome: 'InSync' };
}
