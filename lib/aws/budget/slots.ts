import type { Attempt } from '../../domain/ports.ts';
import type { Category } from '../config.ts';

/**
 * The account's quota for one category, shared by every worker. Each attempt of a call takes a slot.
 */
export interface Budget {
  /** Resolves when the call may be made. Throws NoSlot when that is after the attempt's deadline. */
  take(category: Category, attempt: Attempt): Promise<void>;
  /** AWS throttled all the same: somebody else uses the account. The next slots move away a little. */
  throttled(category: Category): Promise<void>;
}

/** Where all workers meet: the next free moment of each category. */
export interface Reservations {
  /**
   * Reserves up to `count` slots, each 1/rate long, where the next free moment is before `until`. Answers
   * the first one's time, or undefined where the next free moment is later. Times in ms since the epoch.
   */
  reserve(
    category: Category,
    slots: { readonly count: number; readonly spacingMs: number; readonly until: number },
  ): Promise<number | undefined>;
  /** Moves the next free moment on to at least `until`. */
  postpone(category: Category, until: number): Promise<void>;
}
