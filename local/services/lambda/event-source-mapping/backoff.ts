import { setTimeout as wait } from 'node:timers/promises';

/** Pauses that grow from one failure to the next. */
export interface Backoff {
  /** Resolves after the pause, or at once when the signal aborts. */
  rest(): Promise<void>;
  /** After a success: the next pause is the first again. */
  reset(): void;
}

const MIN_PAUSE_MS = 100;
const MAX_PAUSE_MS = 5000;

export function createBackoff(signal: AbortSignal): Backoff {
  let pause = MIN_PAUSE_MS;
  return {
    async rest() {
      const resting = pause;
      pause = Math.min(pause * 2, MAX_PAUSE_MS);
      await wait(resting, undefined, { signal }).catch(() => undefined);
    },
    reset() {
      pause = MIN_PAUSE_MS;
    },
  };
}
