import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { pluralize } from '../../../terminal/text.ts';
import { ok, problem, runCheck, warning } from '../finding.ts';

async function messagesIn(sqs: SQSClient, QueueName: string): Promise<number> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
}

const MAX_WAITING_MESSAGES = 1_000;

export const checkQueue = (sqs: SQSClient, queue: string) =>
  runCheck(queue, 'sqs:GetQueueAttributes', async () => {
    const waiting = await messagesIn(sqs, queue);
    const message = `${pluralize(waiting, 'message is', 'messages are')} waiting.`;
    if (waiting < MAX_WAITING_MESSAGES) return [ok(queue, message)];
    return [
      warning(
        queue,
        message,
        'The service is slow or does not run.',
        `aws logs tail /aws/lambda/${queue.replace(/-(edits|upkeep)$/, '-reconcile')}`,
      ),
    ];
  });

export const checkDeadLetters = (sqs: SQSClient, queue: string) =>
  runCheck(queue, 'sqs:GetQueueAttributes', async () => {
    const dead = await messagesIn(sqs, queue);
    if (dead === 0) return [ok(queue, 'The dead-letter queue is empty.')];
    return [
      problem(
        queue,
        `${pluralize(dead, 'message is', 'messages are')} in the dead-letter queue.`,
        'These messages failed eight times and need attention. See docs/operations.md.',
        `aws logs filter-log-events --log-group-name /aws/lambda/${queue.replace(/-(edits|upkeep)-dlq$/, '-reconcile')} --filter-pattern '"AWS call failed"'`,
      ),
    ];
  });
