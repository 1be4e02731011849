/** The cloud's time in milliseconds since the epoch: the real time plus an offset. */
export interface Clock {
  now(): number;
  /**
   * The milliseconds by which the cloud's time differs from the time of this machine, in one element. Other threads
   * read it, so that functions have the cloud's time.
   */
  readonly offset: Float64Array<SharedArrayBuffer>;
  /**
   * Moves the time forwards or, with a negative number, backwards. Running timers and schedules do not
   * change.
   */
  move(milliseconds: number): void;
}

/** @param real the time of this machine, or another clock that runs at the same speed. */
export function createClock(real: () => number): Clock {
  let moved = 0;
  const offset = new Float64Array(new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT));
  offset[0] = real === Date.now ? 0 : real() - Date.now();
  return {
    now: () => real() + moved,
    offset,
    move(milliseconds) {
      moved += milliseconds;
      offset[0] = (offset[0] ?? 0) + milliseconds;
    },
  };
}

/** Formats a time as EventBridge and CloudTrail do: `2026-11-23T07:00:00Z`. */
export function wholeSeconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
