import type { BatchPorts, Work } from './batch.ts';
import { AwsCallError, RateLimitTimeoutError } from './errors.ts';
import { ConflictRetriesExhaustedError } from './pool.ts';
import type { QueueName } from './ports.ts';
import { secondsSince } from './report.ts';

type RequeuePorts = Pick<BatchPorts, 'queue' | 'requeue' | 'telemetry' | 'clock' | 'random'>;

/** A pool that could not be finished, and why. */
export interface Failed {
  readonly work: Work;
  readonly failure: unknown;
}

/** Longest time that a message handed back stays unseen. */
const LONGEST_S = 600;
const SHORTEST_PUT_OFF_S = 1;
/** What SQS takes as a delay at the most. */
const LONGEST_PUT_OFF_S = 900;

/**
 * What becomes of the messages of unfinished pools. Waiting for a slot or for a quieter moment is no failure
 * of a message: a copy is sent, and the message is done. A failure leaves it in the queue, unseen for a
 * jittered, growing while; after the queue's receives it goes to the dead letters.
 * Answers the ids of the messages that stay.
 */
export async function requeue(
  ports: RequeuePorts,
  failures: readonly Failed[],
  priority: QueueName,
): Promise<readonly string[]> {
  const batchItemFailures = await Promise.all(
    failures.map(async (failed) => {
      tell(ports, failed);
      const seconds = deferSeconds(failed.failure, ports.random);
      return seconds !== undefined && (await defer(ports, failed, priority, seconds))
        ? []
        : await retryLater(ports, failed, priority);
    }),
  );
  return batchItemFailures.flat();
}

function deferSeconds(failure: unknown, random: RequeuePorts['random']): number | undefined {
  if (failure instanceof RateLimitTimeoutError)
    return Math.min(LONGEST_PUT_OFF_S, SHORTEST_PUT_OFF_S + Math.ceil(failure.retryAfterMs / 1000));
  const isBusy = failure instanceof AwsCallError && failure.kind === 'Throttled';
  return isBusy || failure instanceof ConflictRetriesExhaustedError
    ? SHORTEST_PUT_OFF_S + Math.floor(random() * 5)
    : undefined;
}

async function defer(
  ports: RequeuePorts,
  { work }: Failed,
  priority: QueueName,
  seconds: number,
): Promise<boolean> {
  try {
    await ports.queue.send(
      priority,
      work.deliveries.map(({ body }) => body),
      seconds,
    );
    ports.telemetry.count('MessagesDeferred', work.deliveries.length);
    return true;
  } catch {
    return false;
  }
}

async function retryLater(
  ports: RequeuePorts,
  { work }: Failed,
  priority: QueueName,
): Promise<readonly string[]> {
  ports.telemetry.count('MessagesRetried', work.deliveries.length);
  await Promise.allSettled(
    work.deliveries.map(({ receiptHandle, receives }) =>
      // Should this fail, the queue's own visibility timeout holds: later, and no less sure.
      ports.requeue.delay(priority, receiptHandle, visibilitySeconds(receives, ports.random)),
    ),
  );
  return work.deliveries.map(({ messageId }) => messageId);
}

/** 1 to 2 seconds after the first receive, doubling with each, up to ten minutes. */
export const visibilitySeconds = (receives: number, random: RequeuePorts['random']): number =>
  Math.round(Math.min(LONGEST_S, 2 ** receives) * (0.5 + random() / 2));

/** Names and ids alone: an unknown error's message may hold anything. */
function tell({ telemetry, clock }: RequeuePorts, { work, failure }: Failed): void {
  const { userPoolId, editedAt } = work.key;
  // A copy of a message is young again: SQS cannot say how long an edit has waited.
  if (editedAt) telemetry.measure('PendingEditAge', secondsSince(editedAt, clock.now()));
  if (failure instanceof RateLimitTimeoutError || failure instanceof ConflictRetriesExhaustedError) {
    telemetry.info('put off', { userPoolId, why: failure.message });
    return;
  }
  if (!(failure instanceof AwsCallError)) {
    const name = failure instanceof Error ? failure.name : typeof failure;
    const at = failure instanceof Error ? failure.stack?.split('\n    at ').slice(1, 4) : undefined;
    telemetry.error('unexpected failure', { userPoolId, error: name, at });
    return;
  }
  const { kind, operation, errorName } = failure;
  if (kind === 'Throttled') telemetry.count('Throttled');
  if (kind === 'Permission') telemetry.count('PermissionErrors');
  const say = kind === 'Permission' ? telemetry.error : telemetry.warn;
  say('a call to AWS failed', { userPoolId, kind, operation, error: errorName });
}
