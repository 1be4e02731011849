import type { Category } from '../../lib/aws/config.ts';
import type { Reservation, Reservations } from '../../lib/aws/rate-limiter/rate-limiter.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** The burst of `reservations.ts`: how many slots of idle time a worker may use afterwards. */
export const BURST = 5;

export interface MemoryReservations extends Reservations {
  /** The number of write attempts, which the table would bill. */
  writes(): number;
  /** All reservations. */
  readonly given: readonly { readonly first: number; readonly count: number; readonly spacingMs: number }[];
  /** Makes every call fail with this error; `undefined` ends that. */
  failWith(error: Error | undefined): void;
}

/**
 * The reservation items of the table, in memory. `latency` returns the time of each direction of a call, so
 * that calls overlap as they do in a network. Without `returnsNext`, responses do not contain the next free
 * time.
 */
export function memoryReservations(
  clock: VirtualClock,
  { latency = () => 0, returnsNext = true }: { latency?: () => number; returnsNext?: boolean } = {},
): MemoryReservations {
  const nexts = new Map<Category, number>();
  const given: { first: number; count: number; spacingMs: number }[] = [];
  let failure: Error | undefined;
  let writes = 0;

  /** One conditional update. The change is atomic, between the request and the response. */
  const update = async <T>(change: () => T): Promise<T> => {
    writes += 1;
    const [request, response] = [latency(), latency()];
    if (request > 0) await clock.sleep(request);
    if (failure) throw failure;
    const changed = change();
    if (response > 0) await clock.sleep(response);
    return changed;
  };

  const later = (next: number | undefined): Reservation =>
    returnsNext && next !== undefined ? { kind: 'Later', next } : { kind: 'Later' };

  return {
    given,
    writes: () => writes,
    failWith: (error) => {
      failure = error;
    },
    async reserve(category, { count, spacingMs, until }) {
      const floor = clock.time() - BURST * spacingMs;
      const reserveFrom = (first: number): Reservation => {
        nexts.set(category, first + count * spacingMs);
        given.push({ first, count, spacingMs });
        return { kind: 'Reserved', first };
      };
      const queued = await update(() => {
        const next = nexts.get(category);
        return next !== undefined && next > floor && next < until ? reserveFrom(next) : later(next);
      });
      if (queued.kind === 'Reserved' || (queued.next !== undefined && queued.next >= until)) return queued;
      return update(() => {
        const next = nexts.get(category);
        return next === undefined || next <= floor ? reserveFrom(floor) : later(next);
      });
    },
    async postpone(category, until) {
      await update(() => nexts.set(category, Math.max(nexts.get(category) ?? until, until)));
    },
  };
}
