import type { Clock } from '../../lib/reconcile/ports.ts';

/**
 * A discrete-event clock: what sleeps wakes in the order of its times (whole ms), as fast as the
 * test advances.
 */
export interface VirtualClock extends Clock {
  /** Milliseconds since the epoch. */
  time(): number;
  /** Runs everything that is due within so many milliseconds, and stands that much later. */
  advance(ms: number): Promise<void>;
  /** Runs until nobody sleeps. Throws where that is not so within `most` milliseconds. */
  drain(most?: number): Promise<void>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export function virtualClock(start = Date.UTC(2026, 2, 1)): VirtualClock {
  let time = start;
  const sleepers: Sleeper[] = [];

  /** A turn of the event loop: every promise that can go on has gone on. */
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
    drain: async (most = 3_600_000) => {
      const end = time + most;
      await runUntil(end);
      if (sleepers.length > 0) throw new Error(`somebody sleeps beyond ${most} ms`);
    },
  };
}
