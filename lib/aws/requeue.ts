import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
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
