import { type DesiredState, sameState } from '../desired.ts';
import { difference, formatDifference, sameConfiguration } from '../difference.ts';
import { normalized, type ObservedConfiguration } from '../log-configuration.ts';
import { isSettled } from '../outcome.ts';
import { blankRecord, type PoolRecord } from '../record.ts';
import type { Action, Situation } from './action.ts';
import { apply } from './apply.ts';
import { decideDrift } from './drift.ts';
import { decideInSync } from './in-sync.ts';
import { storeIfNew, withStatus } from './next-record.ts';

/** The parameter is there and well: the pool is missing, watched, as desired, to be changed, or drifted. */
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

/** The sweep that writes is none that found the pool as desired: it ends no row of drifts and no contest. */
function markSweep(record: PoolRecord, { cause: { sweep } }: Situation): PoolRecord {
  if (!sweep) return record;
  const { DriftSweeps, Contest } = record;
  return {
    ...record,
    ...(DriftSweeps && { DriftSweeps: { ...DriftSweeps, SweepId: sweep.id } }),
    ...(Contest && { Contest: { ...Contest, SweepId: sweep.id } }),
  };
}

/** What this service last intended is this state, and it is known to have been put there: else a change. */
function isConfirmed(recorded: PoolRecord, state: DesiredState): boolean {
  const { Desired, Intent, LastApplied, Rejection, DeletedAt } = recorded;
  if (Desired === undefined || !sameState(Desired, state) || Intent || Rejection || DeletedAt) return false;
  // A bad parameter takes the rejection off the record; what Cognito refused was never put all the same.
  return LastApplied !== undefined && sameConfiguration(LastApplied, state.LogConfigurations);
}

/** A write cut short keeps the name it had: a repair that was interrupted is still a repair. */
function pendingOutcome(
  recorded: PoolRecord | undefined,
  state: DesiredState,
): 'Applied' | 'Repaired' | 'Contested' {
  const { Intent, Desired } = recorded ?? {};
  if (!Intent || !Desired || !sameState(Desired, state) || Intent.Outcome === 'Cleared') return 'Applied';
  return Intent.Outcome;
}

/**
 * Cognito refused this very state: tried again when the pool is updated, when the parameter was gone meanwhile and
 * so was put again, or when its time has come.
 */
function isRejectionCurrent({ recorded, cause, now }: Situation, state: DesiredState): boolean {
  if (!recorded?.Rejection || !recorded.Desired || recorded.DeletedAt || cause.poolUpdated) return false;
  return sameState(recorded.Desired, state) && now < new Date(recorded.Rejection.RetryAt);
}

/** Nothing is desired of a pool that is not there; should it be there again, all of it is a change. */
function poolNotFound({ recorded, userPoolId, now }: Situation): Action {
  const { Desired, Intent, LastApplied, DeletedAt, Finding, ...base } =
    recorded ?? blankRecord(userPoolId, now);
  const reasons = [`no user pool ${userPoolId} in this account and Region`];
  return storeIfNew(recorded, withStatus(base, { to: 'PoolNotFound', reasons, now }));
}

/** Observe mode: seen, reported, left alone. */
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
