import { GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { sqsBacklog } from '../../../../lib/aws/backlog.ts';
import { pluralize } from '../../../terminal/text.ts';
import { checking, ok, problem, warning } from '../finding.ts';

/** Returns the number of messages, those included that wait for their visibility timeout. */
async function messagesIn(sqs: SQSClient, QueueName: string): Promise<number> {
  const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  return sqsBacklog(sqs, QueueUrl).waiting();
}

const LONG_QUEUE = 1_000;

export const checkQueue = (sqs: SQSClient, queue: string) =>
  checking(queue, 'sqs:GetQueueAttributes', async () => {
    const waiting = await messagesIn(sqs, queue);
    const found = `The queue contains ${pluralize(waiting, 'message')}.`;
    if (waiting < LONG_QUEUE) return [ok(queue, found)];
    return [
      warning(
        queue,
        found,
        'The service does not keep up, or does not run.',
        `aws logs tail /aws/lambda/${queue.replace(/-(edits|upkeep)$/, '-reconcile')}`,
      ),
    ];
  });

export const checkDeadLetters = (sqs: SQSClient, queue: string) =>
  checking(queue, 'sqs:GetQueueAttributes', async () => {
    const dead = await messagesIn(sqs, queue);
    if (dead === 0) return [ok(queue, 'The queue contains no dead letters.')];
    return [
      problem(
        queue,
        `The queue contains ${pluralize(dead, 'dead letter')}.`,
        'These messages failed eight times and need attention. See docs/operations.md.',
        `aws logs filter-log-events --log-group-name /aws/lambda/${queue.replace(/-(edits|upkeep)-dlq$/, '-reconcile')} --filter-pattern '"message moved to the dead-letter queue"'`,
      ),
    ];
  });
