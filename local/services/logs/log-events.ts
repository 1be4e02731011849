/** An event of a log group. Events are ordered by time, then by arrival. */
export interface LogEvent {
  /** The time of what the event reports, in milliseconds. */
  readonly timestamp: number;
  /** The time of its arrival, in milliseconds. */
  readonly ingestionTime: number;
  /** Increases with each event of the account-region. */
  readonly id: number;
  /** The message as an object: messages of this cloud are JSON. */
  readonly content: object;
}

/** A position in a log group. It stays valid when events are added or deleted. */
export type EventPosition = Pick<LogEvent, 'timestamp' | 'ingestionTime' | 'id'>;

/** A log group keeps its newest events, at most this many. */
export const MAX_LOG_EVENTS = 100_000;

/** The events of the log groups of one account-region, by the name of the log group. */
export class LogEvents {
  readonly #groups = new Map<string, EventList>();
  #lastId = 0;

  add(group: string, event: Omit<LogEvent, 'id'>): void {
    this.#lastId += 1;
    const list = this.#groups.get(group) ?? new EventList();
    this.#groups.set(group, list);
    list.add({ ...event, id: this.#lastId });
  }

  /** Returns the events of a log group, oldest first. The list changes with the next event. */
  in(group: string): readonly LogEvent[] {
    return this.#groups.get(group)?.sorted() ?? [];
  }

  delete(group: string): void {
    this.#groups.delete(group);
  }

  clear(): void {
    this.#groups.clear();
  }
}

function comparePositions(a: EventPosition, b: EventPosition): number {
  return a.timestamp - b.timestamp || a.ingestionTime - b.ingestionTime || a.id - b.id;
}

/** Returns the number of events before a position in a sorted list. */
export function countBefore(events: readonly LogEvent[], position: EventPosition): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const event = events[middle];
    if (event !== undefined && comparePositions(event, position) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sorts and shortens itself only when it is read, so that a large batch of events costs one sort. */
class EventList {
  #events: LogEvent[] = [];
  #isSorted = true;

  add(event: LogEvent): void {
    const last = this.#events.at(-1);
    if (last !== undefined && comparePositions(event, last) < 0) this.#isSorted = false;
    this.#events.push(event);
    if (this.#events.length >= 2 * MAX_LOG_EVENTS) this.sorted();
  }

  sorted(): readonly LogEvent[] {
    if (!this.#isSorted) this.#events.sort(comparePositions);
    this.#isSorted = true;
    if (this.#events.length > MAX_LOG_EVENTS) this.#events = this.#events.slice(-MAX_LOG_EVENTS);
    return this.#events;
  }
}
