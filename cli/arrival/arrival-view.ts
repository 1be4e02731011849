import {
  type ArrivalResult,
  type Arrivals,
  countResults,
  type PoolArrival,
  type SilentDestination,
  silentStreams,
  type UnknownReason,
} from '../../lib/domain/arrival/arrival.ts';

/** Whether the sign-in logs of a pool arrive, as a member of a JSON. Times are ISO 8601. */
export interface ArrivalView {
  readonly result: ArrivalResult;
  /** Why the result is `Unknown`. */
  readonly reason?: UnknownReason;
  /** Since when the result and the reason are the same. */
  readonly since: string;
  readonly destination: string;
  /** The windows with activity and without a record, since the last record. */
  readonly missedWindows: number;
  /** The start of the first of these windows. */
  readonly missedSince?: string;
  /** The time of the newest record that a check found. */
  readonly lastRecordAt?: string;
}

export const arrivalView = (arrival: PoolArrival): ArrivalView => ({
  result: arrival.Result,
  ...(arrival.Reason !== undefined && { reason: arrival.Reason }),
  since: arrival.Since,
  destination: arrival.Destination,
  missedWindows: arrival.Missed,
  ...(arrival.MissedSince !== undefined && { missedSince: arrival.MissedSince }),
  ...(arrival.LastRecordAt !== undefined && { lastRecordAt: arrival.LastRecordAt }),
});

/** A stream that received no record while its pools were active. */
export interface SilentStreamView {
  readonly arn: string;
  readonly since: string;
  readonly pools: number;
}

export const silentStreamViews = (arrivals: Iterable<PoolArrival>): readonly SilentStreamView[] =>
  silentStreams(arrivals).map(({ Arn, Since, Pools }: SilentDestination) => ({
    arn: Arn,
    since: Since,
    pools: Pools,
  }));

/** The totals of the last check, as a member of a JSON. */
export interface ArrivalTotals {
  readonly checkedAt: string;
  /** The end of the window that the check compared. */
  readonly windowEnd: string;
  readonly notArriving: number;
  readonly unknown: number;
  readonly noActivity: number;
  readonly arriving: number;
  /** How many pools are `Unknown` for each reason. */
  readonly unknownReasons: Readonly<Partial<Record<UnknownReason, number>>>;
  readonly silentStreams: readonly SilentStreamView[];
}

/** Counts the results of these pools. */
export function arrivalTotals(last: Arrivals, arrivals: readonly PoolArrival[]): ArrivalTotals {
  const { NotArriving, Unknown, NoActivity, Arriving } = countResults(arrivals);
  const unknownReasons: Partial<Record<UnknownReason, number>> = {};
  for (const { Reason } of arrivals)
    if (Reason !== undefined) unknownReasons[Reason] = (unknownReasons[Reason] ?? 0) + 1;
  return {
    checkedAt: last.At,
    windowEnd: last.To,
    notArriving: NotArriving,
    unknown: Unknown,
    noActivity: NoActivity,
    arriving: Arriving,
    unknownReasons,
    silentStreams: silentStreamViews(arrivals),
  };
}
