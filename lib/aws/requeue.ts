import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { QueueName, Requeue } from '../reconcile/ports.ts';
import { wrapAwsErrors } from './failures.ts';

/** Delays a received message by its visibility timeout, in seconds. */
export const sqsRequeue = (client: SQSClient, urls: Readonly<Record<QueueName, string>>): Requeue => ({
  async delay(queueName, ReceiptHandle, VisibilityTimeout) {
    const QueueUrl = urls[queueName];
    const command = new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout });
    await wrapAwsErrors('ChangeMessageVisibility', () => client.send(command));
  },
});
