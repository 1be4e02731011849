/** The time in which a check compares activity with records. Milliseconds since the epoch, all multiples of `STEP_MS`. */
export interface ArrivalWindow {
  readonly from: number;
  readonly to: number;
  /** When the records of the last activity must have arrived. */
  readonly arrivedBy: number;
}

/** The length of a data point, in milliseconds. CloudWatch keeps such points for 63 days. */
export const STEP_MS = 300_000;
const HOUR_MS = 3_600_000;
/** CloudWatch shows the metrics of other services with a delay of minutes; how long at most is [unverified]. */
const METRIC_DELAY_MS = 3 * STEP_MS;
/** A shorter window is not worth a check: it would show less activity than the one before. */
const MIN_MS = HOUR_MS;
/** The window of the first check. */
const FIRST_MS = 6 * HOUR_MS;
/** After a pause, a check looks back this far. */
const MAX_MS = 24 * HOUR_MS;

/**
 * Returns the window of a check that begins now. It begins where the last one ended, so that no record counts twice.
 * Returns undefined if the last check was less than an hour ago.
 *
 * @param last the end of the last window, ISO 8601; undefined before the first check
 */
export function arrivalWindow(
  now: Date,
  last: string | undefined,
  allowanceMinutes: number,
): ArrivalWindow | undefined {
  const floor = (ms: number): number => Math.floor(ms / STEP_MS) * STEP_MS;
  const arrivedBy = floor(now.getTime() - METRIC_DELAY_MS);
  const to = floor(arrivedBy - allowanceMinutes * 60_000);
  const before = last === undefined ? to - FIRST_MS : Date.parse(last);
  const from = Math.max(before, to - MAX_MS);
  return to - from < MIN_MS ? undefined : { from, to, arrivedBy };
}
