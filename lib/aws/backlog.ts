import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Backlog } from '../reconcile/ports.ts';
import { wrapAwsErrors } from './failures.ts';

export const sqsBacklog = (client: SQSClient, QueueUrl: string): Backlog => ({
  async waiting() {
    const command = new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesDelayed'],
    });
    const { Attributes } = await wrapAwsErrors('GetQueueAttributes', () => client.send(command));
    // What was put off for want of a slot is delayed, and waits all the same.
    return (
      Number(Attributes?.ApproximateNumberOfMessages ?? 0) +
      Number(Attributes?.ApproximateNumberOfMessagesDelayed ?? 0)
    );
  },
});
