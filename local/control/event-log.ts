import type { AwsEvent, EventBus } from '../cell.ts';

export interface EventLog {
  /** The last events of the cell's bus, oldest first. */
  read(): readonly AwsEvent[];
}

const kept = 1000;

export function logEvents(bus: EventBus): EventLog {
  const events: AwsEvent[] = [];
  bus.subscribe((event) => {
    events.push(event);
    if (events.length > kept) events.shift();
  });
  return { read: () => events };
}
