import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { eventBridgePublisher } from '../../lib/aws/publisher.ts';
import type { ServiceEvent } from '../../lib/reconcile/ports.ts';

const client = new EventBridgeClient({ region: 'eu-west-1' });
const bridge = mockClient(client);
beforeEach(() => bridge.reset());

const events = (count: number): ServiceEvent[] =>
  Array.from({ length: count }, (_, at) => ({
    detailType: 'Pool Applied',
    resources: [`arn:pool/${at}`],
    detail: { id: at },
  }));
const publish = (count: number) => eventBridgePublisher(client, 'the-bus').publish(events(count));

test('publishes up to 10 events per call to the bus, with the source cognito-log-reconciler', async () => {
  bridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
  await publish(12);
  const put = bridge.commandCalls(PutEventsCommand).map(({ args: [command] }) => command.input.Entries ?? []);
  expect(put.map((entries) => entries.length)).toEqual([10, 2]);
  expect(put[1]?.[1]).toEqual({
    EventBusName: 'the-bus',
    Source: 'cognito-log-reconciler',
    DetailType: 'Pool Applied',
    Resources: ['arn:pool/11'],
    Detail: '{"id":11}',
  });
});

test('makes no call when there are no events', async () => {
  await publish(0);
  expect(bridge).not.toHaveReceivedAnyCommand();
});

test('throws when a successful response contains a rejected event', async () => {
  bridge.on(PutEventsCommand).resolves({
    FailedEntryCount: 1,
    Entries: [{ EventId: '1' }, { ErrorCode: 'InternalFailure', ErrorMessage: 'no' }],
  });
  await expect(publish(2)).rejects.toMatchObject({
    name: 'AwsCallError',
    kind: 'Transient',
    operation: 'PutEvents',
    errorName: 'InternalFailure',
  });
});

test('accepts a response without entries', async () => {
  bridge.on(PutEventsCommand).resolves({});
  await expect(publish(1)).resolves.toBeUndefined();
});
