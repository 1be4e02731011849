import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { lambdaContext } from './lambda-context.ts';
import { startMetering } from './metering.ts';

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

async function receive(): Promise<readonly Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: 20,
    MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp'],
  });
  try {
    const { Messages = [] } = await sqs.send(command, { abortSignal: stopping.signal });
    if (Messages.length === 0) empty += 1;
    return Messages;
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    empty += 1;
    return [];
  }
}

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
  const messages = await receive();
  if (messages.length === 0) continue;
  const Records = messages.map(recordOf);
  const { batchItemFailures } = await invoke(() =>
    handler({ Records }, lambdaContext('cognito-log-reconciler-prod-reconcile', 30_000)),
  );
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  const Entries = Records.filter(({ messageId }) => !failed.has(messageId)).map(({ receiptHandle }, Id) => ({
    Id: String(Id),
    ReceiptHandle: receiptHandle,
  }));
  if (Entries.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
}
const used = usage();
print(JSON.stringify({ ...used, sqsRequests: used.sqsRequests - empty }));
// An aborted receive can keep its connection open.
await sleep(100);
process.exit();
