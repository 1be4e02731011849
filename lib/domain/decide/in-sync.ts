import { type DesiredState, sameState } from '../desired.ts';
import type { ObservedConfiguration } from '../log-configuration.ts';
import { isSettled } from '../outcome.ts';
import { blankRecord, type PoolRecord } from '../record.ts';
import type { Action, Situation } from './action.ts';
import { contestReasons } from './drift.ts';
import { storeIfNew, withStatus } from './next-record.ts';

/** A contest ends after this number of sweeps that found the pool in sync. */
const CONTEST_END_SWEEPS = 2;

/** Decides for a pool that is in sync: the pool is not written, and the record only if it changes. */
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

/** Returns the record with its outcome. An interrupted write that reached the pool keeps its outcome. */
function withOutcome(
  next: PoolRecord,
  { DeletedAt, Rejection, Intent, Desired }: PoolRecord,
  { recorded, now }: Situation,
  state: DesiredState,
): PoolRecord {
  if (Intent && Intent.Outcome !== 'Cleared' && Desired && sameState(Desired, state)) {
    const confirmed = { ...next, LastAppliedAt: Intent.At };
    return withStatus(confirmed, { to: Intent.Outcome, now, after: state.LogConfigurations });
  }
  const outcome = recorded?.Status.Outcome;
  if (next.Contest) {
    const isKept = outcome === 'Contested' || (outcome !== undefined && isSettled(outcome));
    return isKept ? next : withStatus(next, { to: 'Contested', reasons: contestReasons(next), now });
  }
  const settled = outcome !== undefined && isSettled(outcome) && !DeletedAt && !Rejection;
  return settled ? next : withStatus(next, { to: 'InSync', now });
}

/** Resets the count of sweeps with drift. The second sweep that finds the pool in sync ends a contest. */
function resetDriftCounters(record: PoolRecord, { cause: { sweep } }: Situation): PoolRecord {
  if (!sweep) return record;
  const { DriftSweeps, Contest, ...rest } = record;
  const driftSweeps = DriftSweeps?.SweepId === sweep.id ? { DriftSweeps } : {};
  if (!Contest) return { ...rest, ...driftSweeps };
  if (Contest.SweepId === sweep.id) return record;
  const inSyncSweeps = Contest.InSyncSweeps + 1;
  if (inSyncSweeps >= CONTEST_END_SWEEPS) return { ...rest, ...driftSweeps };
  return { ...rest, ...driftSweeps, Contest: { ...Contest, InSyncSweeps: inSyncSweeps, SweepId: sweep.id } };
}
