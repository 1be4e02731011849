import type { Category } from '../../lib/aws/config.ts';
import type { Reservation, Reservations } from '../../lib/aws/rate-limiter/rate-limiter.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** So many slots of idle time may be caught up with: what `reservations.ts` holds to, too. */
export const BURST = 5;

export interface MemoryReservations extends Reservations {
  /** How many writes were tried: what the table would bill. */
  writes(): number;
  /** Each reservation that was given. */
  readonly given: readonly { readonly first: number; readonly count: number; readonly spacingMs: number }[];
  /** Every call fails with this until it is taken away. */
  failWith(error: Error | undefined): void;
}

/**
 * The table's budget items in memory. `latency` is asked for the time of each way of a call, so that calls
 * overlap as they do over a network.
 */
export function memoryReservations(
  clock: VirtualClock,
  { latency = () => 0, tellsNext = true }: { latency?: () => number; tellsNext?: boolean } = {},
): MemoryReservations {
  const nexts = new Map<Category, number>();
  const given: { first: number; count: number; spacingMs: number }[] = [];
  let failure: Error | undefined;
  let writes = 0;

  /** One conditional update: what it does happens at once, between the ways there and back. */
  const update = async <T>(change: () => T): Promise<T> => {
    writes += 1;
    const [there, back] = [latency(), latency()];
    if (there > 0) await clock.sleep(there);
    if (failure) throw failure;
    const changed = change();
    if (back > 0) await clock.sleep(back);
    return changed;
  };

  const later = (next: number | undefined): Reservation =>
    tellsNext && next !== undefined ? { kind: 'Later', next } : { kind: 'Later' };

  return {
    given,
    writes: () => writes,
    failWith: (error) => {
      failure = error;
    },
    async reserve(category, { count, spacingMs, until }) {
      const floor = clock.time() - BURST * spacingMs;
      const take = (first: number): Reservation => {
        nexts.set(category, first + count * spacingMs);
        given.push({ first, count, spacingMs });
        return { kind: 'Reserved', first };
      };
      const queued = await update(() => {
        const next = nexts.get(category);
        return next !== undefined && next > floor && next < until ? take(next) : later(next);
      });
      if (queued.kind === 'Reserved' || (queued.next !== undefined && queued.next >= until)) return queued;
      return update(() => {
        const next = nexts.get(category);
        return next === undefined || next <= floor ? take(floor) : later(next);
      });
    },
    async postpone(category, until) {
      await update(() => nexts.set(category, Math.max(nexts.get(category) ?? until, until)));
    },
  };
}
