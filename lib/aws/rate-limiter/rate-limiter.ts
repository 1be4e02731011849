import type { CallContext } from '../../reconcile/ports.ts';
import type { Category } from '../config.ts';

/** Shares the account's quota of each category between all workers. Each attempt of a call needs a slot. */
export interface RateLimiter<C extends string = Category> {
  /**
   * Resolves when the call may be made. Throws RateLimitTimeoutError if that is after the deadline of the
   * context.
   */
  acquire(category: C, context: CallContext): Promise<void>;
  /**
   * Reports a throttled call: another client uses the same quota. Delays the next slots of all workers a
   * little.
   */
  throttled(category: C): Promise<void>;
}

/**
 * `Reserved`: the requested number of slots, or `count` slots if it is set; the first starts at `first`.
 * `Later`: nothing was reserved. `next` is the next free time, if the table returned it. It never moves back,
 * so no slot before it becomes free again.
 */
export type Reservation =
  | { readonly kind: 'Reserved'; readonly first: number; readonly count?: number }
  | { readonly kind: 'Later'; readonly next?: number };

/** Stores the next free time of each category for all workers. Times are in milliseconds since the epoch. */
export interface Reservations {
  /** Reserves `count` slots of `spacingMs` each, if the next free time is before `until`. */
  reserve(
    category: Category,
    slots: { readonly count: number; readonly spacingMs: number; readonly until: number },
  ): Promise<Reservation>;
  /** Moves the next free time to `until`, unless it is later already. */
  postpone(category: Category, until: number): Promise<void>;
}
