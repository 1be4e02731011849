import { publishOrCount } from '../../lib/reconcile/publish.ts';
import { notCalled } from '../support/failing-ports.ts';
import { recordingPublisher } from '../support/recording-publisher.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';

const event = { detailType: 'Pool Applied', resources: [], detail: {} };

test('publishes all events in one call', async () => {
  const { publisher, events } = recordingPublisher();
  const { telemetry, recorded } = recordingTelemetry();
  await publishOrCount({ publisher, telemetry }, [event, event], {});
  expect(events).toEqual([event, event]);
  expect(recorded.lines).toEqual([]);
});

test('does not call EventBridge without events', async () => {
  const { telemetry } = recordingTelemetry();
  await expect(
    publishOrCount({ publisher: { publish: notCalled }, telemetry }, [], {}),
  ).resolves.toBeUndefined();
});

test('counts and logs events that EventBridge does not accept, without the text of its error', async () => {
  const { telemetry, recorded } = recordingTelemetry();
  const publisher = { publish: () => Promise.reject(new Error('with a secret in it')) };
  await publishOrCount({ publisher, telemetry }, [event, event], { sweepId: 's1' });
  expect(recorded.counts.get('EventsLost')).toBe(2);
  expect(recorded.lines).toEqual([
    { level: 'error', text: 'events not published {"sweepId":"s1","events":2}' },
  ]);
});
