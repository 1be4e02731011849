import { setTimeout as wait } from 'node:timers/promises';
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { AccountRegion } from '../../../core/account-region.ts';
import type { EventSourceMappingSpec } from './event-source-mapping-spec.ts';

/** The queue of one mapping, as its poller uses it, over the wire. */
export interface PolledQueue {
  /**
   * The next batch: waits for a first message, and then for more where the mapping has a window. Empty when a long
   * poll is over. Rejects when the queue answers with an error, and at once when `signal` aborts.
   */
  receive(): Promise<Message[]>;
  /** Rejects when a message could not be deleted, naming one. */
  delete(messages: readonly Message[]): Promise<void>;
  close(): void;
}

/** What one call to SQS takes. */
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

  return {
    async receive() {
      const messages = await poll(batchSize, MAX_WAIT_SECONDS);
      if (messages.length === 0 || windowSeconds === 0) return messages;
      const end = Date.now() + windowSeconds * 1000;
      try {
        for (let left = end - Date.now(); left > 0 && messages.length < batchSize; left = end - Date.now()) {
          // Long polls count in whole seconds, and aborting one may lose what it was about to bring.
          if (left < 1000) await wait(left, undefined, { signal });
          messages.push(...(await poll(batchSize - messages.length, Math.floor(left / 1000))));
        }
      } catch (error) {
        // What has come is a batch all the same; an error that lasts shows at the next receive.
        if (signal.aborted) throw error;
      }
      return messages;
    },
    async delete(messages) {
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
          throw new Error(`${Failed.length} messages not deleted: ${failed.Code} ${failed.Message}`);
      }
    },
    close: () => client.destroy(),
  };
}
