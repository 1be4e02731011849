import type { SQSEvent } from 'aws-lambda';
import type { QueueName } from '../lib/reconcile/ports.ts';
import type { Delivery } from '../lib/reconcile/work.ts';

/** A batch is of one queue: the one whose name its ARN ends with. */
export function queueOf(event: SQSEvent, editsQueueUrl: string): QueueName {
  const edits = editsQueueUrl.split('/').at(-1);
  return event.Records[0]?.eventSourceARN.split(':').at(-1) === edits ? 'edits' : 'upkeep';
}

export const parseRecords = (event: SQSEvent): readonly Delivery[] =>
  event.Records.map(({ messageId, receiptHandle, body, attributes }) => ({
    messageId,
    receiptHandle,
    body,
    receives: Number(attributes.ApproximateReceiveCount),
  }));
