import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** Receives up to ten messages, as an event source mapping does. Returns none after 20 s, and when the signal is aborted. */
export async function receiveBatch(
  sqs: SQSClient,
  QueueUrl: string,
  signal: AbortSignal,
): Promise<readonly Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: 20,
    MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp'],
  });
  try {
    return (await sqs.send(command, { abortSignal: signal })).Messages ?? [];
  } catch (error) {
    if (signal.aborted) return [];
    throw error;
  }
}

/** Deletes the messages of a batch that do not stay in the queue. */
export async function deleteFinished(
  sqs: SQSClient,
  QueueUrl: string,
  messages: readonly Message[],
  staying: ReadonlySet<string>,
): Promise<void> {
  const Entries = messages
    .filter(({ MessageId = '' }) => !staying.has(MessageId))
    .map(({ ReceiptHandle }, Id) => ({ Id: String(Id), ReceiptHandle }));
  if (Entries.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
}
