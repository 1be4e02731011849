import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { AwsCallError } from '../reconcile/errors.ts';
import type { Publisher } from '../reconcile/ports.ts';
import { wrapAwsErrors } from './failures.ts';

const SOURCE = 'cognito-log-reconciler';
/** PutEvents accepts up to 10 entries per call. */
const MAX_ENTRIES = 10;

/** Publishes events to the bus. A rejected entry in a successful response throws an AwsCallError. */
export function eventBridgePublisher(client: EventBridgeClient, EventBusName: string): Publisher {
  return {
    async publish(events) {
      for (let at = 0; at < events.length; at += MAX_ENTRIES) {
        const Entries = events.slice(at, at + MAX_ENTRIES).map(({ detailType, resources, detail }) => ({
          EventBusName,
          Source: SOURCE,
          DetailType: detailType,
          Resources: [...resources],
          Detail: JSON.stringify(detail),
        }));
        const response = await wrapAwsErrors('PutEvents', () =>
          client.send(new PutEventsCommand({ Entries })),
        );
        const rejected = response.Entries?.find(({ ErrorCode }) => ErrorCode !== undefined);
        if (rejected) throw new AwsCallError('Transient', 'PutEvents', rejected.ErrorCode ?? '', rejected);
      }
    },
  };
}
