/** Whether the sign-in logs of a pool arrive, as the last check found. Times are ISO 8601. */
export interface ArrivalResultView {
  /** `NotArriving`, `Unknown`, `NoActivity` or `Arriving`. */
  readonly result: string;
  /** Why the result is `Unknown`. */
  readonly reason?: string;
  readonly since: string;
  /** The ARN to which the pool sends its sign-in logs. */
  readonly destination: string;
  readonly missedWindows: number;
  readonly missedSince?: string;
  readonly lastRecordAt?: string;
  /** The result in full sentences. */
  readonly text: string;
}

/** The totals of the last check. */
export interface ArrivalTotalsView {
  readonly checkedAt: string;
  readonly windowEnd: string;
  readonly notArriving: number;
  readonly unknown: number;
  readonly noActivity: number;
  readonly arriving: number;
  readonly unknownReasons: Readonly<Record<string, number>>;
  readonly silentStreams: readonly { readonly arn: string; readonly since: string; readonly pools: number }[];
}

/** The result that needs attention. */
export const NOT_ARRIVING = 'NotArriving';
