import type { AwsEvent } from './events.ts';
import {
  type CallFault,
  callFault,
  type DeliveryFault,
  deliveryFault,
  type EventFault,
  eventFault,
  type Fault,
  type FaultInput,
} from './fault-schema.ts';

/**
 * The injected faults of one account-region. With `percent`, the seed of the cloud decides which calls fail.
 */
export interface Faults {
  /** Throws a ZodError that names each invalid member. */
  add(fault: FaultInput): void;
  /** Returns the faults that can still occur, oldest first. `count` is the number of remaining times. */
  pending(): readonly Fault[];
  clear(): void;
  /** Returns the oldest fault that applies to this call, and reduces its count. */
  nextFaultFor(caller: 'clients' | 'functions', operation: string): CallFault | undefined;
  nextEventFault(event: AwsEvent): EventFault | undefined;
  /** Returns the oldest fault that applies to one record of this pool for this destination. */
  nextDeliveryFault(destination: string, pool: string): DeliveryFault | undefined;
}

/** @param random 0 ≤ x < 1. */
export function createFaults(random: () => number): Faults {
  const calls = createQueue<CallFault>(random);
  const events = createQueue<EventFault>(random);
  const deliveries = createQueue<DeliveryFault>(random);
  return {
    add(fault) {
      if ('events' in fault) events.add(eventFault.parse(fault));
      else if ('deliveries' in fault) deliveries.add(deliveryFault.parse(fault));
      else calls.add(callFault.parse(fault));
    },
    pending: () => [...calls.pending(), ...events.pending(), ...deliveries.pending()],
    clear() {
      calls.clear();
      events.clear();
      deliveries.clear();
    },
    nextFaultFor: (caller, operation) =>
      calls.next(
        (fault) => fault.operation === operation && (fault.callers === 'all' || fault.callers === caller),
      ),
    nextEventFault: (event) =>
      events.next((fault) => fault.source === undefined || fault.source === event.source),
    nextDeliveryFault: (destination, pool) =>
      deliveries.next(
        (fault) => (fault.destination ?? destination) === destination && (fault.pool ?? pool) === pool,
      ),
  };
}

interface Frequency {
  readonly count?: number;
  readonly percent?: number;
}

function createQueue<F extends Frequency>(random: () => number) {
  let pending: readonly F[] = [];
  const reduceCount = (fault: F) => {
    pending = pending
      .map((other) =>
        other === fault && other.count !== undefined ? { ...other, count: other.count - 1 } : other,
      )
      .filter(({ count }) => count !== 0);
  };
  return {
    pending: () => pending,
    add(fault: F) {
      const once = fault.count === undefined && fault.percent === undefined;
      pending = [...pending, once ? { ...fault, count: 1 } : fault];
    },
    clear() {
      pending = [];
    },
    next(matches: (fault: F) => boolean): F | undefined {
      if (pending.length === 0) return undefined;
      const found = pending.find((fault) => matches(fault) && random() * 100 < (fault.percent ?? 100));
      if (found !== undefined) reduceCount(found);
      return found;
    },
  };
}
