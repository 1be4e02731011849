import { randomUUID } from 'node:crypto';
import type { AwsEvent, EventBus } from '../cell.ts';

export interface CellBus extends EventBus {
  /** Nothing is delivered any more; put may still be called. */
  close(): void;
}

/** The default event bus of one cell. `now` is in milliseconds since the epoch. */
export function createBus(account: string, region: string, now: () => number): CellBus {
  const listeners = new Set<(event: AwsEvent) => void>();
  let open = true;
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
      setImmediate(() => {
        if (open) for (const listener of listeners) listener(event);
      });
      return event;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      open = false;
      listeners.clear();
    },
  };
}

/** As EventBridge and CloudTrail write a time: `2026-11-23T07:00:00Z`. */
export function wholeSeconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
