import { sameConfiguration } from '../difference.ts';
import { normalized } from '../log-configuration.ts';
import { isFinished } from '../outcome.ts';
import type { PoolRecord } from '../record.ts';
import type { Action, Situation } from './action.ts';
import { nextRevision, storeIfNew, withStatus } from './next-record.ts';

/**
 * The parameter is gone. That alone never writes a pool: the record is marked, and only a sweep that is not
 * held clears or releases it, after a grace. Terraform's delete-and-create therefore opens no gap. A sweep that
 * began within the grace has not counted this loss for certain: its message, come late, would pass by a hold.
 */
export function decideAbsent(situation: Situation): Action {
  const { recorded, cause, now, settings } = situation;
  if (recorded === undefined) return { type: 'Nothing', outcome: 'Unmanaged' };
  if (isFinished(recorded.Status.Outcome)) return { type: 'Nothing', outcome: recorded.Status.Outcome };
  const marked = { ...recorded, DeletedAt: recorded.DeletedAt ?? now.toISOString() };
  const due = new Date(Date.parse(marked.DeletedAt) + settings.clearGraceSeconds * 1000);
  if (cause.sweep?.held)
    return wait(situation, marked, [
      'its parameter is gone, and so are many at once: held until a person decides',
    ]);
  if (cause.sweep && now >= due && cause.sweep.id >= due.toISOString()) return finish(situation, marked);
  if (recorded.Status.Outcome === 'Waiting' && recorded.DeletedAt !== undefined)
    return { type: 'Nothing', outcome: 'Waiting' };
  return wait(situation, marked, ['its parameter is gone: a sweep decides once the grace is over'], due);
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
  if (observed?.kind !== 'Present') return release(situation, marked, 'the pool is gone too');
  const onPool = normalized(observed.LogConfigurations);
  if (marked.Intent?.Outcome === 'Cleared' && onPool.length === 0) {
    const cleared = withStatus(unmanaged(marked), { to: 'Cleared', now, after: [] });
    return storeIfNew(situation.recorded, cleared);
  }
  const keep = whyKept(situation, marked, onPool.length === 0);
  if (keep !== undefined) return release(situation, marked, keep);
  const intent = nextRevision({ ...marked, Intent: { Outcome: 'Cleared', At: now.toISOString() } });
  const confirmed = withStatus(
    { ...unmanaged(intent), LastAppliedAt: now.toISOString() },
    { to: 'Cleared', now, before: onPool, after: [] },
  );
  return { type: 'Apply', outcome: 'Cleared', set: [], intent, confirmed: nextRevision(confirmed) };
}

/** Why the pool stays as it is; undefined where it is to be cleared. */
function whyKept(
  { settings, observed }: Situation,
  record: PoolRecord,
  isEmpty: boolean,
): string | undefined {
  const { Desired, LastApplied, Intent } = record;
  if (Desired?.OnDelete !== 'Clear') return 'OnDelete was Retain';
  if (Desired.Mode !== 'Enforce' || settings.mode !== 'Enforce') return 'the mode was Observe';
  if (isEmpty) return 'there was nothing to clear';
  const onPool = observed?.kind === 'Present' ? observed.LogConfigurations : [];
  const ours =
    (LastApplied !== undefined && sameConfiguration(onPool, LastApplied)) ||
    // An intent without confirmation may have arrived all the same.
    (Intent !== undefined && sameConfiguration(onPool, Desired.LogConfigurations));
  return ours ? undefined : 'somebody changed the pool since it was last applied';
}

function release({ recorded, now }: Situation, marked: PoolRecord, why: string): Action {
  const reasons = [`the pool was left as it is: ${why}`];
  return storeIfNew(recorded, withStatus(unmanaged(marked), { to: 'Released', reasons, now }));
}

/** What managing left in the record; its history and what stood before stay. */
function unmanaged(record: PoolRecord): PoolRecord {
  const { Desired, Intent, LastApplied, Rejection, DeletedAt, Contest, DriftSweeps, Finding, ...rest } =
    record;
  return rest;
}
