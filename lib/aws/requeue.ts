import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { AwsCallError } from '../reconcile/errors.ts';
import type { QueueName, Requeue } from '../reconcile/ports.ts';
import { wrapAwsErrors } from './failures.ts';

type QueueUrls = Readonly<Record<QueueName, string>>;

/** Delays received messages by their visibility timeout, in seconds, and sends to the dead-letter queues. */
export const sqsRequeue = (client: SQSClient, urls: QueueUrls, deadLetterUrls: QueueUrls): Requeue => ({
  async delay(queueName, ReceiptHandle, VisibilityTimeout) {
    const QueueUrl = urls[queueName];
    const command = new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout });
    await wrapAwsErrors('ChangeMessageVisibility', () => client.send(command));
  },
  async hold(queueName, receiptHandles, VisibilityTimeout) {
    const operation = 'ChangeMessageVisibilityBatch';
    const Entries = receiptHandles.map((ReceiptHandle, Id) => ({
      Id: String(Id),
      ReceiptHandle,
      VisibilityTimeout,
    }));
    const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: urls[queueName], Entries });
    const { Failed = [] } = await wrapAwsErrors(operation, () => client.send(command));
    const [first] = Failed;
    if (first) throw new AwsCallError('Transient', operation, first.Code ?? 'Unknown', first);
  },
  async deadLetter(queueName, MessageBody, errorName) {
    const command = new SendMessageCommand({
      QueueUrl: deadLetterUrls[queueName],
      MessageBody,
      // EventBridge uses the same attribute for the events that it cannot deliver.
      MessageAttributes: { ERROR_CODE: { DataType: 'String', StringValue: errorName } },
    });
    await wrapAwsErrors('SendMessage', () => client.send(command));
  },
});
