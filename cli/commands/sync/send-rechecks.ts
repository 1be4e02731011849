import { SQSClient } from '@aws-sdk/client-sqs';
import { clientAccess } from '../../../lib/aws/aws-access.ts';
import { sqsQueue } from '../../../lib/aws/queue.ts';
import { timeouts } from '../../../lib/aws/timeouts.ts';
import type { QueueName } from '../../../lib/reconcile/ports.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** SQS accepts ten messages per call. Ctrl-C is checked between calls. */
const BATCH_SIZE = 10;

/** Edits of other people wait for this many pools at most. */
const MAX_URGENT_POOLS = 100;

/** Returns the queue for this many pools. Some pools have the priority of an edit; a large part of the fleet does not. */
export const queueFor = (pools: number): QueueName => (pools <= MAX_URGENT_POOLS ? 'edits' : 'upkeep');

/** Sends a message for each pool. Returns the IDs of the pools whose message was sent. */
export async function sendRechecks(
  terminal: Terminal,
  { deployed }: OpenService,
  queueName: QueueName,
  userPoolIds: readonly string[],
): Promise<readonly string[]> {
  const urls = { edits: deployed.editsQueueUrl, upkeep: deployed.upkeepQueueUrl };
  const queue = sqsQueue(new SQSClient({ ...timeouts, ...clientAccess(deployed.aws, 'SQS') }), urls);
  const sent: string[] = [];
  for (let at = 0; at < userPoolIds.length && !terminal.interrupted.aborted; at += BATCH_SIZE) {
    const page = userPoolIds.slice(at, at + BATCH_SIZE);
    await queue.send(
      queueName,
      page.map((UserPoolId) => ({ Kind: 'Recheck', UserPoolId })),
    );
    sent.push(...page);
  }
  return sent;
}
