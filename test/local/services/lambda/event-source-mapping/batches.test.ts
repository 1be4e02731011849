import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { eventually } from '../../../clients.ts';
import { type SmallService, startSmallService } from '../small-service.ts';
import { type MappedQueue, type Mapping, mapQueue } from './mapped-queue.ts';

/** Follows the instructions in the message bodies and logs the names of each batch. */
const instructed = `
  exports.handler = async ({ Records }) => {
    const bodies = Records.map((record) => JSON.parse(record.body));
    console.log('batch', bodies.map(({ name }) => name).join());
    if (bodies.some((body) => body.throws)) throw new Error('as instructed');
    const [fixed] = bodies.filter((body) => 'result' in body);
    if (fixed) return fixed.result;
    const failed = Records.filter((_, index) => bodies[index].fails);
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };`;

let service: SmallService;
const queues: MappedQueue[] = [];
beforeAll(async () => {
  service = await startSmallService({
    instructed: { code: instructed },
    records: { code: 'exports.handler = async (event) => { console.log(JSON.stringify(event)); }' },
    'hangs-first': {
      code: `
        exports.handler = async ({ Records }) => {
          const count = Records[0].attributes.ApproximateReceiveCount;
          console.log('received', count);
          if (count === '1') await new Promise(() => setInterval(() => {}, 1000));
        };`,
    },
    single: {
      code: `
        exports.handler = async ({ hang, Records }) => {
          console.log(hang ? 'hangs' : 'received ' + Records[0].body);
          if (hang) await new Promise(() => setInterval(() => {}, 1000));
        };`,
      reservedConcurrency: 1,
    },
  });
});
afterEach(async () => {
  await Promise.all(queues.splice(0).map((queue) => queue.close()));
});
afterAll(() => service.close());

async function map(name: string, mapping: Mapping): Promise<MappedQueue> {
  const queue = await mapQueue(service.accountRegion, service.host, name, mapping);
  queues.push(queue);
  return queue;
}

/** Returns how often the function has received the message with this name. */
const times = (name: string) =>
  service.lines.filter((line) => line.startsWith('instructed: batch ') && line.includes(name)).length;
const empty = (queue: MappedQueue) =>
  eventually(async () => {
    const { waiting, inFlight } = await queue.counts();
    return waiting + inFlight === 0 || undefined;
  });

test('passes a message to the function as a record in the format of Lambda', async () => {
  const queue = await map('record', { functionName: 'records' });
  const { MessageId } = await service.clients.sqs.send(
    new SendMessageCommand({
      QueueUrl: queue.url,
      MessageBody: 'text',
      MessageAttributes: {
        word: { DataType: 'String', StringValue: 'w' },
        bytes: { DataType: 'Binary', BinaryValue: Buffer.from('b') },
      },
    }),
  );
  const line = await service.line(/^records: /);
  expect(JSON.parse(line.slice('records: '.length))).toEqual({
    Records: [
      {
        messageId: MessageId,
        receiptHandle: expect.any(String),
        body: 'text',
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: expect.stringMatching(/^\d{13}$/),
          SenderId: '000000000000',
          ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
        },
        messageAttributes: {
          word: { stringValue: 'w', stringListValues: [], binaryListValues: [], dataType: 'String' },
          bytes: { binaryValue: 'Yg==', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
        },
        md5OfBody: expect.stringMatching(/^[\da-f]{32}$/),
        md5OfMessageAttributes: expect.stringMatching(/^[\da-f]{32}$/),
        eventSource: 'aws:sqs',
        eventSourceARN: queue.arn,
        awsRegion: 'us-east-1',
      },
    ],
  });
  await empty(queue);
});

test('retries only the failed messages of a batch and moves them to the dead-letter queue after the last receive', async () => {
  const { QueueUrl } = await service.clients.sqs.send(new CreateQueueCommand({ QueueName: 'dead' }));
  const queue = await map('partial', {
    functionName: 'instructed',
    windowSeconds: 1,
    attributes: {
      VisibilityTimeout: '2',
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead',
        maxReceiveCount: 2,
      }),
    },
  });
  await queue.send({ name: 'good' }, { name: 'bad', fails: true }, { name: 'fine' });
  const dead = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 });
  const { Messages } = await service.clients.sqs.send(dead);
  expect(Messages?.map(({ Body }) => Body)).toEqual(['{"name":"bad","fails":true}']);
  expect([times('good'), times('fine'), times('bad')]).toEqual([1, 1, 2]);
  await empty(queue);
}, 20_000);

test.each([
  ['throws', { throws: true }, 'the function failed'],
  ['no-response', { result: 'text' }, 'the response is not a valid batch response'],
  [
    'unknown-id',
    { result: { batchItemFailures: [{ itemIdentifier: 'x' }] } },
    '"x" is not a message of the batch',
  ],
])('keeps the whole batch and logs the reason: %s', async (name, instruction, reason) => {
  const queue = await map(name, { functionName: 'instructed' });
  await queue.send({ name, ...instruction });
  await eventually(() => queue.lines[0]);
  expect(queue.lines).toEqual([`instructed < ${name}: batch of 1 failed: ${reason}`]);
  expect(await queue.counts()).toEqual({ waiting: 0, inFlight: 1 });
});

test('without ReportBatchItemFailures, deletes a batch even if the function returns failures', async () => {
  const queue = await map('unreported', { functionName: 'instructed', reportBatchItemFailures: false });
  await queue.send({ name: 'unreported', fails: true });
  await eventually(() => times('unreported') || undefined);
  await empty(queue);
});

test('a batching window collects the messages of several receive calls into one batch', async () => {
  const queue = await map('window', { functionName: 'instructed', batchSize: 100, windowSeconds: 2 });
  const bodies = Array.from({ length: 15 }, (_, index) => ({ name: `w${index}` }));
  await queue.send(...bodies.slice(0, 2));
  await queue.send(...bodies.slice(2));
  const line = await service.line(/^instructed: batch w/);
  expect(line.slice('instructed: batch '.length).split(',').sort()).toEqual(
    bodies.map(({ name }) => name).sort(),
  );
  await empty(queue);
}, 10_000);

test('invokes the function with a full batch before its window ends', async () => {
  const queue = await map('full', { functionName: 'instructed', batchSize: 2, windowSeconds: 300 });
  await queue.send({ name: 'f1' }, { name: 'f2' });
  await service.line(/^instructed: batch f1,f2$/);
  await empty(queue);
});

test('retries the messages when the function is throttled', async () => {
  const queue = await map('throttled', { functionName: 'single', attributes: { VisibilityTimeout: '1' } });
  const hanging = service.host.invoke('single', '{"hang":true}', 'RequestResponse');
  await service.line(/^single: hangs$/);
  await queue.send('late');
  await eventually(() => queue.lines[0]);
  expect(queue.lines).toEqual(['single < throttled: TooManyRequestsException: Rate Exceeded.']);
  await service.host.kill('single');
  await hanging;
  await service.line(/^single: received late$/);
  await empty(queue);
}, 10_000);

test('retries the messages of a killed function in a new environment', async () => {
  const attributes = { VisibilityTimeout: '1' };
  const queue = await map('killed', { functionName: 'hangs-first', attributes });
  await queue.send('x');
  await service.line(/^hangs-first: received 1$/);
  await service.host.kill('hangs-first');
  await service.line(/^hangs-first: received 2$/);
  await empty(queue);
  expect(queue.lines).toEqual(['hangs-first < killed: batch of 1 failed: the function failed']);
});

test('logs that the function does not exist and keeps the messages', async () => {
  const queue = await map('missing', { functionName: 'missing' });
  await queue.send('x');
  await eventually(() => queue.lines[0]);
  expect(queue.lines).toEqual(['missing < missing: Error: The function does not exist.']);
  expect(await queue.counts()).toEqual({ waiting: 0, inFlight: 1 });
});
