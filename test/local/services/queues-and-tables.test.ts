import { CreateTableCommand, PutItemCommand, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { useLocalCloud } from '../../support/local-cloud.ts';
import { clientsAt } from '../clients.ts';

const account = '123456789012';
const region = 'eu-central-1';

const cloud = useLocalCloud();
let clients: ReturnType<typeof clientsAt>;
beforeAll(() => {
  clients = clientsAt(cloud.url, { account, region });
});

async function createQueue(QueueName: string, Attributes: Record<string, string> = {}): Promise<string> {
  const { QueueUrl } = await clients.sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl ?? '';
}

test('returns queue URLs with the address of the cloud, and ARNs with account and Region', async () => {
  const url = await createQueue('named');
  expect(url).toBe(`${cloud.url}/${account}/named`);
  const found = await clients.sqs.send(new GetQueueUrlCommand({ QueueName: 'named' }));
  expect(found.QueueUrl).toBe(url);
  expect((await clients.sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'named' }))).QueueUrls).toEqual([
    url,
  ]);
  const { Attributes } = await clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
  );
  expect(Attributes?.QueueArn).toBe(`arn:aws:sqs:${region}:${account}:named`);
});

test('delivers a message body unchanged, even if it contains a queue ARN', async () => {
  const QueueUrl = await createQueue('echo');
  const MessageBody = JSON.stringify({
    QueueUrl: 'arn:aws:sqs:eu-central-1:000000000000:echo',
    Attributes: {},
  });
  await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  const { Messages } = await clients.sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
  expect(Messages?.map((message) => message.Body)).toEqual([MessageBody]);
});

test('a long poll returns when a message arrives', async () => {
  const QueueUrl = await createQueue('long');
  const poll = clients.sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  await clients.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: '1', MessageBody: 'a' }] }));
  expect((await poll).Messages?.[0]?.Body).toBe('a');
});

test('moves a message that was received too often to the dead-letter queue', async () => {
  const dead = await createQueue('dead');
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: `arn:aws:sqs:${region}:${account}:dead`,
    maxReceiveCount: 1,
  });
  const QueueUrl = await createQueue('alive', { RedrivePolicy });
  const { Attributes } = await clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  expect(Attributes?.RedrivePolicy).toBe(RedrivePolicy);
  await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
  const { Messages } = await clients.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  await clients.sqs.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl,
      ReceiptHandle: Messages?.[0]?.ReceiptHandle,
      VisibilityTimeout: 0,
    }),
  );
  expect((await clients.sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages).toBeUndefined();
  const moved = await clients.sqs.send(new ReceiveMessageCommand({ QueueUrl: dead }));
  expect(moved.Messages?.[0]?.Body).toBe('x');
});

test('reports the queue of another account as missing, by name and by URL', async () => {
  const QueueUrl = await createQueue('mine');
  const { sqs } = clientsAt(cloud.url, { account: '111111111111', region });
  await expect(sqs.send(new GetQueueUrlCommand({ QueueName: 'mine' }))).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
  });
  await expect(sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }))).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
  });
});

test('stores the tables of each account and Region separately and evaluates condition expressions', async () => {
  const create = new CreateTableCommand({
    TableName: 'state',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'Id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'Id', KeyType: 'HASH' }],
  });
  const { TableDescription } = await clients.dynamodb.send(create);
  expect(TableDescription?.TableArn).toBe(`arn:aws:dynamodb:${region}:${account}:table/state`);
  const add = (revision: string) =>
    clients.dynamodb.send(
      new PutItemCommand({
        TableName: 'state',
        Item: { Id: { S: 'a' }, Revision: { N: revision } },
        ConditionExpression: 'attribute_not_exists(Id)',
      }),
    );
  await add('1');
  await expect(add('2')).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  await clients.dynamodb.send(
    new UpdateItemCommand({
      TableName: 'state',
      Key: { Id: { S: 'a' } },
      UpdateExpression: 'ADD Revision :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    }),
  );
  const { Items } = await clients.dynamodb.send(new ScanCommand({ TableName: 'state' }));
  expect(Items).toEqual([{ Id: { S: 'a' }, Revision: { N: '2' } }]);
  const elsewhere = clientsAt(cloud.url, { account, region: 'eu-west-1' });
  await expect(elsewhere.dynamodb.send(new ScanCommand({ TableName: 'state' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});
