import { randomUUID } from 'node:crypto';
import { wholeSeconds } from '../../core/clock.ts';
import type { AwsEvent, EventBus } from '../../core/events.ts';
import type { EventFault } from '../../core/fault-schema.ts';

export interface ClosableBus extends EventBus {
  /** Drops the events that a fault delays. */
  drop(): void;
  /** Stops all deliveries. `put` can still be called. */
  close(): void;
}

/**
 * Creates the default event bus of one account-region. `now` returns milliseconds since the epoch.
 *
 * @param nextFault returns the injected fault that applies to an event.
 */
export function createBus(
  account: string,
  region: string,
  now: () => number,
  nextFault: (event: AwsEvent) => EventFault | undefined = () => undefined,
): ClosableBus {
  const listeners = new Set<(event: AwsEvent) => void>();
  const timers = new Set<NodeJS.Timeout>();
  let open = true;
  /** Events that wait until the next one has overtaken them. */
  let overtaken: AwsEvent[] = [];

  const deliver = (event: AwsEvent) => {
    const before = overtaken;
    overtaken = [];
    setImmediate(() => {
      if (open) for (const each of [event, ...before]) for (const listener of listeners) listener(each);
    });
  };
  const later = (milliseconds: number, run: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, milliseconds);
    timers.add(timer);
  };
  const deliverWithFault = (fault: EventFault | undefined, event: AwsEvent) => {
    switch (fault?.events) {
      case 'lose':
        return;
      case 'delay':
        return later(fault.delay, () => deliver(event));
      case 'reorder':
        overtaken.push(event);
        return later(fault.delay, () => {
          if (!overtaken.includes(event)) return;
          overtaken = overtaken.filter((other) => other !== event);
          deliver(event);
        });
      case 'double':
        deliver(event);
    }
    deliver(event);
  };
  const drop = () => {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
    overtaken = [];
  };
  return {
    put(input) {
      const event: AwsEvent = {
        version: '0',
        id: randomUUID(),
        'detail-type': input.detailType,
        source: input.source,
        account,
        time: wholeSeconds(now()),
        region,
        resources: input.resources ?? [],
        detail: input.detail,
      };
      if (open) deliverWithFault(nextFault(event), event);
      return event;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    drop,
    close() {
      open = false;
      listeners.clear();
      drop();
    },
  };
}
