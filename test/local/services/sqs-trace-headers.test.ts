import {
  CreateQueueCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { createTraceHeaders } from '../../../local/services/sqs/trace-headers.ts';
import { useLocalCloud } from '../../support/local-cloud.ts';
import { clientsAt } from '../clients.ts';

const cloud = useLocalCloud();
let clients: ReturnType<typeof clientsAt>;
beforeAll(() => {
  clients = clientsAt(cloud.url);
});

const header =
  'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0;Lineage=a87bd80c:1';
const own = 'Root=1-00000000-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0';
const explicit = { AWSTraceHeader: { DataType: 'String', StringValue: own } } as const;

/** Returns a client that sends the trace header with each call, as the SDK does inside a function. */
function traced() {
  const { sqs } = clientsAt(cloud.url);
  sqs.middlewareStack.add(
    (next) => (args) => {
      const { request } = args;
      if (typeof request === 'object' && request !== null)
        Object.assign(Reflect.get(request, 'headers'), { 'X-Amzn-Trace-Id': header });
      return next(args);
    },
    { step: 'build' },
  );
  return sqs;
}

async function createQueue(QueueName: string, Attributes: Record<string, string> = {}): Promise<string> {
  const { QueueUrl = '' } = await clients.sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl;
}

/** Receives all messages and returns the trace header of each, by its body. */
async function received(QueueUrl: string, names: Partial<ReceiveMessageCommand['input']>) {
  const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...names });
  const { Messages = [] } = await clients.sqs.send(command);
  return Object.fromEntries(Messages.map(({ Body, Attributes }) => [Body, Attributes?.AWSTraceHeader]));
}

test('keeps the trace header of SendMessage as a system attribute of the message', async () => {
  const QueueUrl = await createQueue('one');
  await traced().send(new SendMessageCommand({ QueueUrl, MessageBody: 'traced' }));
  await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'untraced' }));
  expect(await received(QueueUrl, { MessageSystemAttributeNames: ['All'] })).toEqual({
    traced: header,
    untraced: undefined,
  });
});

test('keeps the trace header of SendMessageBatch for each of its messages', async () => {
  const QueueUrl = await createQueue('batch');
  const Entries = [
    { Id: '1', MessageBody: 'a' },
    { Id: '2', MessageBody: 'b', MessageSystemAttributes: explicit },
  ];
  const { Successful } = await traced().send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  expect(Successful).toHaveLength(2);
  expect(await received(QueueUrl, { AttributeNames: ['All'] })).toEqual({ a: header, b: own });
});

test('prefers the system attribute of the message to the trace header of the call', async () => {
  const QueueUrl = await createQueue('explicit');
  await traced().send(
    new SendMessageCommand({ QueueUrl, MessageBody: 'x', MessageSystemAttributes: explicit }),
  );
  expect(await received(QueueUrl, { MessageSystemAttributeNames: ['AWSTraceHeader'] })).toEqual({ x: own });
});

test('returns the trace header only if it is requested', async () => {
  const QueueUrl = await createQueue('unrequested');
  await traced().send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
  const receive = (names: Partial<ReceiveMessageCommand['input']>) =>
    received(QueueUrl, { VisibilityTimeout: 0, ...names });
  expect(await receive({})).toEqual({ x: undefined });
  expect(await receive({ MessageSystemAttributeNames: ['SenderId'] })).toEqual({ x: undefined });
  expect(await receive({ MessageSystemAttributeNames: ['AWSTraceHeader'] })).toEqual({ x: header });
});

test('keeps the trace header when SQS moves a message to the dead-letter queue', async () => {
  const dead = await createQueue('dead');
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead',
    maxReceiveCount: 1,
  });
  const QueueUrl = await createQueue('alive', { RedrivePolicy });
  await traced().send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
  await received(QueueUrl, { VisibilityTimeout: 0 });
  expect(await received(QueueUrl, {})).toEqual({});
  expect(await received(dead, { MessageSystemAttributeNames: ['All'] })).toEqual({ x: header });
});

test('a long poll returns the trace header of the message that it waited for', async () => {
  const QueueUrl = await createQueue('long');
  const poll = received(QueueUrl, { WaitTimeSeconds: 20, MessageSystemAttributeNames: ['All'] });
  await traced().send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
  expect(await poll).toEqual({ x: header });
});

describe('the stored trace headers', () => {
  const send = (MessageId: string, wait: Promise<unknown> = Promise.resolve()) => ({
    call: { operation: 'SendMessage', header, input: {} },
    run: async () => {
      await wait;
      return { body: { MessageId } };
    },
  });
  const receive = (MessageId: string) => ({
    call: { operation: 'ReceiveMessage', header: undefined, input: { AttributeNames: ['All'] } },
    run: async (): Promise<{ body: { Messages: Message[] } }> => ({ body: { Messages: [{ MessageId }] } }),
  });

  test('include that of a message whose send has not ended when it is received', async () => {
    const headers = createTraceHeaders();
    let end = () => {};
    const { call, run } = send('m', new Promise<void>((resolve) => (end = resolve)));
    const sending = headers.around(call, run);
    const { call: receiveCall, run: runReceive } = receive('m');
    const receiving = headers.around(receiveCall, runReceive);
    end();
    await sending;
    expect(await receiving).toEqual({
      body: { Messages: [{ MessageId: 'm', Attributes: { AWSTraceHeader: header } }] },
    });
  });

  test('are those of the last 100,000 messages', async () => {
    const headers = createTraceHeaders();
    for (let count = 0; count <= 100_000; count += 1) {
      const { call, run } = send(`m${count}`);
      await headers.around(call, run);
    }
    const first = receive('m0');
    expect(await headers.around(first.call, first.run)).toEqual({
      body: { Messages: [{ MessageId: 'm0' }] },
    });
    const second = receive('m1');
    expect(await headers.around(second.call, second.run)).toMatchObject({
      body: { Messages: [{ Attributes: { AWSTraceHeader: header } }] },
    });
  });
});
