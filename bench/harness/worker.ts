import { type Message, SQSClient } from '@aws-sdk/client-sqs';
import { wireReconcile } from '../../functions/reconcile-wiring.ts';
import { readConfig } from '../../lib/aws/config.ts';
import type { QueueName } from '../../lib/reconcile/ports.ts';
import { deleteFinished, receiveBatch } from './queue.ts';
import { silent } from './silent.ts';

/**
 * Runs one execution environment of the reconcile function per queue, in its own process. The arguments are the queues; without
 * arguments, both. Each receives a batch, processes it completely, deletes the finished messages and continues with the next
 * batch.
 */
const FUNCTION_TIME_MS = 25_000;

const config = readConfig(process.env);
const sqs = new SQSClient({});
const stopping = new AbortController();
process.on('SIGTERM', () => stopping.abort());

async function processQueue(priority: QueueName, QueueUrl: string): Promise<void> {
  const reconcile = wireReconcile(config, silent);
  while (!stopping.signal.aborted) {
    const messages = await receiveBatch(sqs, QueueUrl, stopping.signal);
    if (messages.length === 0) continue;
    const deadline = Date.now() + FUNCTION_TIME_MS;
    const staying = new Set(await reconcile(messages.map(deliveryOf), { priority, deadline }));
    await deleteFinished(sqs, QueueUrl, messages, staying);
  }
}

const deliveryOf = ({ MessageId = '', ReceiptHandle = '', Body = '', Attributes }: Message) => ({
  messageId: MessageId,
  receiptHandle: ReceiptHandle,
  body: Body,
  receives: Number(Attributes?.ApproximateReceiveCount),
  sentAt: Number(Attributes?.SentTimestamp),
});

process.stdout.write('ready\n');
const urls = { edits: config.editsQueueUrl, upkeep: config.upkeepQueueUrl };
const isQueue = (name: string): name is QueueName => name in urls;
const queues = process.argv.slice(2).filter(isQueue);
await Promise.all(
  (queues.length > 0 ? queues : (['edits', 'upkeep'] as const)).map((name) => processQueue(name, urls[name])),
);
