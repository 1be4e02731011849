import { isFinished } from '../domain/outcome.ts';
import type { Settings } from '../domain/settings.ts';
import type { Finished } from './pool.ts';
import type { Clock, QueueName, Requeue } from './ports.ts';
import type { Work } from './work.ts';

interface RecheckPorts {
  readonly requeue: Pick<Requeue, 'delay'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly settings: Pick<Settings, 'recheckDelaySeconds'>;
}

/**
 * Keeps a young event that required no action, because reads can lag behind the write that caused it [unverified]. The
 * event becomes visible again when it is `recheckDelaySeconds` old and is then processed once more. Of an unmanaged
 * pool, only an edit is kept and, if there are policies, a change of the facts that they select by. Returns the ids of the
 * messages that stay in the queue.
 */
export async function keepForRecheck(
  { requeue, clock, settings }: RecheckPorts,
  { newestEvent, key }: Work,
  { outcome, recheck }: Finished,
  queueName: QueueName,
  hasPolicies: boolean,
): Promise<readonly string[]> {
  if (newestEvent === undefined || !recheck) return [];
  const isEdit = queueName === 'edits' || (hasPolicies && key.cause.factsChanged === true);
  if ((outcome === 'Unmanaged' || isFinished(outcome)) && !isEdit) return [];
  const ageSeconds = (clock.now().getTime() - newestEvent.sentAt) / 1000;
  const seconds = Math.ceil(settings.recheckDelaySeconds - ageSeconds);
  if (seconds <= 0) return [];
  // If this call fails, the queue's own visibility timeout applies: the recheck comes later.
  await Promise.allSettled([requeue.delay(queueName, newestEvent.receiptHandle, seconds)]);
  return [newestEvent.messageId];
}
