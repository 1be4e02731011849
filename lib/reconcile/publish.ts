import type { LogFields, Publisher, ServiceEvent, Telemetry } from './ports.ts';

interface PublishPorts {
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
}

/** What is told is stored too: events that EventBridge does not take are counted and logged, and the work goes on. */
export async function publishOrCount(
  { publisher, telemetry }: PublishPorts,
  events: readonly ServiceEvent[],
  fields: LogFields,
): Promise<void> {
  if (events.length === 0) return;
  try {
    await publisher.publish(events);
  } catch {
    telemetry.count('EventsLost', events.length);
    telemetry.error('EventBridge did not take the events', { ...fields, events: events.length });
  }
}
