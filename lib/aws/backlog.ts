import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Backlog } from '../reconcile/ports.ts';
import { wrapAwsErrors } from './failures.ts';

/** Reads the length of a queue. */
export const sqsBacklog = (client: SQSClient, QueueUrl: string): Backlog => ({
  async waiting() {
    const command = new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    });
    const { Attributes } = await wrapAwsErrors('GetQueueAttributes', () => client.send(command));
    // Deferred messages are not visible, so they count too.
    return (
      Number(Attributes?.ApproximateNumberOfMessages ?? 0) +
      Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0)
    );
  },
});
