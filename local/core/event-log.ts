import type { AwsEvent, EventBus } from './events.ts';

export interface EventLog {
  /** Returns the most recent events that reached the rules of the account-region, oldest first. */
  read(): readonly AwsEvent[];
  /** Returns the number of all events, by detail type. */
  counts(): Readonly<Record<string, number>>;
  reset(): void;
}

const MAX_EVENTS = 1000;
/** Callers choose detail types. Types beyond this number of different ones are counted together. */
const MAX_COUNTERS = 200;

export function logEvents(bus: EventBus): EventLog {
  const events: AwsEvent[] = [];
  const counts = new Map<string, number>();
  bus.subscribe((event) => {
    events.push(event);
    if (events.length > MAX_EVENTS) events.shift();
    const type = event['detail-type'];
    const counter = counts.has(type) || counts.size < MAX_COUNTERS ? type : 'others';
    counts.set(counter, (counts.get(counter) ?? 0) + 1);
  });
  return {
    read: () => events,
    counts: () => Object.fromEntries(counts),
    reset() {
      events.length = 0;
      counts.clear();
    },
  };
}
