import { setTimeout as wait } from 'node:timers/promises';
import type { Message } from '@aws-sdk/client-sqs';
import type { AccountRegion } from '../../../core/account-region.ts';
import { partitionOf } from '../../../core/partition.ts';
import type { FunctionHost } from '../function-host.ts';
import { type Backoff, createBackoff } from './backoff.ts';
import { batchOutcome } from './batch-outcome.ts';
import type { EventSourceMappingSpec } from './event-source-mapping-spec.ts';
import { openQueue } from './queue.ts';
import { sqsRecord } from './sqs-record.ts';

/** The time that `close` waits for running invocations, in milliseconds. */
const MAX_CLOSE_WAIT_MS = 1000;

const MOVED = 'message moved to the dead-letter queue';
const DELETED = 'message deleted, because its queue has no dead-letter queue';

/**
 * Sends the messages of a queue to its function, as Lambda's pollers do, and deletes those that succeed.
 * Failed messages stay in the queue. They are visible again after their visibility timeout, and the redrive
 * policy counts them. A message of a recursive loop does not invoke the function. It is moved to the dead-letter queue
 * at once; on AWS, that happens after the maximum number of receives (docs/aws-facts.md#recursive-loops).
 *
 * One loop receives for all batches, and waits when the maximum number of batches is running. fauxqs wakes
 * every long poll for each message, so further loops would only get empty responses.
 */
export function startEventSourceMapping(
  accountRegion: AccountRegion,
  spec: EventSourceMappingSpec,
  host: Pick<FunctionHost, 'invoke' | 'stopsLoop'>,
  log: (line: string) => void,
): { close(): Promise<void> } {
  const role = `arn:${partitionOf(accountRegion.region)}:iam::${accountRegion.account}:role/local-event-source-mapping`;
  const closing = new AbortController();
  const queue = openQueue(accountRegion, spec, role, closing.signal);
  const logLine = (text: string) => log(`${spec.functionName} < ${spec.queueArn.split(':').at(-1)}: ${text}`);
  const batches = new Set<Promise<void>>();
  const receiving = createBackoff(closing.signal);
  const invoking = createBackoff(closing.signal);

  const logAndPause = (backoff: Backoff) => async (error: unknown) => {
    if (closing.signal.aborted) return;
    logLine(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
    await backoff.pause();
  };
  const discard = async (message: Message) => {
    const done = await queue.discard(message);
    const what = done === 'moved' ? MOVED : DELETED;
    logLine(`recursive loop stopped: ${what}: ${message.MessageId}`);
  };
  const invoke = async (messages: readonly Message[]) => {
    const payload = JSON.stringify({
      Records: messages.map((message) =>
        sqsRecord(message, spec.queueArn, accountRegion.clock.now() - Date.now()),
      ),
    });
    const result = await host.invoke(spec.functionName, payload, 'RequestResponse', traceHeaders(messages));
    if (result === undefined) throw new Error('The function does not exist.');
    invoking.reset();
    const ids = new Set(messages.map((message) => message.MessageId ?? ''));
    const outcome = batchOutcome(result, ids, spec.reportBatchItemFailures);
    if (outcome.failed === 'all') return logLine(`batch of ${messages.length} failed: ${outcome.reason}`);
    const failed = outcome.failed === 'some' ? outcome.messageIds : new Set<string>();
    await queue.delete(messages.filter((message) => !failed.has(message.MessageId ?? '')));
  };
  const deliver = async (messages: readonly Message[]) => {
    const stopped = new Set(
      messages.filter(({ Attributes }) => host.stopsLoop(spec.functionName, Attributes?.AWSTraceHeader)),
    );
    const others = messages.filter((message) => !stopped.has(message));
    const parts = [...[...stopped].map(discard), ...(others.length > 0 ? [invoke(others)] : [])];
    // A part that fails occupies the place of the batch during the pause. That is the backoff of Lambda.
    await Promise.all(parts.map((part) => part.catch(logAndPause(invoking))));
  };
  const poll = async () => {
    while (!closing.signal.aborted) {
      while (batches.size >= (spec.maximumConcurrency ?? 5)) await Promise.race(batches);
      const messages = await queue.receive().catch(logAndPause(receiving));
      if (messages !== undefined) receiving.reset();
      if (messages === undefined || messages.length === 0 || closing.signal.aborted) continue;
      const batch = deliver(messages).finally(() => batches.delete(batch));
      batches.add(batch);
    }
  };

  const polling = poll();
  let closed: Promise<void> | undefined;
  const close = async () => {
    closing.abort();
    const timeout = new AbortController();
    await Promise.race([
      polling.then(() => Promise.all(batches)),
      wait(MAX_CLOSE_WAIT_MS, undefined, { signal: timeout.signal }).catch(() => undefined),
    ]);
    timeout.abort();
    queue.close();
  };
  return {
    close() {
      closed ??= close();
      return closed;
    },
  };
}

const traceHeaders = (messages: readonly Message[]): string[] =>
  messages.flatMap(({ Attributes }) => Attributes?.AWSTraceHeader ?? []);
