import type { SQSEvent } from 'aws-lambda';
import type { Delivery } from '../lib/reconcile/batch.ts';
import type { Lane } from '../lib/reconcile/ports.ts';

/** A batch is of one queue: the one whose name its ARN ends with. */
export function laneOf(event: SQSEvent, editsQueueUrl: string): Lane {
  const edits = editsQueueUrl.split('/').at(-1);
  return event.Records[0]?.eventSourceARN.split(':').at(-1) === edits ? 'edits' : 'upkeep';
}

export const deliveriesOf = (event: SQSEvent): readonly Delivery[] =>
  event.Records.map(({ messageId, receiptHandle, body, attributes }) => ({
    messageId,
    receiptHandle,
    body,
    receives: Number(attributes.ApproximateReceiveCount),
  }));
