import { type DesiredState, sameState } from '../desired.ts';
import type { ObservedConfiguration } from '../log-configuration.ts';
import { isSettled } from '../outcome.ts';
import { blankRecord, type PoolRecord } from '../record.ts';
import type { Action, Situation } from './action.ts';
import { storeIfNew, withStatus } from './next-record.ts';

/** Contest ends after so many sweeps that found the pool as desired. */
const QUIET_SWEEPS = 2;

/** The pool is as desired: no write of the pool, and none of the record unless it says something else. */
export function decideInSync(
  situation: Situation,
  state: DesiredState,
  onPool: readonly ObservedConfiguration[],
): Action {
  const { recorded, userPoolId, now } = situation;
  const base = recorded ?? blankRecord(userPoolId, now);
  const counted = resetDriftCounters(base, situation);
  const { DeletedAt, Rejection, Intent, ...rest } = counted;
  const next: PoolRecord = {
    ...rest,
    Desired: state,
    LastApplied: state.LogConfigurations,
    Original: base.Original ?? { LogConfigurations: onPool, At: now.toISOString() },
  };
  const stored = storeIfNew(recorded, { ...next, ...withOutcome(next, counted, situation, state) });
  return {
    ...stored,
    outcome: next.Contest ? 'Contested' : stored.type === 'Nothing' ? 'InSync' : stored.outcome,
  };
}

/** What the record is to call it: an interrupted write that did arrive keeps its own name. */
function withOutcome(
  next: PoolRecord,
  { DeletedAt, Rejection, Intent, Desired }: PoolRecord,
  { recorded, now }: Situation,
  state: DesiredState,
): PoolRecord {
  if (Intent && Intent.Outcome !== 'Cleared' && Desired && sameState(Desired, state)) {
    const arrived = { ...next, LastAppliedAt: Intent.At };
    return withStatus(arrived, { to: Intent.Outcome, now, after: state.LogConfigurations });
  }
  if (next.Contest) return next;
  const outcome = recorded?.Status.Outcome;
  const settled = outcome !== undefined && isSettled(outcome) && !DeletedAt && !Rejection;
  return settled ? next : withStatus(next, { to: 'InSync', now });
}

/** A sweep that finds the pool as desired ends a row of drifts, and after a second one a contest. */
function resetDriftCounters(record: PoolRecord, { cause: { sweep } }: Situation): PoolRecord {
  if (!sweep) return record;
  const { DriftSweeps, Contest, ...rest } = record;
  const row = DriftSweeps?.SweepId === sweep.id ? { DriftSweeps } : {};
  if (!Contest) return { ...rest, ...row };
  if (Contest.SweepId === sweep.id) return record;
  const quiet = Contest.InSyncSweeps + 1;
  if (quiet >= QUIET_SWEEPS) return { ...rest, ...row };
  return { ...rest, ...row, Contest: { ...Contest, InSyncSweeps: quiet, SweepId: sweep.id } };
}
