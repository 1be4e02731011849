import { isOf, kindOf } from '../destination-arn.ts';
import { destinationArns } from '../finding.ts';
import { isFinished, isSettled } from '../outcome.ts';
import type { PoolRecord } from '../record.ts';
import type { PoolLocation } from '../user-pool-id.ts';
import type { UnknownReason } from './arrival.ts';
import type { ArrivalWindow } from './window.ts';

/** The part of a record that shows where the pool delivers its sign-in logs, and since when. */
export type DeliveryRecord = Pick<
  PoolRecord,
  'UserPoolId' | 'Status' | 'Intent' | 'LastApplied' | 'LastAppliedAt' | 'Finding'
> & {
  readonly Sources?: {
    readonly userAuthEvents?: Pick<PoolRecord, 'Status' | 'Intent' | 'LastApplied' | 'LastAppliedAt'>;
  };
};

/** A pool whose `userAuthEvents` the service manages. */
export interface DeliveringPool {
  readonly UserPoolId: string;
  readonly Destination: string;
  /** The last change of the configuration or the outcome, ISO 8601. */
  readonly changedAt: string;
  /** Why the pool cannot be judged, with any activity. */
  readonly problem: UnknownReason | undefined;
}

/** Returns the pool of a record; undefined if the service does not manage its `userAuthEvents`. */
export function deliveringPool(record: DeliveryRecord, location: PoolLocation): DeliveringPool | undefined {
  const source = record.Sources === undefined ? record : record.Sources.userAuthEvents;
  if (source === undefined || isFinished(source.Status.Outcome)) return undefined;
  const entries = (source.LastApplied ?? []).filter(({ EventSource }) => EventSource === 'userAuthEvents');
  const [Destination] = destinationArns(entries);
  if (Destination === undefined) return undefined;
  const { Status, Intent, LastAppliedAt = '' } = source;
  // The pool may already have the configuration of an interrupted write, with another destination.
  const isInSync = isSettled(Status.Outcome) && Intent === undefined;
  return {
    UserPoolId: record.UserPoolId,
    Destination,
    changedAt: later(Status.Since, LastAppliedAt),
    problem: isInSync ? (record.Finding?.Problem ?? problemOf(Destination, location)) : 'NotInSync',
  };
}

/** Texts in ISO 8601 sort by time. */
function later(a: string, b: string): string {
  if (a < b) return b;
  return a;
}

/** The metrics of a log group or stream are in its own account and Region. */
function problemOf(arn: string, location: PoolLocation): UnknownReason | undefined {
  if (kindOf(arn) === 'Bucket') return 'BucketNotReadable';
  return isOf(arn, location) ? undefined : 'OtherAccountOrRegion';
}

/** Returns why a pool cannot be judged in this window. */
export const windowProblem = (
  { problem, changedAt }: DeliveringPool,
  window: Pick<ArrivalWindow, 'from'>,
): UnknownReason | undefined =>
  problem ?? (Date.parse(changedAt) > window.from ? 'ChangedRecently' : undefined);
