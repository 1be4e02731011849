import type { AwsEvent, EventBus } from './events.ts';

export interface EventLog {
  /** The last events that reached the rules of the cell, oldest first. */
  read(): readonly AwsEvent[];
  /** Of all events so far, by detail-type. */
  counts(): Readonly<Record<string, number>>;
}

const MAX_EVENTS = 1000;
/** Detail-types come from outside too: past this many the rest are counted together. */
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
  return { read: () => events, counts: () => Object.fromEntries(counts) };
}
