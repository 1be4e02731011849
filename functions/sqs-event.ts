import type { SQSEvent } from 'aws-lambda';
import type { QueueName } from '../lib/reconcile/ports.ts';
import type { Delivery } from '../lib/reconcile/work.ts';

/**
 * Returns the queue of a batch. All messages of a batch come from one queue, whose name is the end of its
 * ARN.
 */
export function queueOf(event: SQSEvent, editsQueueUrl: string): QueueName {
  const edits = editsQueueUrl.split('/').at(-1);
  return event.Records[0]?.eventSourceARN.split(':').at(-1) === edits ? 'edits' : 'upkeep';
}

/** Returns the messages of an event in their order. */
export const parseRecords = (event: SQSEvent): readonly Delivery[] =>
  event.Records.map(({ messageId, receiptHandle, body, attributes }) => ({
    messageId,
    receiptHandle,
    body,
    receives: Number(attributes.ApproximateReceiveCount),
    sentAt: Number(attributes.SentTimestamp),
  }));
