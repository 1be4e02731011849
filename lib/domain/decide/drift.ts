import type { DesiredState } from '../desired.ts';
import type { ObservedConfiguration } from '../log-configuration.ts';
import type { PoolRecord } from '../record.ts';
import type { Action, DecisionSettings, Situation } from './action.ts';
import { apply } from './apply.ts';
import { storeIfNew, withStatus } from './next-record.ts';

const HOUR_MS = 3_600_000;

/** Somebody edited the pool: repaired, unless somebody keeps doing so; then no more than once a sweep. */
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
  const why = Contest ? contestReasons(recorded) : contestBegins(counted, settings);
  if (why === undefined) return apply({ situation, base: counted, state, onPool, outcome: 'Repaired' });
  const contested: PoolRecord = {
    ...counted,
    Contest: {
      Since: Contest?.Since ?? now.toISOString(),
      ...(Contest?.Writer && { Writer: Contest.Writer }),
      InSyncSweeps: 0,
      ...(cause.sweep && { SweepId: cause.sweep.id }),
    },
  };
  return apply({ situation, base: contested, state, onPool, outcome: 'Contested', reasons: why });
}

/** Contested, and not this sweep's one repair: said, left alone until the next sweep. */
function recordConflictOnly(recorded: PoolRecord, now: Date): Action {
  const contest = recorded.Contest && { Contest: { ...recorded.Contest, InSyncSweeps: 0 } };
  const next = { ...recorded, ...contest };
  const named =
    recorded.Status.Outcome === 'Contested'
      ? next
      : withStatus(next, { to: 'Contested', reasons: contestReasons(recorded), now });
  return storeIfNew(recorded, named);
}

const contestReasons = ({ Contest, Status }: PoolRecord): readonly string[] =>
  Status.Outcome === 'Contested'
    ? Status.Reasons
    : [`somebody else has kept writing this pool since ${Contest?.Since}`];

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

/** Why a contest begins with this drift; undefined where it does not. */
function contestBegins(
  { Repairs, DriftSweeps }: PoolRecord,
  { contestedRepairs, contestedSweeps }: DecisionSettings,
): readonly string[] | undefined {
  if (Repairs.length >= contestedRepairs)
    return [`somebody else keeps writing this pool: ${Repairs.length} repairs in an hour`];
  if (DriftSweeps && DriftSweeps.Count >= contestedSweeps)
    return [`somebody else keeps writing this pool: drift on ${DriftSweeps.Count} sweeps running`];
  return undefined;
}
