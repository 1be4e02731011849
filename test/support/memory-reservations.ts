import type { Category } from '../../lib/aws/config.ts';
import { limitsOf } from '../../lib/aws/rate-limiter/category-limits.ts';
import type { Reservation, Reservations } from '../../lib/aws/rate-limiter/rate-limiter.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** How many slots of idle time a worker may use afterwards. */
export const { burst: BURST } = limitsOf('CognitoRead', 50);

export interface MemoryReservations extends Reservations {
  /** The number of write attempts, which the table would bill. */
  writes(): number;
  /** The number of reads, which the table would bill. */
  reads(): number;
  /** All reservations. */
  readonly given: readonly { readonly first: number; readonly count: number; readonly spacingMs: number }[];
  /** Makes every call fail with this error; `undefined` ends that. */
  failWith(error: Error | undefined): void;
}

/**
 * The reservation items of the table, in memory. `latency` returns the time of each direction of a call, so
 * that calls overlap as they do in a network. Without `returnsNext`, the response of a write that fails its
 * condition does not contain the next free time.
 */
export function memoryReservations(
  clock: VirtualClock,
  { latency = () => 0, returnsNext = true }: { latency?: () => number; returnsNext?: boolean } = {},
): MemoryReservations {
  const nexts = new Map<Category, number>();
  const given: { first: number; count: number; spacingMs: number }[] = [];
  let failure: Error | undefined;
  let writes = 0;
  let reads = 0;

  /** One call. It reads or changes the item between the request and the response. */
  const call = async <T>(change: () => T): Promise<T> => {
    const [request, response] = [latency(), latency()];
    if (request > 0) await clock.sleep(request);
    if (failure) throw failure;
    const changed = change();
    if (response > 0) await clock.sleep(response);
    return changed;
  };
  const update = <T>(change: () => T): Promise<T> => {
    writes += 1;
    return call(change);
  };

  const later = (next: number | undefined): Reservation =>
    returnsNext && next !== undefined ? { kind: 'Later', next } : { kind: 'Later' };

  return {
    given,
    writes: () => writes,
    reads: () => reads,
    failWith: (error) => {
      failure = error;
    },
    async reserve(category, { count, spacingMs, burst, until, end }) {
      const floor = clock.time() - burst * spacingMs;
      reads += 1;
      const stored = await call(() => nexts.get(category));
      const isQueued = stored !== undefined && stored > floor;
      if (isQueued && stored >= until) return { kind: 'Later', next: stored };
      const start = isQueued ? stored : floor;
      const fitting = Math.floor((end - start) / spacingMs);
      const reserved = Math.max(1, Math.min(count, fitting));
      const length = reserved * spacingMs;
      const reserveFrom = (first: number): Reservation => {
        nexts.set(category, first + length);
        given.push({ first, count: reserved, spacingMs });
        return { kind: 'Reserved', first, count: reserved };
      };
      return update(() => {
        const next = nexts.get(category);
        const limit = Math.min(until, Math.max(start, end - length) + spacingMs);
        if (isQueued) return next !== undefined && next < limit ? reserveFrom(next) : later(next);
        return next === undefined || next <= floor ? reserveFrom(floor) : later(next);
      });
    },
    async postpone(category, until) {
      await update(() => nexts.set(category, Math.max(nexts.get(category) ?? until, until)));
    },
  };
}
