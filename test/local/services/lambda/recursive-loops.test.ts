import { createRequire } from 'node:module';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { eventually } from '../../clients.ts';
import { type MappedQueue, type Mapping, mapQueue } from './event-source-mapping/mapped-queue.ts';
import { type SmallFunction, type SmallService, startSmallService } from './small-service.ts';

const sdk = JSON.stringify(createRequire(import.meta.url).resolve('@aws-sdk/client-sqs'));

/** Sends each message to the queue in its body, with a higher round, until the last round. */
const sends = `
  const { SQSClient, SendMessageCommand } = require(${sdk});
  const sqs = new SQSClient({});
  exports.handler = async ({ Records }) => {
    for (const { body } of Records) {
      const { name, round, last, to: [QueueUrl, ...others] } = JSON.parse(body);
      console.log('invoked', name, round);
      const next = { name, round: round + 1, last, to: [...others, QueueUrl] };
      if (round < last)
        await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(next) }));
    }
  };`;

/** Makes its messages visible again at once, until they were received 20 times. */
const retries = `
  const { SQSClient, ChangeMessageVisibilityCommand } = require(${sdk});
  const sqs = new SQSClient({});
  exports.handler = async ({ Records }) => {
    const failed = [];
    for (const { messageId, receiptHandle, body, attributes } of Records) {
      console.log('received', attributes.ApproximateReceiveCount);
      if (Number(attributes.ApproximateReceiveCount) >= 20) continue;
      failed.push({ itemIdentifier: messageId });
      const change = { QueueUrl: body, ReceiptHandle: receiptHandle, VisibilityTimeout: 0 };
      await sqs.send(new ChangeMessageVisibilityCommand(change));
    }
    return { batchItemFailures: failed };
  };`;

/** Invokes itself without the SDK, as the SDK does, and returns the results of all invocations. */
const invokesItself = (type: 'RequestResponse' | 'Event'): SmallFunction => ({
  code: `
    exports.handler = async () => {
      console.log('invoked');
      const { AWS_ENDPOINT_URL, AWS_LAMBDA_FUNCTION_NAME, AWS_ACCESS_KEY_ID, _X_AMZN_TRACE_ID } = process.env;
      const url = AWS_ENDPOINT_URL + '/2015-03-31/functions/' + AWS_LAMBDA_FUNCTION_NAME + '/invocations';
      const scope = AWS_ACCESS_KEY_ID + '/20261123/us-east-1/lambda/aws4_request';
      const response = await fetch(url, {
        method: 'POST',
        body: '{}',
        headers: {
          authorization: 'AWS4-HMAC-SHA256 Credential=' + scope + ', SignedHeaders=host, Signature=0',
          'x-amz-invocation-type': '${type}',
          'x-amzn-trace-id': _X_AMZN_TRACE_ID,
        },
      });
      if (response.status !== 200)
        return [response.status + ' ' + response.headers.get('x-amzn-errortype')];
      return ['invoked', ...(await response.json())];
    };`,
  timeoutSeconds: 60,
});

let service: SmallService;
const queues: MappedQueue[] = [];
beforeAll(async () => {
  service = await startSmallService({
    sends: { code: sends },
    allowed: { code: sends, recursiveLoop: 'Allow' },
    first: { code: sends },
    second: { code: sends },
    alone: { code: sends },
    'no-dead-letters': { code: sends },
    'wrong-target': { code: sends },
    retries: { code: retries },
    synchronous: invokesItself('RequestResponse'),
    asynchronous: invokesItself('Event'),
    header: {
      code: `exports.handler = async ({ Records = [] }) => {
        const header = process.env._X_AMZN_TRACE_ID;
        console.log('batch', Records.map(({ body }) => body).join(), header);
        return header;
      }`,
    },
  });
});
afterEach(async () => {
  await Promise.all(queues.splice(0).map((queue) => queue.close()));
});
afterAll(() => service.close());

interface LoopQueue extends MappedQueue {
  /** Returns the bodies of the messages in the dead-letter queue, and waits for a first one. */
  deadLetters(): Promise<readonly { body: unknown; trace: string | undefined }[]>;
}

/** Maps a queue with a dead-letter queue, which SQS itself uses only after 1,000 receives. */
async function map(functionName: string, mapping: Partial<Mapping> = {}): Promise<LoopQueue> {
  const name = `${functionName}-loop`;
  const { sqs } = service.clients;
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `${name}-dead` }));
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: `arn:aws:sqs:us-east-1:000000000000:${name}-dead`,
    maxReceiveCount: 1000,
  });
  const attributes = { RedrivePolicy, VisibilityTimeout: '60', ...mapping.attributes };
  const queue = await mapQueue(service.accountRegion, service.host, name, {
    functionName,
    ...mapping,
    attributes,
  });
  queues.push(queue);
  return {
    ...queue,
    async deadLetters() {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          WaitTimeSeconds: 20,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: 0,
          MessageSystemAttributeNames: ['All'],
        }),
      );
      return Messages.map(({ Body = '', Attributes }) => ({
        body: JSON.parse(Body),
        trace: Attributes?.AWSTraceHeader,
      }));
    },
  };
}

const invocations = (functionName: string, name = '') =>
  service.lines.filter((line) => line.startsWith(`${functionName}: invoked${name && ` ${name}`}`)).length;
const empty = (queue: MappedQueue) =>
  eventually(async () => {
    const { waiting, inFlight } = await queue.counts();
    return waiting + inFlight === 0 || undefined;
  });
const dropped = (functionName: string) => service.host.recursiveInvocationsDropped()[functionName] ?? 0;
const stoppedLines = (queue: MappedQueue) => queue.lines.filter((line) => line.includes('recursive loop'));

test('a function that sends its message to its own queue is stopped after 16 invocations', async () => {
  const queue = await map('sends');
  const message = { name: 'x', last: 1000, to: [queue.url] };
  await queue.send({ ...message, round: 1 });
  const [dead, ...others] = await queue.deadLetters();
  expect(dead?.body).toEqual({ ...message, round: 17 });
  expect(dead?.trace).toMatch(
    /^Root=1-[\da-f]{8}-[\da-f]{24};Parent=[\da-f]{16};Sampled=0;Lineage=\w{8}:15$/,
  );
  expect(others).toEqual([]);
  await empty(queue);
  expect(invocations('sends')).toBe(16);
  const metrics = await fetch(`${service.accountRegion.endpoint}/_local/metrics`);
  expect(await metrics.json()).toMatchObject({
    accountRegions: [{ recursiveInvocationsDropped: { sends: 1 } }],
  });
  expect(queue.lines).toEqual([
    expect.stringMatching(
      /^sends < sends-loop: recursive loop stopped: message moved to the dead-letter queue: [\da-f-]{36}$/,
    ),
  ]);
});

test('RecursiveLoop: Allow lets a loop continue after 16 invocations', async () => {
  const queue = await map('allowed');
  await queue.send({ name: 'x', round: 1, last: 40, to: [queue.url] });
  await service.line(/^allowed: invoked x 40$/);
  await empty(queue);
  expect(invocations('allowed')).toBe(40);
  expect(dropped('allowed')).toBe(0);
  expect(queue.lines).toEqual([]);
});

test('a message that is only made visible again never counts as a loop', async () => {
  const queue = await map('retries');
  await queue.send(queue.url);
  await service.line(/^retries: received 20$/);
  await empty(queue);
  expect(service.lines.filter((line) => line.startsWith('retries: received'))).toHaveLength(20);
  expect(dropped('retries')).toBe(0);
  expect(stoppedLines(queue)).toEqual([]);
});

test('a chain through two functions counts each function separately', async () => {
  const [first, second] = [await map('first'), await map('second')];
  await first.send({ name: 'x', round: 1, last: 1000, to: [second.url, first.url] });
  expect((await first.deadLetters()).map(({ body }) => body)).toMatchObject([{ round: 33 }]);
  await Promise.all([empty(first), empty(second)]);
  expect([invocations('first'), invocations('second')]).toEqual([16, 16]);
  expect([dropped('first'), dropped('second')]).toEqual([1, 0]);
});

test('the invocations of two independent messages do not add up', async () => {
  const queue = await map('alone', { batchSize: 1 });
  const message = { round: 1, last: 16, to: [queue.url] };
  await queue.send({ ...message, name: 'a' }, { ...message, name: 'b' });
  await Promise.all([service.line(/^alone: invoked a 16$/), service.line(/^alone: invoked b 16$/)]);
  await empty(queue);
  expect([invocations('alone', 'a'), invocations('alone', 'b')]).toEqual([16, 16]);
  expect(queue.lines).toEqual([]);
});

test('delivers the other messages of a batch with a stopped message, which do not take over its chain', async () => {
  const header = String((await service.call('header')).result);
  const traced = (count: number) => ({
    AWSTraceHeader: { DataType: 'String', StringValue: header.replace(/:0$/, `:${count}`) },
  });
  const queue = await map('header', { reportBatchItemFailures: false });
  const Entries = [
    { Id: '1', MessageBody: '"stopped"', MessageSystemAttributes: traced(15) },
    { Id: '2', MessageBody: '"new"' },
    { Id: '3', MessageBody: '"fifth"', MessageSystemAttributes: traced(4) },
  ];
  await service.clients.sqs.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries }));
  expect((await queue.deadLetters()).map(({ body }) => body)).toEqual(['stopped']);
  await service.line(/^header: batch "new","fifth" Root=.*;Lineage=\w{8}:5$/);
  await empty(queue);
});

test('deletes a stopped message when its queue has no dead-letter queue', async () => {
  const queue = await map('no-dead-letters', { attributes: { RedrivePolicy: '' } });
  await queue.send({ name: 'x', round: 1, last: 1000, to: [queue.url] });
  await eventually(() => stoppedLines(queue)[0]);
  await empty(queue);
  expect(invocations('no-dead-letters')).toBe(16);
  expect(queue.lines).toEqual([
    expect.stringMatching(
      /: recursive loop stopped: message deleted, because its queue has no dead-letter queue: /,
    ),
  ]);
});

test('logs why a stopped message cannot be moved and keeps it in its queue', async () => {
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:missing',
    maxReceiveCount: 1000,
  });
  const queue = await map('wrong-target', { attributes: { RedrivePolicy } });
  await queue.send({ name: 'x', round: 1, last: 1000, to: [queue.url] });
  await eventually(() => queue.lines[0]);
  expect(queue.lines).toEqual([
    expect.stringMatching(/^wrong-target < wrong-target-loop: QueueDoesNotExist: /),
  ]);
  expect(await queue.counts()).toEqual({ waiting: 0, inFlight: 1 });
});

test('a function that invokes itself synchronously gets RecursiveInvocationException instead of invocation 17', async () => {
  const { result } = await service.call('synchronous');
  expect(result).toEqual([...Array(15).fill('invoked'), '400 RecursiveInvocationException']);
  expect(invocations('synchronous')).toBe(16);
  expect(dropped('synchronous')).toBe(1);
});

test('a function that invokes itself asynchronously is stopped after 16 invocations', async () => {
  expect(await service.send('asynchronous')).toBe(202);
  await service.line(/^asynchronous: \S+ event dropped: recursive loop stopped$/);
  expect(invocations('asynchronous')).toBe(16);
  expect(dropped('asynchronous')).toBe(1);
});

test('each invocation by a client begins a new chain', async () => {
  const headers = [await service.call('header'), await service.call('header')].map(({ result }) =>
    String(result),
  );
  for (const header of headers)
    expect(header).toMatch(
      /^Root=1-[\da-f]{8}-[\da-f]{24};Parent=[\da-f]{16};Sampled=0;Lineage=[\da-f]{8}:0$/,
    );
  expect(new Set(headers.map((header) => header.split(';')[0])).size).toBe(2);
});
