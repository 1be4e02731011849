import { setTimeout as wait } from 'node:timers/promises';
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { AccountRegion } from '../../../core/account-region.ts';
import { copyToDeadLetterQueue } from './dead-letter-queue.ts';
import type { EventSourceMappingSpec } from './event-source-mapping-spec.ts';

/** The queue of one mapping, as the poller uses it over HTTP. */
export interface PolledQueue {
  /**
   * Returns the next batch: waits for a first message, and then for more if the mapping has a window. The
   * batch is empty when a long poll ends without messages. Rejects when the queue responds with an error, and
   * immediately when `signal` aborts.
   */
  receive(): Promise<Message[]>;
  /** Rejects with one of the errors when a message cannot be deleted. */
  delete(messages: readonly Message[]): Promise<void>;
  /**
   * Moves a message to the dead-letter queue, or deletes it when the queue does not have one. Returns
   * which of both it did.
   */
  discard(message: Message): Promise<'moved' | 'deleted'>;
  close(): void;
}

/** The limits of one call to SQS. */
const MAX_MESSAGES_PER_CALL = 10;
const MAX_WAIT_SECONDS = 20;

export function openQueue(
  accountRegion: AccountRegion,
  { queueUrl, batchSize, windowSeconds }: EventSourceMappingSpec,
  roleArn: string,
  signal: AbortSignal,
): PolledQueue {
  const client = new SQSClient({
    endpoint: accountRegion.endpoint,
    region: accountRegion.region,
    credentials: accountRegion.issueRoleCredentials(roleArn, 'poller'),
    maxAttempts: 1,
  });
  const poll = async (most: number, waitSeconds: number) => {
    const command = new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: Math.min(most, MAX_MESSAGES_PER_CALL),
      WaitTimeSeconds: Math.min(waitSeconds, MAX_WAIT_SECONDS),
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    return (await client.send(command, { abortSignal: signal })).Messages ?? [];
  };

  const deleteAll = async (messages: readonly Message[]) => {
    for (let first = 0; first < messages.length; first += MAX_MESSAGES_PER_CALL) {
      const Entries = messages.slice(first, first + MAX_MESSAGES_PER_CALL).map((message, index) => ({
        Id: String(index),
        ReceiptHandle: message.ReceiptHandle,
      }));
      const { Failed = [] } = await client.send(
        new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }),
      );
      const failed = Failed[0];
      if (failed !== undefined)
        throw new Error(`${Failed.length} messages were not deleted: ${failed.Code} ${failed.Message}`);
    }
  };

  return {
    async receive() {
      const messages = await poll(batchSize, MAX_WAIT_SECONDS);
      if (messages.length === 0 || windowSeconds === 0) return messages;
      const end = Date.now() + windowSeconds * 1000;
      try {
        for (let left = end - Date.now(); left > 0 && messages.length < batchSize; left = end - Date.now()) {
          // Long polls wait for whole seconds, and aborting one can lose the messages that it receives.
          if (left < 1000) await wait(left, undefined, { signal });
          messages.push(...(await poll(batchSize - messages.length, Math.floor(left / 1000))));
        }
      } catch (error) {
        // Return the messages that were received. A lasting error occurs again at the next receive.
        if (signal.aborted) throw error;
      }
      return messages;
    },
    delete: deleteAll,
    async discard(message) {
      const isMoved = await copyToDeadLetterQueue(client, queueUrl, message);
      await deleteAll([message]);
      return isMoved ? 'moved' : 'deleted';
    },
    close: () => client.destroy(),
  };
}
