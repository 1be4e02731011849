import type { CategoryLimits } from './category-limits.ts';

/**
 * The reserved and unused slots of one category in one worker. They outlast an invocation: Lambda freezes the process between
 * two invocations, so only times count, no timers. Times are in milliseconds since the epoch.
 */
export interface KeptSlots {
  /** Call this when a call arrives and none is waiting. A pause ends the trust that spare slots are used in time. */
  resume(now: number): void;
  /** Adds slots. They can be used once even if they arrive late. */
  add(first: number, count: number): void;
  /** Removes the slots that have been kept too long. */
  expire(now: number): void;
  earliest(): number | undefined;
  /** Removes the earliest slot: a call uses it. */
  use(): void;
  /** How many more slots than waiting calls to reserve. */
  spare(): number;
  /** Removes the slots before this time. */
  discardBefore(time: number): void;
}

/** A slot further ahead was reserved by a clock that has moved back since. */
const MAX_AHEAD_MS = 1_000;

/**
 * Keeps slots until `keepMs` after their time. Every `callsPerSpare` calls without a pause of that length earn one spare slot, so
 * that only a worker with steady work reserves more than it needs, and unused slots stay a small share of its calls.
 */
export function keptSlots(
  { keepMs, callsPerSpare }: Pick<CategoryLimits, 'keepMs' | 'callsPerSpare'>,
  spacingMs: number,
): KeptSlots {
  let slots: number[] = [];
  let lastUsed = Number.NEGATIVE_INFINITY;
  let calls = 0;
  return {
    resume(now) {
      // The slot after the last one has expired, so it would have been wasted.
      if (now - lastUsed > spacingMs + keepMs) calls = 0;
      slots = slots.filter((slot) => slot <= now + MAX_AHEAD_MS);
    },
    add(first, count) {
      for (let at = 0; at < count; at++) slots.push(first + at * spacingMs);
    },
    expire(now) {
      slots = slots.filter((slot) => slot >= now - keepMs);
    },
    earliest: () => slots[0],
    use() {
      lastUsed = slots.shift() ?? lastUsed;
      calls += 1;
    },
    spare: () => Math.floor(calls / callsPerSpare),
    discardBefore(time) {
      slots = slots.filter((slot) => slot >= time);
    },
  };
}
