import type { Account } from './account.ts';
import { applied } from './measure.ts';

/** Watches how many pools are applied, ten times a second. */
export interface Watch {
  /** Seconds since the watch began. */
  elapsed(): number;
  /** Seconds after `moment` from when on, over the two that follow, pools come at 95 % of the rate. */
  recovered(moment: number, rate: number): number | undefined;
  stop(): void;
}

const WINDOW_SECONDS = 2;

export function watchApplied(account: Account, poolIds: readonly string[]): Watch {
  const begun = performance.now();
  const elapsed = () => (performance.now() - begun) / 1000;
  const samples: { readonly at: number; readonly done: number }[] = [];
  const sampling = setInterval(() => samples.push({ at: elapsed(), done: applied(account, poolIds) }), 100);
  return {
    elapsed,
    recovered(moment, rate) {
      for (const { at, done } of samples) {
        if (at < moment) continue;
        const later = samples.find((sample) => sample.at >= at + WINDOW_SECONDS);
        if (later && (later.done - done) / (later.at - at) >= 0.95 * rate) return at - moment;
      }
      return undefined;
    },
    stop: () => clearInterval(sampling),
  };
}

export const recoveryText = (seconds: number | undefined): string =>
  seconds === undefined ? 'not before the end' : seconds.toFixed(1);
