/** The cloud's own time, in milliseconds since the epoch: the real one and what it was moved by. */
export interface Clock {
  now(): number;
  /** Forward or, with a negative number, back. Timers and schedules already set keep to real time. */
  move(milliseconds: number): void;
}

export function createClock(real: () => number): Clock {
  let moved = 0;
  return {
    now: () => real() + moved,
    move(milliseconds) {
      moved += milliseconds;
    },
  };
}

/** As EventBridge and CloudTrail write a time: `2026-11-23T07:00:00Z`. */
export function wholeSeconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
