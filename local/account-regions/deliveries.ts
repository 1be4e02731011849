import type { Faults } from '../core/faults.ts';
import { type Activity, authEventDestinations, authEventRecords } from '../services/cognito/activity.ts';
import type { Pool } from '../services/cognito/pools.ts';
import { type DestinationStores, deliver, type RecordBatch } from './destination.ts';

/** The numbers of records of one pool for one destination. */
export interface DeliveryCounts {
  delivered: number;
  lost: number;
  /** Not arrived yet. */
  underway: number;
  /** When a record last arrived, in milliseconds. */
  lastArrival?: number;
}

export interface Deliveries {
  /**
   * Sends the records of `count` activities to the destinations that the pool has now. Returns the numbers of records for
   * all destinations together.
   */
  send(pool: Pool, activity: Activity, count: number): DeliveryCounts;
  /**
   * Delivers the records that have arrived by the cloud's time. Call it before each read of a destination. Delivered
   * records stay when the time moves backwards.
   */
  settle(): void;
  /** By the ARN of a destination, then by the ID of a pool. */
  read(): ReadonlyMap<string, ReadonlyMap<string, DeliveryCounts>>;
  clear(): void;
}

interface Underway extends RecordBatch {
  readonly destination: string;
  readonly poolId: string;
}

export interface DeliveryOptions {
  readonly stores: DestinationStores;
  readonly faults: Pick<Faults, 'nextDeliveryFault'>;
  now(): number;
  /** Returns 0 ≤ x < 1, for the IDs of events. */
  random(): number;
}

export function createDeliveries({ stores, faults, now, random }: DeliveryOptions): Deliveries {
  const counts = new Map<string, Map<string, DeliveryCounts>>();
  /** The latest arrival first, when `isSorted`. */
  let underway: Underway[] = [];
  let isSorted = true;

  const countsOf = (destination: string, poolId: string): DeliveryCounts => {
    const pools = counts.get(destination) ?? new Map<string, DeliveryCounts>();
    counts.set(destination, pools);
    const known = pools.get(poolId) ?? { delivered: 0, lost: 0, underway: 0 };
    pools.set(poolId, known);
    return known;
  };
  const arrive = (batch: Underway): boolean => {
    const { destination, poolId, records, arrivesAt } = batch;
    const total = countsOf(destination, poolId);
    const isDelivered = deliver(stores, destination, batch);
    total[isDelivered ? 'delivered' : 'lost'] += records.length;
    if (isDelivered) total.lastArrival = Math.max(total.lastArrival ?? 0, arrivesAt);
    return isDelivered;
  };

  return {
    send(pool, activity, count) {
      const recordOf = authEventRecords(pool, activity);
      const sent: DeliveryCounts = { delivered: 0, lost: 0, underway: 0 };
      for (const destination of authEventDestinations(pool)) {
        const { lost, byDelay } = splitByFaults(faults, destination, pool.id, count);
        countsOf(destination, pool.id).lost += lost;
        sent.lost += lost;
        for (const [delay, length] of byDelay) {
          const arrivesAt = activity.at + delay;
          const records = Array.from({ length }, () => recordOf(eventId(random)));
          const batch = { destination, poolId: pool.id, at: activity.at, arrivesAt, records };
          if (arrivesAt <= now()) sent[arrive(batch) ? 'delivered' : 'lost'] += length;
          else {
            underway.push(batch);
            isSorted = false;
            countsOf(destination, pool.id).underway += length;
            sent.underway += length;
          }
        }
      }
      return sent;
    },
    settle() {
      if (underway.length === 0) return;
      if (!isSorted) underway.sort((a, b) => b.arrivesAt - a.arrivesAt);
      isSorted = true;
      for (
        let next = underway.at(-1);
        next !== undefined && next.arrivesAt <= now();
        next = underway.at(-1)
      ) {
        underway.pop();
        countsOf(next.destination, next.poolId).underway -= next.records.length;
        arrive(next);
      }
    },
    read: () => counts,
    clear() {
      counts.clear();
      underway = [];
    },
  };
}

/** Returns the number of records that faults lose, and the number of the others by their delay in milliseconds. */
function splitByFaults(
  faults: DeliveryOptions['faults'],
  destination: string,
  poolId: string,
  count: number,
): { readonly lost: number; readonly byDelay: ReadonlyMap<number, number> } {
  const byDelay = new Map<number, number>();
  let lost = 0;
  for (let record = 0; record < count; record += 1) {
    const fault = faults.nextDeliveryFault(destination, poolId);
    const delay = fault?.deliveries === 'delay' ? fault.delay : 0;
    if (fault?.deliveries === 'lose') lost += 1;
    else byDelay.set(delay, (byDelay.get(delay) ?? 0) + 1);
  }
  return { lost, byDelay };
}

/** Returns a UUID from the seed of the cloud. */
function eventId(random: () => number): string {
  const part = () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  const [a, b, c, d] = [part(), part(), part(), part()];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(1, 4)}-${c.slice(4)}${d}`;
}
