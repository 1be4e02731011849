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
