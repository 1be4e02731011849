import { EVENT_SOURCES, type EventSource } from '../../log-configuration.ts';
import type { LookedUpIn } from '../../pool-not-found.ts';
import { addedTransitions, blankRecord, type PoolRecord } from '../../record.ts';
import { poolDeleted, postponed, type Rejection, rejected } from '../after-set.ts';
import { mergeRecords } from './merge-records.ts';
import { recordFor, type SplitRecord, splitRecord } from './source-records.ts';

/** A write of some event sources that Cognito did not carry out. */
export interface FailedWrite {
  readonly intent: PoolRecord;
  /** The record that a successful write would store. Its other event sources do not depend on the write. */
  readonly confirmed: PoolRecord;
  readonly sources: readonly EventSource[];
}

/** Returns the record after Cognito rejected the entries of these event sources. */
export const rejectedSources = (
  write: FailedWrite,
  rejection: Rejection,
  recorded: PoolRecord | undefined,
  now: Date,
): PoolRecord =>
  changed(write, now, ({ record, owner }, source) => {
    const before = splitRecord(recorded, source);
    return rejected(record, rejection, owner ? recordFor(before, owner) : before?.record, now);
  });

/** Returns the record after the pool was deleted between the read and the Set. */
export const deletedSources = (
  write: Omit<FailedWrite, 'sources'>,
  lookedUpIn: LookedUpIn,
  now: Date,
): PoolRecord =>
  changed({ ...write, sources: EVENT_SOURCES }, now, ({ record }) => poolDeleted(record, lookedUpIn, now));

/** Returns the record of a write of these event sources that failed for now. */
export const postponedSources = (write: FailedWrite, reason: string, retryAt: Date, now: Date): PoolRecord =>
  changed(write, now, ({ record }) => postponed(record, reason, retryAt, now));

/**
 * Returns the record after Cognito rejected the entries of several event sources together. It is the record from before the write:
 * nothing was written, so no intent is pending, which would hide that a version of a policy was applied or rejected. A pool that
 * had no record stays unmanaged.
 */
export function withdrawnIntent(intent: PoolRecord, recorded: PoolRecord | undefined, now: Date): PoolRecord {
  const revision = intent.Revision + 1;
  if (recorded) return { ...recorded, Revision: revision };
  const base = blankRecord(intent.UserPoolId, now);
  return mergeRecords({ base, splits: new Map(), facts: intent.Facts, revision, now });
}

function changed(
  { intent, confirmed, sources }: FailedWrite,
  now: Date,
  change: (split: SplitRecord, source: EventSource) => PoolRecord,
): PoolRecord {
  const splits = new Map<EventSource, SplitRecord>();
  const added = addedTransitions(confirmed, intent);
  for (const source of EVENT_SOURCES) {
    const isWritten = sources.includes(source);
    const split = splitRecord(isWritten ? intent : confirmed, source);
    if (split === undefined) continue;
    const Transitions = added.filter(({ EventSource }) => EventSource === source);
    const record = isWritten ? change(split, source) : { ...split.record, Transitions };
    splits.set(source, { ...split, record });
  }
  return mergeRecords({ base: intent, splits, facts: intent.Facts, revision: intent.Revision + 1, now });
}
