import { setTimeout as sleep } from 'node:timers/promises';
import { type Message, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { lambdaContext } from './lambda-context.ts';
import { startMetering } from './metering.ts';
import { deleteFinished, receiveBatch } from './queue.ts';

/**
 * Runs one execution environment of the reconcile function for the upkeep queue in its own process, with its handler. Prints what it used
 * when it receives SIGTERM. The requests of the event source mapping count, empty receives do not.
 */
const { handler } = await import('../../functions/reconcile.ts');
const QueueUrl = process.env.UPKEEP_QUEUE_URL ?? '';
const sqs = new SQSClient({});
const stopping = new AbortController();
process.on('SIGTERM', () => stopping.abort());

const { invoke, print, usage } = startMetering();
let empty = 0;

const recordOf = ({ MessageId = '', ReceiptHandle = '', Body = '', Attributes }: Message): SQSRecord => ({
  messageId: MessageId,
  receiptHandle: ReceiptHandle,
  body: Body,
  attributes: {
    ApproximateReceiveCount: Attributes?.ApproximateReceiveCount ?? '1',
    SentTimestamp: Attributes?.SentTimestamp ?? '0',
    SenderId: 'bench',
    ApproximateFirstReceiveTimestamp: '0',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: `arn:aws:sqs:eu-west-1:${process.env.ACCOUNT_ID}:upkeep`,
  awsRegion: 'eu-west-1',
});

print('ready');
while (!stopping.signal.aborted) {
  const messages = await receiveBatch(sqs, QueueUrl, stopping.signal);
  if (messages.length === 0) {
    empty += 1;
    continue;
  }
  const Records = messages.map(recordOf);
  const { batchItemFailures } = await invoke(() =>
    handler({ Records }, lambdaContext('cognito-log-reconciler-prod-reconcile', 30_000)),
  );
  const staying = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  await deleteFinished(sqs, QueueUrl, messages, staying);
}
const used = usage();
print(JSON.stringify({ ...used, sqsRequests: used.sqsRequests - empty }));
// An aborted receive can keep its connection open.
await sleep(100);
process.exit();
