/** The cloud's time in milliseconds since the epoch: the real time plus an offset. */
export interface Clock {
  now(): number;
  /**
   * Moves the time forwards or, with a negative number, backwards. Running timers and schedules do not
   * change.
   */
  move(milliseconds: number): void;
}

export function createClock(real: () => number): Clock {
  let offset = 0;
  return {
    now: () => real() + offset,
    move(milliseconds) {
      offset += milliseconds;
    },
  };
}

/** Formats a time as EventBridge and CloudTrail do: `2026-11-23T07:00:00Z`. */
export function wholeSeconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
