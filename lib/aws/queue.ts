import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { AwsCallError } from '../reconcile/errors.ts';
import type { Queue, QueueName } from '../reconcile/ports.ts';
import { wrapAwsErrors } from './failures.ts';

/** SQS takes so many messages at once. */
const MOST = 10;

/** The two queues' sending side. */
export function sqsQueue(client: SQSClient, urls: Readonly<Record<QueueName, string>>): Queue {
  const send: Queue['send'] = async (queueName, bodies, delaySeconds = 0) => {
    for (let at = 0; at < bodies.length; at += MOST) {
      const Entries = bodies.slice(at, at + MOST).map((MessageBody, index) => ({
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
