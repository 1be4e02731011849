import { setTimeout as wait } from 'node:timers/promises';

/** Pauses that grow from one failure to the next. */
export interface Backoff {
  /** Resolves after the pause, or at once when the signal aborts. */
  rest(): Promise<void>;
  /** After a success: the next pause is the first again. */
  reset(): void;
}

const first = 100;
const longest = 5000;

export function createBackoff(signal: AbortSignal): Backoff {
  let pause = first;
  return {
    async rest() {
      const resting = pause;
      pause = Math.min(pause * 2, longest);
      await wait(resting, undefined, { signal }).catch(() => undefined);
    },
    reset() {
      pause = first;
    },
  };
}
