import { kindOf } from '../destination-arn.ts';
import { POOL_PROBLEMS } from '../finding.ts';

/** Whether the sign-in logs of a pool arrive at their destination. From the worst to the best. */
export const ARRIVAL_RESULTS = ['NotArriving', 'Unknown', 'NoActivity', 'Arriving'] as const;
export type ArrivalResult = (typeof ARRIVAL_RESULTS)[number];

/** Why a pool is `Unknown`. */
export const UNKNOWN_REASONS = [
  ...POOL_PROBLEMS,
  /** The configuration on the pool may not be the desired one. */
  'NotInSync',
  /** The configuration changed during the window, so its records went to two destinations. */
  'ChangedRecently',
  'OtherAccountOrRegion',
  /** The key layout in a bucket is not documented (docs/aws-facts.md#arrival). */
  'BucketNotReadable',
  /** The stream receives records, but from which pools is not visible. */
  'StreamReceives',
  /** Cognito published no activity in two weeks: no user was active, or threat protection does not run. */
  'MetricNotPublished',
  /** Activity without a record, in one window. Only two windows are evidence. */
  'OneWindow',
  /** The search through a log group ended before it found a record of the pool. */
  'NoMatchWithinLimit',
  /** The log group cannot be searched, for example because of its class. */
  'NotSearchable',
  'PermissionMissing',
  /** A call failed, or the time or the number of metrics of the check was used up. */
  'NotChecked',
] as const;
export type UnknownReason = (typeof UNKNOWN_REASONS)[number];

/** The result of a pool. Times are ISO 8601. */
export interface PoolArrival {
  readonly UserPoolId: string;
  /** The ARN to which the pool delivers `userAuthEvents`. */
  readonly Destination: string;
  readonly Result: ArrivalResult;
  /** Set for `Unknown`. */
  readonly Reason?: UnknownReason;
  /** Since when the result and the reason are the same. */
  readonly Since: string;
  /** How many windows with activity had no record, since the last record. */
  readonly Missed: number;
  /** The start of the first of these windows. */
  readonly MissedSince?: string;
  /** The time of the newest record that a check found. */
  readonly LastRecordAt?: string;
}

/** The results of all pools after the last check. Times are ISO 8601. */
export interface Arrivals {
  /** When the check began. */
  readonly At: string;
  /** The end of the window that the check compared. The next window begins there. */
  readonly To: string;
  readonly Pools: ReadonlyMap<string, PoolArrival>;
}

/** A destination that received no record at all while its pools were active. */
export interface SilentDestination {
  readonly Arn: string;
  /** The start of the first window without a record, ISO 8601. */
  readonly Since: string;
  readonly Pools: number;
}

/**
 * Returns the streams that receive nothing. A pool with a stream is `NotArriving` only if its stream receives nothing. In a
 * log group, the records of a single pool can be missing.
 */
export function silentStreams(pools: Iterable<PoolArrival>): readonly SilentDestination[] {
  const streams = new Map<string, SilentDestination>();
  for (const { Result, Destination, MissedSince, Since } of pools) {
    if (Result !== 'NotArriving' || kindOf(Destination) !== 'Stream') continue;
    const known = streams.get(Destination);
    const since = MissedSince ?? Since;
    streams.set(Destination, {
      Arn: Destination,
      Since: known !== undefined && known.Since < since ? known.Since : since,
      Pools: (known?.Pools ?? 0) + 1,
    });
  }
  return [...streams.values()].toSorted((a, b) => (a.Arn < b.Arn ? -1 : 1));
}

/** Returns how many pools have each result. */
export function countResults(pools: Iterable<PoolArrival>): Readonly<Record<ArrivalResult, number>> {
  const counts = { NotArriving: 0, Unknown: 0, NoActivity: 0, Arriving: 0 };
  for (const { Result } of pools) counts[Result] += 1;
  return counts;
}
