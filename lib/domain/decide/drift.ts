import type { DesiredState } from '../desired.ts';
import type { ObservedConfiguration } from '../log-configuration.ts';
import type { PoolRecord } from '../record.ts';
import type { Action, DecisionSettings, Situation } from './action.ts';
import { apply } from './apply.ts';
import { storeIfNew, withStatus } from './next-record.ts';

const HOUR_MS = 3_600_000;

/** Decides for a pool that another client modified: repairs it, but a contested pool only once per sweep. */
export function decideDrift(
  situation: Situation,
  recorded: PoolRecord,
  state: DesiredState,
  onPool: readonly ObservedConfiguration[],
): Action {
  const { cause, now, settings } = situation;
  const { Contest } = recorded;
  if (Contest && (!cause.sweep || Contest.SweepId === cause.sweep.id))
    return recordConflictOnly(recorded, now);
  const counted = countDrift(recorded, situation);
  const reasons = Contest ? contestReasons(recorded) : contestStartReasons(counted, settings);
  if (reasons === undefined) return apply({ situation, base: counted, state, onPool, outcome: 'Repaired' });
  const contested: PoolRecord = {
    ...counted,
    Contest: {
      Since: Contest?.Since ?? now.toISOString(),
      ...(Contest?.Writer && { Writer: Contest.Writer }),
      InSyncSweeps: 0,
      ...(cause.sweep && { SweepId: cause.sweep.id }),
    },
  };
  return apply({ situation, base: contested, state, onPool, outcome: 'Contested', reasons });
}

/** Records that the pool is contested and leaves it unchanged until the next sweep. */
function recordConflictOnly(recorded: PoolRecord, now: Date): Action {
  const contest = recorded.Contest && { Contest: { ...recorded.Contest, InSyncSweeps: 0 } };
  const next = { ...recorded, ...contest };
  const contested =
    recorded.Status.Outcome === 'Contested'
      ? next
      : withStatus(next, { to: 'Contested', reasons: contestReasons(recorded), now });
  return storeIfNew(recorded, contested);
}

/** Returns why the pool is contested. */
export const contestReasons = ({ Contest, Status }: PoolRecord): readonly string[] =>
  Status.Outcome === 'Contested'
    ? Status.Reasons
    : [`Another writer has been changing this pool since ${Contest?.Since}.`];

function countDrift(recorded: PoolRecord, { cause: { sweep }, now }: Situation): PoolRecord {
  const Repairs = [
    ...recorded.Repairs.filter((at) => now.getTime() - Date.parse(at) < HOUR_MS),
    now.toISOString(),
  ];
  const counted = { ...recorded, Repairs, DriftCount: recorded.DriftCount + 1 };
  const { DriftSweeps } = recorded;
  if (!sweep || DriftSweeps?.SweepId === sweep.id) return counted;
  return { ...counted, DriftSweeps: { Count: (DriftSweeps?.Count ?? 0) + 1, SweepId: sweep.id } };
}

/** Returns why the pool becomes contested with this drift; undefined if it does not. */
function contestStartReasons(
  { Repairs, DriftSweeps }: PoolRecord,
  { contestedRepairs, contestedSweeps }: DecisionSettings,
): readonly string[] | undefined {
  if (Repairs.length >= contestedRepairs)
    return [`Another writer keeps changing this pool: ${Repairs.length} repairs in one hour.`];
  if (DriftSweeps && DriftSweeps.Count >= contestedSweeps)
    return [`Another writer keeps changing this pool: drift in ${DriftSweeps.Count} consecutive sweeps.`];
  return undefined;
}
