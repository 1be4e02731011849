import { secondsSince } from './elapsed.ts';
import { AwsCallError, ConflictRetriesExhaustedError, RateLimitTimeoutError } from './errors.ts';
import type { Clock, FailureCounts, QueueName, Random, Requeue, Telemetry } from './ports.ts';
import type { Delivery, FailedWork } from './work.ts';

export interface RequeuePorts {
  readonly requeue: Requeue;
  readonly failureCounts: FailureCounts;
  readonly telemetry: Telemetry;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Random;
}

/** After this many failures a message moves to the dead-letter queue. */
const MAX_FAILURES = 8;
const MAX_RETRY_DELAY_S = 600;
/** The longest backoff of a deferred message. The expected wait can be longer. */
const MAX_DEFER_BACKOFF_S = 60;

/**
 * Decides what happens to the messages of unfinished pools. Returns the ids of the messages that stay in the queue
 * (`batchItemFailures`), invisible for a time. Nothing is sent to the queue again: Lambda would stop such a loop
 * (docs/decisions/0015-defer-messages-by-visibility-not-by-copies.md). Waiting for a rate limiter slot, throttling and
 * conflicts do not count as failures. A message that fails too often for another reason moves to the dead-letter queue.
 */
export async function requeue(
  ports: RequeuePorts,
  failures: readonly FailedWork[],
  queueName: QueueName,
): Promise<readonly string[]> {
  const staying = await Promise.all(
    failures.flatMap((failed) => {
      report(ports, failed);
      const { work, error } = failed;
      const wait = expectedWaitSeconds(error);
      return work.deliveries.map((delivery) =>
        wait === undefined
          ? retryLater(ports, delivery, queueName, failed)
          : defer(ports, delivery, queueName, wait),
      );
    }),
  );
  return staying.flat();
}

/** Returns the shortest useful wait of a deferred message; `undefined` when the error counts as a failure. */
function expectedWaitSeconds(error: unknown): number | undefined {
  if (error instanceof RateLimitTimeoutError) return 1 + Math.ceil(error.retryAfterMs / 1000);
  const isThrottled = error instanceof AwsCallError && error.kind === 'Throttled';
  return isThrottled || error instanceof ConflictRetriesExhaustedError ? 1 : undefined;
}

async function defer(
  ports: RequeuePorts,
  delivery: Delivery,
  queueName: QueueName,
  expectedWait: number,
): Promise<readonly string[]> {
  ports.telemetry.count('MessagesDeferred');
  const backoff = backoffSeconds(delivery.receives, MAX_DEFER_BACKOFF_S, ports.random);
  const seconds = Math.min(MAX_RETRY_DELAY_S, Math.max(expectedWait, backoff));
  return hide(ports, delivery, queueName, seconds);
}

async function retryLater(
  ports: RequeuePorts,
  delivery: Delivery,
  queueName: QueueName,
  failed: FailedWork,
): Promise<readonly string[]> {
  const failures = await countFailure(ports, delivery);
  if (
    failures !== undefined &&
    failures >= MAX_FAILURES &&
    (await deadLetter(ports, delivery, queueName, failed))
  )
    return [];
  ports.telemetry.count('MessagesRetried');
  const seconds = backoffSeconds(failures ?? delivery.receives, MAX_RETRY_DELAY_S, ports.random);
  return hide(ports, delivery, queueName, seconds);
}

/** Returns how often the message failed; `undefined` when the count cannot be stored, which is never a failure. */
async function countFailure(
  { failureCounts }: RequeuePorts,
  { messageId }: Delivery,
): Promise<number | undefined> {
  try {
    return await failureCounts.add(messageId);
  } catch {
    return undefined;
  }
}

/** Returns false when the dead-letter queue does not accept the message: it is then retried. */
async function deadLetter(
  { requeue: port, telemetry }: RequeuePorts,
  { messageId, body }: Delivery,
  queueName: QueueName,
  { work, error }: FailedWork,
): Promise<boolean> {
  const fields = { userPoolId: work.key.userPoolId, messageId, error: nameOf(error) };
  try {
    await port.deadLetter(queueName, body, fields.error);
    telemetry.error('message moved to the dead-letter queue', fields);
    return true;
  } catch {
    telemetry.error('message not moved to the dead-letter queue', fields);
    return false;
  }
}

/** Keeps the message in the queue. If the call fails, the queue's own visibility timeout applies: the retry comes later. */
async function hide(
  { requeue: port }: RequeuePorts,
  { messageId, receiptHandle }: Delivery,
  queueName: QueueName,
  seconds: number,
): Promise<readonly string[]> {
  await Promise.allSettled([port.delay(queueName, receiptHandle, seconds)]);
  return [messageId];
}

/** Returns 1 to 2 seconds after the first attempt; doubles with each further attempt, up to `max`. */
export const backoffSeconds = (attempts: number, max: number, random: Random): number =>
  Math.round(Math.min(max, 2 ** attempts) * (0.5 + random() / 2));

const nameOf = (error: unknown): string => {
  if (error instanceof AwsCallError) return error.errorName;
  return error instanceof Error ? error.name : typeof error;
};

/** Logs names and ids only: the message of an unexpected error can contain anything. */
function report({ telemetry, clock }: RequeuePorts, { work, error }: FailedWork): void {
  const { userPoolId, editedAt } = work.key;
  // SQS cannot show how long an edit has waited: its metric ignores a message after three receives.
  if (editedAt) telemetry.measure('PendingEditAge', secondsSince(editedAt, clock.now()));
  if (error instanceof RateLimitTimeoutError || error instanceof ConflictRetriesExhaustedError) {
    telemetry.info('message deferred', { userPoolId, reason: error.message });
    return;
  }
  if (!(error instanceof AwsCallError)) {
    const at = error instanceof Error ? error.stack?.split('\n    at ').slice(1, 4) : undefined;
    telemetry.error('unexpected error', { userPoolId, error: nameOf(error), at });
    return;
  }
  const { kind, operation, errorName } = error;
  if (kind === 'Throttled') telemetry.count('Throttled');
  if (kind === 'Permission') telemetry.count('PermissionErrors');
  const log = kind === 'Permission' ? telemetry.error : telemetry.warn;
  log('AWS call failed', { userPoolId, kind, operation, error: errorName });
}
