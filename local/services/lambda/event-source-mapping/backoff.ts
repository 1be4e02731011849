import { setTimeout as wait } from 'node:timers/promises';

/** Pauses that double with each failure. */
export interface Backoff {
  /** Resolves after the pause, or immediately when the signal aborts. */
  pause(): Promise<void>;
  /** Resets the pause after a success. */
  reset(): void;
}

const MIN_PAUSE_MS = 100;
const MAX_PAUSE_MS = 5000;

export function createBackoff(signal: AbortSignal): Backoff {
  let next = MIN_PAUSE_MS;
  return {
    async pause() {
      const current = next;
      next = Math.min(next * 2, MAX_PAUSE_MS);
      await wait(current, undefined, { signal }).catch(() => undefined);
    },
    reset() {
      next = MIN_PAUSE_MS;
    },
  };
}
