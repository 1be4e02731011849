import { randomUUID } from 'node:crypto';
import { wholeSeconds } from '../../core/clock.ts';
import type { AwsEvent, EventBus } from '../../core/events.ts';
import type { EventFault } from '../../core/fault-schema.ts';

export interface ClosableBus extends EventBus {
  /** Nothing is delivered any more; put may still be called. */
  close(): void;
}

/**
 * The default event bus of one cell. `now` is in milliseconds since the epoch.
 *
 * @param meet the fault on demand that strikes an event on its way to the listeners.
 */
export function createBus(
  account: string,
  region: string,
  now: () => number,
  meet: (event: AwsEvent) => EventFault | undefined = () => undefined,
): ClosableBus {
  const listeners = new Set<(event: AwsEvent) => void>();
  const timers = new Set<NodeJS.Timeout>();
  let open = true;
  /** Waiting for the next event to overtake them. */
  let overtaken: AwsEvent[] = [];

  const deliver = (event: AwsEvent) => {
    const before = overtaken;
    overtaken = [];
    setImmediate(() => {
      if (open) for (const each of [event, ...before]) for (const listener of listeners) listener(each);
    });
  };
  const later = (milliseconds: number, act: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, milliseconds);
    timers.add(timer);
  };
  const deliverUnder = (fault: EventFault | undefined, event: AwsEvent) => {
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
      if (open) deliverUnder(meet(event), event);
      return event;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      open = false;
      listeners.clear();
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
