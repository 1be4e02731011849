import type { AwsEvent } from './events.ts';
import { type CallFault, callFault, type EventFault, eventFault, type FaultInput } from './fault-schema.ts';

/** The faults on demand of one cell. What strikes is drawn from the cloud's seed. */
export interface Faults {
  /** Throws a ZodError that names each member at fault. */
  add(fault: FaultInput): void;
  /** What may still strike, oldest first; `count` is what is left of it. */
  pending(): readonly (CallFault | EventFault)[];
  clear(): void;
  /** The oldest fault that strikes this call, once fewer of it are left. */
  nextFaultFor(caller: 'clients' | 'functions', operation: string): CallFault | undefined;
  nextEventFault(event: AwsEvent): EventFault | undefined;
}

/** @param random 0 ≤ x < 1. */
export function createFaults(random: () => number): Faults {
  const calls = strikes<CallFault>(random);
  const events = strikes<EventFault>(random);
  return {
    add(fault) {
      if ('events' in fault) events.add(eventFault.parse(fault));
      else calls.add(callFault.parse(fault));
    },
    pending: () => [...calls.pending(), ...events.pending()],
    clear() {
      calls.clear();
      events.clear();
    },
    nextFaultFor: (caller, operation) =>
      calls.strike(
        (fault) => fault.operation === operation && (fault.callers === 'all' || fault.callers === caller),
      ),
    nextEventFault: (event) =>
      events.strike((fault) => fault.source === undefined || fault.source === event.source),
  };
}

interface Often {
  readonly count?: number;
  readonly percent?: number;
}

function strikes<F extends Often>(random: () => number) {
  let pending: readonly F[] = [];
  const spend = (fault: F) => {
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
    strike(meets: (fault: F) => boolean): F | undefined {
      if (pending.length === 0) return undefined;
      const struck = pending.find((fault) => meets(fault) && random() * 100 < (fault.percent ?? 100));
      if (struck !== undefined) spend(struck);
      return struck;
    },
  };
}
