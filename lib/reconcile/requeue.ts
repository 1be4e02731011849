import { secondsSince } from './elapsed.ts';
import { AwsCallError, ConflictRetriesExhaustedError, RateLimitTimeoutError } from './errors.ts';
import type { Clock, Queue, QueueName, Random, Requeue, Telemetry } from './ports.ts';
import type { FailedWork } from './work.ts';

interface RequeuePorts {
  readonly queue: Queue;
  readonly requeue: Requeue;
  readonly telemetry: Telemetry;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Random;
}

const MAX_RETRY_DELAY_S = 600;
const MIN_DEFER_S = 1;
/** The longest delay that SQS accepts. */
const MAX_DEFER_S = 900;

/**
 * Decides what happens to the messages of unfinished pools. Waiting for a rate limiter slot, throttling and conflicts
 * do not count as failures: a delayed copy is sent and the message is deleted. Any other error leaves the message in
 * the queue, invisible for a growing, jittered time; after the queue's maximum number of receives it moves to the
 * dead-letter queue. Returns the ids of the messages that stay (`batchItemFailures`).
 */
export async function requeue(
  ports: RequeuePorts,
  failures: readonly FailedWork[],
  queueName: QueueName,
): Promise<readonly string[]> {
  const batchItemFailures = await Promise.all(
    failures.map(async (failed) => {
      report(ports, failed);
      const seconds = deferSeconds(failed.error, ports.random);
      return seconds !== undefined && (await defer(ports, failed, queueName, seconds))
        ? []
        : await retryLater(ports, failed, queueName);
    }),
  );
  return batchItemFailures.flat();
}

/** Returns how long to defer the message; `undefined` when the error counts as a failure. */
function deferSeconds(error: unknown, random: Random): number | undefined {
  if (error instanceof RateLimitTimeoutError)
    return Math.min(MAX_DEFER_S, MIN_DEFER_S + Math.ceil(error.retryAfterMs / 1000));
  const isThrottled = error instanceof AwsCallError && error.kind === 'Throttled';
  return isThrottled || error instanceof ConflictRetriesExhaustedError
    ? MIN_DEFER_S + Math.floor(random() * 5)
    : undefined;
}

/** Sends delayed copies. Returns false when SQS does not accept them. */
async function defer(
  { queue, telemetry }: RequeuePorts,
  { work }: FailedWork,
  queueName: QueueName,
  seconds: number,
): Promise<boolean> {
  try {
    await queue.send(
      queueName,
      work.deliveries.map(({ body }) => body),
      seconds,
    );
    telemetry.count('MessagesDeferred', work.deliveries.length);
    return true;
  } catch {
    return false;
  }
}

async function retryLater(
  ports: RequeuePorts,
  { work }: FailedWork,
  queueName: QueueName,
): Promise<readonly string[]> {
  ports.telemetry.count('MessagesRetried', work.deliveries.length);
  await Promise.allSettled(
    work.deliveries.map(({ receiptHandle, receives }) =>
      // If this call fails, the queue's own visibility timeout applies: the retry comes later.
      ports.requeue.delay(queueName, receiptHandle, visibilitySeconds(receives, ports.random)),
    ),
  );
  return work.deliveries.map(({ messageId }) => messageId);
}

/** Returns 1 to 2 seconds after the first receive; doubles with each further receive, up to ten minutes. */
export const visibilitySeconds = (receives: number, random: Random): number =>
  Math.round(Math.min(MAX_RETRY_DELAY_S, 2 ** receives) * (0.5 + random() / 2));

/** Logs names and ids only: the message of an unexpected error can contain anything. */
function report({ telemetry, clock }: RequeuePorts, { work, error }: FailedWork): void {
  const { userPoolId, editedAt } = work.key;
  // SQS cannot show how long an edit has waited: the age of a deferred copy starts at 0.
  if (editedAt) telemetry.measure('PendingEditAge', secondsSince(editedAt, clock.now()));
  if (error instanceof RateLimitTimeoutError || error instanceof ConflictRetriesExhaustedError) {
    telemetry.info('message deferred', { userPoolId, reason: error.message });
    return;
  }
  if (!(error instanceof AwsCallError)) {
    const name = error instanceof Error ? error.name : typeof error;
    const at = error instanceof Error ? error.stack?.split('\n    at ').slice(1, 4) : undefined;
    telemetry.error('unexpected error', { userPoolId, error: name, at });
    return;
  }
  const { kind, operation, errorName } = error;
  if (kind === 'Throttled') telemetry.count('Throttled');
  if (kind === 'Permission') telemetry.count('PermissionErrors');
  const log = kind === 'Permission' ? telemetry.error : telemetry.warn;
  log('AWS call failed', { userPoolId, kind, operation, error: errorName });
}
