import 'aws-sdk-client-mock-jest';
import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { sqsBacklog } from '../../lib/aws/backlog.ts';
import { sqsQueue } from '../../lib/aws/queue.ts';
import { sqsRequeue } from '../../lib/aws/requeue.ts';
import { awsError } from '../support/aws-error.ts';
import { POOL } from '../support/situation.ts';

const client = new SQSClient({ region: 'eu-west-1' });
const sqs = mockClient(client);
beforeEach(() => sqs.reset());

const urls = { edits: 'https://sqs.test/1/edits', upkeep: 'https://sqs.test/1/upkeep' };
const bodies = (count: number): string[] => Array.from({ length: count }, (_, at) => `body ${at}`);
const sent = () => sqs.commandCalls(SendMessageBatchCommand).map(({ args: [command] }) => command.input);

test('sends in batches of ten, with ids that differ within each, in order', async () => {
  sqs.on(SendMessageBatchCommand).resolves({});
  await sqsQueue(client, urls).send('upkeep', bodies(25), 15);
  expect(sent().map(({ Entries = [] }) => Entries.length)).toEqual([10, 10, 5]);
  for (const { QueueUrl, Entries = [] } of sent()) {
    expect(QueueUrl).toBe(urls.upkeep);
    expect(new Set(Entries.map(({ Id }) => Id)).size).toBe(Entries.length);
    expect(Entries.every(({ DelaySeconds }) => DelaySeconds === 15)).toBe(true);
  }
  expect(sent().flatMap(({ Entries = [] }) => Entries.map(({ MessageBody }) => MessageBody))).toEqual(
    bodies(25),
  );
});

test('own messages go out as JSON, to the priority’s queue, without delay unless one is said', async () => {
  sqs.on(SendMessageBatchCommand).resolves({});
  await sqsQueue(client, urls).sendOwn('edits', [{ Kind: 'Recheck', UserPoolId: POOL }]);
  expect(sent()).toEqual([
    {
      QueueUrl: urls.edits,
      Entries: [{ Id: '0', MessageBody: `{"Kind":"Look","UserPoolId":"${POOL}"}`, DelaySeconds: 0 }],
    },
  ]);
});

test('nothing to send is no call', async () => {
  await sqsQueue(client, urls).send('edits', []);
  expect(sqs).not.toHaveReceivedAnyCommand();
});

test.each([
  [{ Id: '3', SenderFault: false, Code: 'InternalError' }, 'InternalError'],
  [{ Id: '3', SenderFault: false, Code: undefined }, 'Unknown'],
])('one message of a batch that was not taken fails the sending: %j', async (failed, errorName) => {
  sqs
    .on(SendMessageBatchCommand)
    .resolvesOnce({})
    .resolvesOnce({ Failed: [failed] });
  await expect(sqsQueue(client, urls).send('edits', bodies(30))).rejects.toMatchObject({
    name: 'AwsCallError',
    kind: 'Transient',
    operation: 'SendMessageBatch',
    errorName,
  });
  expect(sent()).toHaveLength(2);
});

test('a batch that fails whole is a failure by its name', async () => {
  sqs.on(SendMessageBatchCommand).rejects(awsError('AccessDenied'));
  await expect(sqsQueue(client, urls).send('edits', ['x'])).rejects.toMatchObject({ kind: 'Permission' });
});

test('hands a message back for so many seconds', async () => {
  sqs.on(ChangeMessageVisibilityCommand).resolves({});
  await sqsRequeue(client, urls).delay('edits', 'the receipt', 7);
  expect(sqs).toHaveReceivedCommandWith(ChangeMessageVisibilityCommand, {
    QueueUrl: urls.edits,
    ReceiptHandle: 'the receipt',
    VisibilityTimeout: 7,
  });
});

test('a message that is gone already is a failure of the handing back', async () => {
  sqs.on(ChangeMessageVisibilityCommand).rejects(awsError('ReceiptHandleIsInvalid'));
  await expect(sqsRequeue(client, urls).delay('upkeep', 'the receipt', 7)).rejects.toMatchObject({
    operation: 'ChangeMessageVisibility',
    errorName: 'ReceiptHandleIsInvalid',
  });
});

test.each([
  [{ Attributes: { ApproximateNumberOfMessages: '123' } }, 123],
  [{ Attributes: { ApproximateNumberOfMessages: '3', ApproximateNumberOfMessagesDelayed: '120' } }, 123],
  [{ Attributes: {} }, 0],
  [{}, 0],
])('the backlog of %j is %i', async (answer, waiting) => {
  sqs.on(GetQueueAttributesCommand).resolves(answer);
  expect(await sqsBacklog(client, urls.upkeep).waiting()).toBe(waiting);
  expect(sqs).toHaveReceivedCommandWith(GetQueueAttributesCommand, {
    QueueUrl: urls.upkeep,
    AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesDelayed'],
  });
});

test('a backlog that cannot be asked is a failure', async () => {
  sqs.on(GetQueueAttributesCommand).rejects(awsError('RequestThrottled'));
  await expect(sqsBacklog(client, urls.upkeep).waiting()).rejects.toMatchObject({
    operation: 'GetQueueAttributes',
  });
});
