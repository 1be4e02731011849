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

/** The slots to reserve. Times are in milliseconds since the epoch. */
export interface SlotRequest {
  readonly count: number;
  readonly spacingMs: number;
  /** How many slots of idle time can be used afterwards: the first slot can be this far in the past. */
  readonly burst: number;
  /** Reserves only if the next free time is before this. */
  readonly until: number;
  /** Reserves fewer slots, but at least one, so that the next free time is before this. */
  readonly end: number;
}

/** Stores the next free time of each category for all workers. */
export interface Reservations {
  reserve(category: Category, slots: SlotRequest): Promise<Reservation>;
  /** Moves the next free time to `until`, unless it is later already. */
  postpone(category: Category, until: number): Promise<void>;
}
