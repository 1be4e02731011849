import { sameConfiguration } from '../difference.ts';
import { normalized } from '../log-configuration.ts';
import { isFinished } from '../outcome.ts';
import type { PoolRecord } from '../record.ts';
import type { Action, LossReasons, Situation } from './action.ts';
import { nextRevision, storeIfNew, withStatus } from './next-record.ts';

const PARAMETER_DELETED: LossReasons = {
  gracePeriod: 'Parameter deleted. The first sweep after the grace period clears or releases the pool.',
  onHold:
    'Parameter deleted. On hold: many parameters were deleted at once. Restore them or accept the deletions.',
};

/**
 * Decides for a pool whose parameter was deleted. An event only marks the record. After a grace period, a
 * sweep that is not on hold clears or releases the pool, so Terraform's delete-and-create causes no gap. A
 * sweep that began within the grace period may not have counted this deletion, so its message, if it arrives
 * late, could bypass a hold; it is not used.
 */
export function decideAbsent(situation: Situation): Action {
  const { recorded, cause, now, settings, loss = PARAMETER_DELETED } = situation;
  if (recorded === undefined) return { type: 'Nothing', outcome: 'Unmanaged' };
  if (isFinished(recorded.Status.Outcome)) return { type: 'Nothing', outcome: recorded.Status.Outcome };
  const marked = { ...recorded, DeletedAt: recorded.DeletedAt ?? now.toISOString() };
  const due = new Date(Date.parse(marked.DeletedAt) + settings.clearGraceSeconds * 1000);
  if (cause.sweep?.held) return wait(situation, marked, [loss.onHold]);
  if (cause.sweep && now >= due && cause.sweep.id >= due.toISOString()) return finish(situation, marked);
  if (recorded.Status.Outcome === 'Waiting' && recorded.DeletedAt !== undefined)
    return { type: 'Nothing', outcome: 'Waiting' };
  return wait(situation, marked, [loss.gracePeriod], due);
}

const wait = (
  { recorded, now }: Situation,
  marked: PoolRecord,
  reasons: readonly string[],
  retryAt?: Date,
): Action =>
  storeIfNew(recorded, withStatus(marked, { to: 'Waiting', reasons, now, ...(retryAt && { retryAt }) }));

function finish(situation: Situation, marked: PoolRecord): Action {
  const { observed, now } = situation;
  if (observed?.kind !== 'Present') return release(situation, marked, 'the pool does not exist');
  const onPool = normalized(observed.LogConfigurations);
  if (marked.Intent?.Outcome === 'Cleared' && onPool.length === 0) {
    const cleared = withStatus(unmanaged(marked), { to: 'Cleared', now, after: [] });
    return storeIfNew(situation.recorded, cleared);
  }
  const reason = releaseReason(situation, marked, onPool.length === 0);
  if (reason !== undefined) return release(situation, marked, reason);
  const intent = nextRevision({ ...marked, Intent: { Outcome: 'Cleared', At: now.toISOString() } });
  const confirmed = withStatus(
    { ...unmanaged(intent), LastAppliedAt: now.toISOString() },
    { to: 'Cleared', now, before: onPool, after: [] },
  );
  return { type: 'Apply', outcome: 'Cleared', set: [], intent, confirmed: nextRevision(confirmed) };
}

/** Returns why the pool is released unchanged; undefined if it must be cleared. */
function releaseReason(
  { settings, observed }: Situation,
  record: PoolRecord,
  isEmpty: boolean,
): string | undefined {
  const { Desired, LastApplied, Intent } = record;
  if (Desired?.OnDelete !== 'Clear') return 'OnDelete was Retain';
  if (Desired.Mode !== 'Enforce' || settings.mode !== 'Enforce') return 'the mode was Observe';
  if (isEmpty) return 'the pool has no log delivery';
  const onPool = observed?.kind === 'Present' ? observed.LogConfigurations : [];
  const ours =
    (LastApplied !== undefined && sameConfiguration(onPool, LastApplied)) ||
    // An intent without confirmation may have reached the pool.
    (Intent !== undefined && sameConfiguration(onPool, Desired.LogConfigurations));
  return ours ? undefined : 'the pool was modified after the last apply';
}

function release({ recorded, now }: Situation, marked: PoolRecord, reason: string): Action {
  const reasons = [`Log delivery left unchanged: ${reason}.`];
  return storeIfNew(recorded, withStatus(unmanaged(marked), { to: 'Released', reasons, now }));
}

/** Removes the members that only a managed pool has. The history, `Original` and the last desired state stay. */
function unmanaged(record: PoolRecord): PoolRecord {
  const { Desired, Intent, LastApplied, Rejection, DeletedAt, Contest, DriftSweeps, Finding, ...rest } =
    record;
  if (DeletedAt === undefined) return rest;
  return { ...rest, Deleted: { At: DeletedAt, ...(Desired && { Desired }) } };
}
