import type { Account } from './account.ts';
import { applied } from './measure.ts';

/** Records the number of applied pools, ten times per second. */
export interface Watch {
  /** Seconds since the start. */
  elapsed(): number;
  /**
   * Returns the seconds after `time` until pools are applied at 95 % of the rate during the following two
   * seconds.
   */
  recovered(time: number, rate: number): number | undefined;
  stop(): void;
}

const WINDOW_SECONDS = 2;

export function watchApplied(account: Account, poolIds: readonly string[]): Watch {
  const startedAt = performance.now();
  const elapsed = () => (performance.now() - startedAt) / 1000;
  const samples: { readonly at: number; readonly done: number }[] = [];
  const sampling = setInterval(() => samples.push({ at: elapsed(), done: applied(account, poolIds) }), 100);
  return {
    elapsed,
    recovered(time, rate) {
      for (const { at, done } of samples) {
        if (at < time) continue;
        const later = samples.find((sample) => sample.at >= at + WINDOW_SECONDS);
        if (later && (later.done - done) / (later.at - at) >= 0.95 * rate) return at - time;
      }
      return undefined;
    },
    stop: () => clearInterval(sampling),
  };
}

export const recoveryText = (seconds: number | undefined): string =>
  seconds === undefined ? 'not before the end' : seconds.toFixed(1);
