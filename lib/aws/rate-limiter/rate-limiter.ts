import type { CallContext } from '../../reconcile/ports.ts';
import type { Category } from '../config.ts';

/**
 * The account's quota for one category, shared by every worker. Each attempt of a call takes a slot.
 */
export interface RateLimiter {
  /** Resolves when the call may be made. Throws RateLimitTimeoutError when that is after the attempt's deadline. */
  acquire(category: Category, context: CallContext): Promise<void>;
  /** AWS throttled all the same: somebody else uses the account. The next slots move away a little. */
  throttled(category: Category): Promise<void>;
}

/**
 * `Reserved`: as many slots as were asked for, unless `count` says fewer. `Later`: nothing was reserved. `next` is the next free moment, where the table told it; it never moves
 * back, so that nobody has a slot before it any more.
 */
export type Reservation =
  | { readonly kind: 'Reserved'; readonly first: number; readonly count?: number }
  | { readonly kind: 'Later'; readonly next?: number };

/** Where all workers meet: the next free moment of each category. Times in ms since the epoch. */
export interface Reservations {
  /** Reserves `count` slots, each `spacingMs` long, where the next free moment is before `until`. */
  reserve(
    category: Category,
    slots: { readonly count: number; readonly spacingMs: number; readonly until: number },
  ): Promise<Reservation>;
  /** Moves the next free moment on to at least `until`. */
  postpone(category: Category, until: number): Promise<void>;
}
