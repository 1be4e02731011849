import { EVENT_SOURCES, type EventSource } from '../../log-configuration.ts';
import type { LookedUpIn } from '../../pool-not-found.ts';
import type { PoolRecord } from '../../record.ts';
import { poolDeleted, postponed, type Rejection, rejected } from '../after-set.ts';
import { mergeRecords } from './merge-records.ts';
import { type SplitRecord, splitRecord } from './source-records.ts';

/** Returns the record after Cognito rejected the entries of these event sources. */
export const rejectedSources = (
  intent: PoolRecord,
  sources: readonly EventSource[],
  rejection: Rejection,
  recorded: PoolRecord | undefined,
  now: Date,
): PoolRecord =>
  changed(intent, sources, now, (record, source) =>
    rejected(record, rejection, splitRecord(recorded, source)?.record, now),
  );

/** Returns the record after the pool was deleted between the read and the Set. */
export const deletedSources = (intent: PoolRecord, lookedUpIn: LookedUpIn, now: Date): PoolRecord =>
  changed(intent, EVENT_SOURCES, now, (record) => poolDeleted(record, lookedUpIn, now));

/** Returns the record of a write of these event sources that failed for now. */
export const postponedSources = (
  intent: PoolRecord,
  sources: readonly EventSource[],
  reason: string,
  retryAt: Date,
  now: Date,
): PoolRecord => changed(intent, sources, now, (record) => postponed(record, reason, retryAt, now));

function changed(
  intent: PoolRecord,
  sources: readonly EventSource[],
  now: Date,
  change: (record: PoolRecord, source: EventSource) => PoolRecord,
): PoolRecord {
  const splits = new Map<EventSource, SplitRecord>();
  for (const source of EVENT_SOURCES) {
    const split = splitRecord(intent, source);
    if (split === undefined) continue;
    const record = sources.includes(source) ? change(split.record, source) : split.record;
    splits.set(source, { ...split, record });
  }
  return mergeRecords({ base: intent, splits, facts: intent.Facts, revision: intent.Revision + 1, now });
}
