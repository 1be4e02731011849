import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { sqsQueue } from '../../lib/aws/queue.ts';
import { POOL } from '../support/situation.ts';

const client = new SQSClient({ region: 'eu-west-1' });
const sqs = mockClient(client);
beforeEach(() => sqs.reset());

const urls = { edits: 'https://sqs.test/1/edits', upkeep: 'https://sqs.test/1/upkeep' };
const rechecks = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ Kind: 'Recheck' as const, UserPoolId: `eu-west-1_${at}` }));
const sent = () => sqs.commandCalls(SendMessageBatchCommand).map(({ args: [command] }) => command.input);

test('sends messages in order, in batches of 10 with unique ids', async () => {
  sqs.on(SendMessageBatchCommand).resolves({});
  await sqsQueue(client, urls).send('upkeep', rechecks(25));
  expect(sent().map(({ Entries = [] }) => Entries.length)).toEqual([10, 10, 5]);
  for (const { QueueUrl, Entries = [] } of sent()) {
    expect(QueueUrl).toBe(urls.upkeep);
    expect(new Set(Entries.map(({ Id }) => Id)).size).toBe(Entries.length);
  }
  expect(sent().flatMap(({ Entries = [] }) => Entries.map(({ MessageBody }) => MessageBody))).toEqual(
    rechecks(25).map((message) => JSON.stringify(message)),
  );
});

test('sends messages as JSON to the given queue', async () => {
  sqs.on(SendMessageBatchCommand).resolves({});
  await sqsQueue(client, urls).send('edits', [{ Kind: 'Recheck', UserPoolId: POOL }]);
  expect(sent()).toEqual([
    {
      QueueUrl: urls.edits,
      Entries: [{ Id: '0', MessageBody: `{"Kind":"Recheck","UserPoolId":"${POOL}"}` }],
    },
  ]);
});

test('makes no call when there are no messages', async () => {
  await sqsQueue(client, urls).send('edits', []);
  expect(sqs).not.toHaveReceivedAnyCommand();
});

test.each([
  [{ Id: '3', SenderFault: false, Code: 'InternalError' }, 'InternalError'],
  [{ Id: '3', SenderFault: false, Code: undefined }, 'Unknown'],
])('throws when SQS rejects one message of a batch: %j', async (failed, errorName) => {
  sqs
    .on(SendMessageBatchCommand)
    .resolvesOnce({})
    .resolvesOnce({ Failed: [failed] });
  await expect(sqsQueue(client, urls).send('edits', rechecks(30))).rejects.toMatchObject({
    name: 'AwsCallError',
    kind: 'Transient',
    operation: 'SendMessageBatch',
    errorName,
  });
  expect(sent()).toHaveLength(2);
});
