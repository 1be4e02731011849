import type { ActivityMetric } from '../../domain/arrival/activity.ts';
import type { Arrivals } from '../../domain/arrival/arrival.ts';
import type { DeliveryRecord } from '../../domain/arrival/delivering-pool.ts';
import type { PoolLocation } from '../../domain/user-pool-id.ts';
import type { Clock, Publisher, Telemetry } from '../ports.ts';

/** The calls of a check end at this time. Milliseconds since the epoch. */
export interface CheckContext {
  readonly deadline: number;
}

/** Milliseconds since the epoch, multiples of five minutes. `to` is not part of it. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** Lists the records of pools, with the members that show where they deliver. */
export interface DeliveryRecords {
  pages(): AsyncIterable<readonly DeliveryRecord[]>;
}

/** A metric of a pool, or that of a destination: the records that a log group or stream received. */
export type CountedMetric =
  | ActivityMetric
  | { readonly kind: 'LogGroup' | 'Stream'; readonly destination: string };

/** CloudWatch's metrics. Methods throw AwsCallError, and RateLimitTimeoutError at the deadline. */
export interface MetricReader {
  /** Lists the metrics of activity that had data in the last two weeks. */
  listActivity(context: CheckContext): Promise<readonly ActivityMetric[]>;
  /**
   * Returns the sum of each metric in this time, in the order of the metrics. Undefined if CloudWatch did not return all of
   * its data.
   */
  sums(
    metrics: readonly CountedMetric[],
    range: TimeRange,
    context: CheckContext,
  ): Promise<readonly (number | undefined)[]>;
}

export type SearchResult =
  /** The time of the newest record, ISO 8601. Nothing else of a record leaves the search. */
  | { readonly kind: 'Found'; readonly at: string }
  /** The whole time was searched. */
  | { readonly kind: 'NotFound' }
  | { readonly kind: 'NotSeen'; readonly reason: 'NoMatchWithinLimit' | 'NotSearchable' };

/** Searches log groups for records of sign-ins. Throws AwsCallError, and RateLimitTimeoutError at the deadline. */
export interface RecordSearch {
  newest(
    logGroup: string,
    userPoolId: string,
    range: TimeRange,
    context: CheckContext,
  ): Promise<SearchResult>;
}

/** Stores the results of the last check. */
export interface ArrivalStore {
  /** Returns undefined before the first check. */
  read(): Promise<Arrivals | undefined>;
  write(arrivals: Arrivals): Promise<void>;
}

export interface ArrivalPorts {
  readonly location: PoolLocation;
  /** Minutes from a sign-in to its record. */
  readonly allowanceMinutes: number;
  readonly records: DeliveryRecords;
  readonly metrics: MetricReader;
  readonly search: RecordSearch;
  readonly arrivals: ArrivalStore;
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
}
