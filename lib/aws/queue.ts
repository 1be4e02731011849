import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { AwsCallError } from '../reconcile/errors.ts';
import type { Queue, QueueName } from '../reconcile/ports.ts';
import { wrapAwsErrors } from './failures.ts';

/** SendMessageBatch accepts up to 10 messages per call. */
const MAX_ENTRIES = 10;

/** Sends messages to the two queues. A rejected message in a successful response throws an AwsCallError. */
export function sqsQueue(client: SQSClient, urls: Readonly<Record<QueueName, string>>): Queue {
  const send: Queue['send'] = async (queueName, bodies, delaySeconds = 0) => {
    for (let at = 0; at < bodies.length; at += MAX_ENTRIES) {
      const Entries = bodies.slice(at, at + MAX_ENTRIES).map((MessageBody, index) => ({
        Id: String(index),
        MessageBody,
        DelaySeconds: delaySeconds,
      }));
      const command = new SendMessageBatchCommand({ QueueUrl: urls[queueName], Entries });
      const { Failed = [] } = await wrapAwsErrors('SendMessageBatch', () => client.send(command));
      const [first] = Failed;
      if (first) throw new AwsCallError('Transient', 'SendMessageBatch', first.Code ?? 'Unknown', first);
    }
  };
  return {
    send,
    sendOwn: (queueName, messages, delaySeconds) =>
      send(
        queueName,
        messages.map((message) => JSON.stringify(message)),
        delaySeconds,
      ),
  };
}
