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

/** How long `close` lets running invocations come to their end. */
const MAX_CLOSE_WAIT_MS = 1000;

/**
 * Hands a queue's messages to its function as Lambda's pollers do, and deletes those that are done. What failed is
 * left alone: it comes back when its visibility timeout is over, and the queue's redrive policy counts.
 *
 * One loop receives for all the batches, and waits while all are taken. fauxqs wakes every long poll at each
 * message, so that more loops would answer each other's messages with empty receives.
 */
export function startEventSourceMapping(
  accountRegion: AccountRegion,
  spec: EventSourceMappingSpec,
  host: Pick<FunctionHost, 'invoke'>,
  log: (line: string) => void,
): { close(): Promise<void> } {
  const role = `arn:${partitionOf(accountRegion.region)}:iam::${accountRegion.account}:role/local-event-source-mapping`;
  const closing = new AbortController();
  const queue = openQueue(accountRegion, spec, role, closing.signal);
  const say = (what: string) => log(`${spec.functionName} < ${spec.queueArn.split(':').at(-1)}: ${what}`);
  const batches = new Set<Promise<void>>();
  const receiving = createBackoff(closing.signal);
  const invoking = createBackoff(closing.signal);

  const rest = (backoff: Backoff) => async (why: unknown) => {
    if (closing.signal.aborted) return;
    say(why instanceof Error ? `${why.name}: ${why.message}` : String(why));
    await backoff.rest();
  };
  const handOver = async (messages: readonly Message[]) => {
    const payload = JSON.stringify({
      Records: messages.map((message) => sqsRecord(message, spec.queueArn)),
    });
    const result = await host.invoke(spec.functionName, payload, 'RequestResponse');
    if (result === undefined) throw new Error('there is no such function');
    invoking.reset();
    const ids = new Set(messages.map((message) => message.MessageId ?? ''));
    const outcome = batchOutcome(result, ids, spec.reportBatchItemFailures);
    if (outcome.stays === 'all') return say(`the batch of ${messages.length} stays: ${outcome.why}`);
    const stays = outcome.stays === 'some' ? outcome.messageIds : new Set<string>();
    await queue.delete(messages.filter((message) => !stays.has(message.MessageId ?? '')));
  };
  const poll = async () => {
    while (!closing.signal.aborted) {
      while (batches.size >= (spec.maximumConcurrency ?? 5)) await Promise.race(batches);
      const messages = await queue.receive().catch(rest(receiving));
      if (messages !== undefined) receiving.reset();
      if (messages === undefined || messages.length === 0 || closing.signal.aborted) continue;
      // A batch that cannot be handed over holds its place for the pause: that is Lambda's backing off.
      const batch = handOver(messages)
        .catch(rest(invoking))
        .finally(() => batches.delete(batch));
      batches.add(batch);
    }
  };

  const polling = poll();
  let closed: Promise<void> | undefined;
  const close = async () => {
    closing.abort();
    const late = new AbortController();
    await Promise.race([
      polling.then(() => Promise.all(batches)),
      wait(MAX_CLOSE_WAIT_MS, undefined, { signal: late.signal }).catch(() => undefined),
    ]);
    late.abort();
    queue.close();
  };
  return {
    close() {
      closed ??= close();
      return closed;
    },
  };
}
