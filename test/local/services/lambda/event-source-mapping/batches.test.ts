import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { eventually } from '../../../clients.ts';
import { type SmallService, startSmallService } from '../small-service.ts';
import { type MappedQueue, type Mapping, mapQueue } from './mapped-queue.ts';

/** Does what its messages' bodies tell it to, and says of which batch. */
const obedient = `
  exports.handler = async ({ Records }) => {
    const told = Records.map((record) => JSON.parse(record.body));
    console.log('batch', told.map(({ name }) => name).join());
    if (told.some((body) => body.throws)) throw new Error('told to');
    const [shaped] = told.filter((body) => 'answer' in body);
    if (shaped) return shaped.answer;
    const failed = Records.filter((_, index) => told[index].fails);
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };`;

let service: SmallService;
const queues: MappedQueue[] = [];
beforeAll(async () => {
  service = await startSmallService({
    obedient: { code: obedient },
    records: { code: 'exports.handler = async (event) => { console.log(JSON.stringify(event)); }' },
    'hangs-first': {
      code: `
        exports.handler = async ({ Records }) => {
          const count = Records[0].attributes.ApproximateReceiveCount;
          console.log('received', count);
          if (count === '1') await new Promise(() => setInterval(() => {}, 1000));
        };`,
    },
    alone: {
      code: `
        exports.handler = async ({ hang, Records }) => {
          console.log(hang ? 'hangs' : 'took ' + Records[0].body);
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

/** How often the function was told of the message with this name. */
const times = (name: string) =>
  service.lines.filter((line) => line.startsWith('obedient: batch ') && line.includes(name)).length;
const empty = (queue: MappedQueue) =>
  eventually(async () => {
    const { waiting, inFlight } = await queue.counts();
    return waiting + inFlight === 0 || undefined;
  });

test("a message is a record as Lambda's", async () => {
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

test('of a batch what failed alone comes back, and what fails too often ends with the dead letters', async () => {
  const { QueueUrl } = await service.clients.sqs.send(new CreateQueueCommand({ QueueName: 'dead' }));
  const queue = await map('partial', {
    functionName: 'obedient',
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
  ['no-response', { answer: 'text' }, 'the response is not a valid batch response'],
  [
    'unknown-id',
    { answer: { batchItemFailures: [{ itemIdentifier: 'x' }] } },
    '"x" is not a message of the batch',
  ],
])('a batch stays whole, and that is said, when its function answers so: %s', async (name, told, why) => {
  const queue = await map(name, { functionName: 'obedient' });
  await queue.send({ name, ...told });
  await eventually(() => queue.lines[0]);
  expect(queue.lines).toEqual([`obedient < ${name}: batch of 1 failed: ${why}`]);
  expect(await queue.counts()).toEqual({ waiting: 0, inFlight: 1 });
});

test('without ReportBatchItemFailures an answer that names failures is success', async () => {
  const queue = await map('unreported', { functionName: 'obedient', reportBatchItemFailures: false });
  await queue.send({ name: 'unreported', fails: true });
  await eventually(() => times('unreported') || undefined);
  await empty(queue);
});

test('a window gathers what comes meanwhile, beyond what one receive gives', async () => {
  const queue = await map('window', { functionName: 'obedient', batchSize: 100, windowSeconds: 2 });
  const bodies = Array.from({ length: 15 }, (_, index) => ({ name: `w${index}` }));
  await queue.send(...bodies.slice(0, 2));
  await queue.send(...bodies.slice(2));
  const line = await service.line(/^obedient: batch w/);
  expect(line.slice('obedient: batch '.length).split(',').sort()).toEqual(
    bodies.map(({ name }) => name).sort(),
  );
  await empty(queue);
}, 10_000);

test('a full batch does not wait for the end of its window', async () => {
  const queue = await map('full', { functionName: 'obedient', batchSize: 2, windowSeconds: 300 });
  await queue.send({ name: 'f1' }, { name: 'f2' });
  await service.line(/^obedient: batch f1,f2$/);
  await empty(queue);
});

test('messages that meet a throttled function come back', async () => {
  const queue = await map('throttled', { functionName: 'alone', attributes: { VisibilityTimeout: '1' } });
  const hanging = service.host.invoke('alone', '{"hang":true}', 'RequestResponse');
  await service.line(/^alone: hangs$/);
  await queue.send('late');
  await eventually(() => queue.lines[0]);
  expect(queue.lines).toEqual(['alone < throttled: TooManyRequestsException: Rate Exceeded.']);
  await service.host.kill('alone');
  await hanging;
  await service.line(/^alone: took late$/);
  await empty(queue);
}, 10_000);

test('the messages of a killed function come back, and its next environment takes them', async () => {
  const attributes = { VisibilityTimeout: '1' };
  const queue = await map('killed', { functionName: 'hangs-first', attributes });
  await queue.send('x');
  await service.line(/^hangs-first: received 1$/);
  await service.host.kill('hangs-first');
  await service.line(/^hangs-first: received 2$/);
  await empty(queue);
  expect(queue.lines).toEqual(['hangs-first < killed: batch of 1 failed: the function failed']);
});

test('a function that is not there is said, and the messages stay', async () => {
  const queue = await map('nobody', { functionName: 'nobody' });
  await queue.send('x');
  await eventually(() => queue.lines[0]);
  expect(queue.lines).toEqual(['nobody < nobody: Error: The function does not exist.']);
  expect(await queue.counts()).toEqual({ waiting: 0, inFlight: 1 });
});
