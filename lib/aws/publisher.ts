import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { AwsCallError } from '../reconcile/errors.ts';
import type { Publisher } from '../reconcile/ports.ts';
import { wrapAwsErrors } from './failures.ts';

const SOURCE = 'cognito-log-reconciler';
/** PutEvents takes so many at once. */
const MOST = 10;

export function eventBridgePublisher(client: EventBridgeClient, EventBusName: string): Publisher {
  return {
    async publish(events) {
      for (let at = 0; at < events.length; at += MOST) {
        const Entries = events.slice(at, at + MOST).map(({ detailType, resources, detail }) => ({
          EventBusName,
          Source: SOURCE,
          DetailType: detailType,
          Resources: [...resources],
          Detail: JSON.stringify(detail),
        }));
        const answer = await wrapAwsErrors('PutEvents', () => client.send(new PutEventsCommand({ Entries })));
        const refused = answer.Entries?.find(({ ErrorCode }) => ErrorCode !== undefined);
        if (refused) throw new AwsCallError('Transient', 'PutEvents', refused.ErrorCode ?? '', refused);
      }
    },
  };
}
