import type { Publisher, ServiceEvent } from '../../lib/reconcile/ports.ts';

/** Returns a publisher that only records the events. */
export function recordingPublisher(): { readonly publisher: Publisher; readonly events: ServiceEvent[] } {
  const events: ServiceEvent[] = [];
  return { events, publisher: { publish: async (published) => void events.push(...published) } };
}
