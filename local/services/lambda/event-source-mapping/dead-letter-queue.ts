import {
  GetQueueAttributesCommand,
  type Message,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { z } from 'zod';

/**
 * Sends a copy of a message to the dead-letter queue of its queue, with its attributes and trace header. Returns
 * false when the queue does not have one. The caller deletes the original.
 */
export async function copyToDeadLetterQueue(
  client: SQSClient,
  queueUrl: string,
  message: Message,
): Promise<boolean> {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['RedrivePolicy'] }),
  );
  const policy = Attributes?.RedrivePolicy;
  if (!policy) return false;
  const { deadLetterTargetArn } = redrivePolicy.parse(JSON.parse(policy));
  const name = deadLetterTargetArn.slice(deadLetterTargetArn.lastIndexOf(':') + 1);
  const { AWSTraceHeader } = message.Attributes ?? {};
  await client.send(
    new SendMessageCommand({
      // A dead-letter queue is in the account and Region of its queue.
      QueueUrl: queueUrl.slice(0, queueUrl.lastIndexOf('/') + 1) + name,
      MessageBody: message.Body,
      MessageAttributes: message.MessageAttributes,
      ...(AWSTraceHeader !== undefined && {
        MessageSystemAttributes: {
          AWSTraceHeader: { DataType: 'String', StringValue: AWSTraceHeader },
        },
      }),
    }),
  );
  return true;
}

const redrivePolicy = z.object({ deadLetterTargetArn: z.string() });
