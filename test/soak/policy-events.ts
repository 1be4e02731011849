interface PolicyEvent {
  readonly name: string;
  readonly at: number;
  readonly failures: number;
}

/** The events that EventBridge sends to the policies function. */
export interface PolicyEvents {
  send(name: string, delaySeconds?: number): void;
  /** Takes the events that are due. */
  take(): readonly PolicyEvent[];
  /** Keeps an event whose run failed, as Lambda does: twice, with a delay. */
  retry(event: PolicyEvent): void;
  /** The time of the next event; undefined when no event waits. */
  next(): number | undefined;
}

const MAX_RETRIES = 2;
const RETRY_MS = 60_000;

export function createPolicyEvents(now: () => number): PolicyEvents {
  let events: PolicyEvent[] = [];
  return {
    send: (name, delaySeconds = 0) =>
      void events.push({ name, at: now() + delaySeconds * 1000, failures: 0 }),
    take() {
      const due = events.filter(({ at }) => at <= now());
      events = events.filter(({ at }) => at > now());
      return due;
    },
    retry({ name, failures }) {
      if (failures < MAX_RETRIES) events.push({ name, at: now() + RETRY_MS, failures: failures + 1 });
    },
    next: () => (events.length === 0 ? undefined : Math.min(...events.map(({ at }) => at))),
  };
}
