import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Handback, Lane } from '../reconcile/ports.ts';
import { wrapAwsErrors } from './failures.ts';

export const sqsHandback = (client: SQSClient, urls: Readonly<Record<Lane, string>>): Handback => ({
  async delay(lane, ReceiptHandle, VisibilityTimeout) {
    const QueueUrl = urls[lane];
    const command = new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout });
    await wrapAwsErrors('ChangeMessageVisibility', () => client.send(command));
  },
});
