import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { AwsCallError } from '../reconcile/errors.ts';
import type { Queue, QueueName } from '../reconcile/ports.ts';
import { wrapAwsErrors } from './failures.ts';

/** SendMessageBatch accepts up to 10 messages per call. */
const MAX_ENTRIES = 10;

/** Sends messages to the two queues. A rejected message in a successful response throws an AwsCallError. */
export const sqsQueue = (client: SQSClient, urls: Readonly<Record<QueueName, string>>): Queue => ({
  async send(queueName, messages) {
    for (let at = 0; at < messages.length; at += MAX_ENTRIES) {
      const Entries = messages.slice(at, at + MAX_ENTRIES).map((message, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(message),
      }));
      const command = new SendMessageBatchCommand({ QueueUrl: urls[queueName], Entries });
      const { Failed = [] } = await wrapAwsErrors('SendMessageBatch', () => client.send(command));
      const [first] = Failed;
      if (first) throw new AwsCallError('Transient', 'SendMessageBatch', first.Code ?? 'Unknown', first);
    }
  },
});
