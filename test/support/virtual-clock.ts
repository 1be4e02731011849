import type { Clock } from '../../lib/reconcile/ports.ts';

/**
 * A simulated clock. Sleepers wake in the order of their times (whole milliseconds), as fast as the test
 * advances the clock.
 */
export interface VirtualClock extends Clock {
  /** Milliseconds since the epoch. */
  time(): number;
  /** Wakes all sleepers of the next `ms` milliseconds and moves the time forward by `ms`. */
  advance(ms: number): Promise<void>;
  /** Runs until no sleeper is left. Throws if that takes more than `maxMs` milliseconds. */
  drain(maxMs?: number): Promise<void>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export function virtualClock(start = Date.UTC(2026, 2, 1)): VirtualClock {
  let time = start;
  const sleepers: Sleeper[] = [];

  /** Waits one turn of the event loop, so that all settled promises continue. */
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  const runUntil = async (end: number): Promise<void> => {
    await settle();
    for (;;) {
      const next = sleepers[0];
      if (next === undefined || next.at > end) return;
      sleepers.shift();
      time = Math.max(time, next.at);
      next.wake();
      await settle();
    }
  };

  return {
    now: () => new Date(time),
    time: () => time,
    sleep: (ms) =>
      new Promise((wake) => {
        const at = Math.ceil(time + Math.max(0, ms));
        const later = sleepers.findIndex((sleeper) => sleeper.at > at);
        sleepers.splice(later === -1 ? sleepers.length : later, 0, { at, wake });
      }),
    advance: async (ms) => {
      const end = time + ms;
      await runUntil(end);
      time = end;
    },
    drain: async (maxMs = 3_600_000) => {
      const end = time + maxMs;
      await runUntil(end);
      if (sleepers.length > 0) throw new Error(`a sleeper is left after ${maxMs} ms`);
    },
  };
}
