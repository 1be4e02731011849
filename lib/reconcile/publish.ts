import type { LogFields, Publisher, ServiceEvent, Telemetry } from './ports.ts';

interface PublishPorts {
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
}

/**
 * Publishes events and never throws: events that EventBridge does not accept are counted and logged. The same
 * information is in the state table, so that nothing is lost but the notification.
 */
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
    telemetry.error('events not published', { ...fields, events: events.length });
  }
}
