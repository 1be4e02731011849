import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { sqsBacklog } from '../../lib/aws/backlog.ts';
import { awsError } from '../support/aws-error.ts';

const client = new SQSClient({ region: 'eu-west-1' });
const sqs = mockClient(client);
beforeEach(() => sqs.reset());

const QUEUE_URL = 'https://sqs.test/1/upkeep';

test.each([
  [{ Attributes: { ApproximateNumberOfMessages: '123' } }, 123],
  [{ Attributes: { ApproximateNumberOfMessages: '3', ApproximateNumberOfMessagesNotVisible: '120' } }, 123],
  [{ Attributes: {} }, 0],
  [{}, 0],
])('adds up visible and deferred messages: the backlog of %j is %i', async (response, waiting) => {
  sqs.on(GetQueueAttributesCommand).resolves(response);
  expect(await sqsBacklog(client, QUEUE_URL).waiting()).toBe(waiting);
  expect(sqs).toHaveReceivedCommandWith(GetQueueAttributesCommand, {
    QueueUrl: QUEUE_URL,
    AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
  });
});

test('throws when the backlog cannot be read', async () => {
  sqs.on(GetQueueAttributesCommand).rejects(awsError('RequestThrottled'));
  await expect(sqsBacklog(client, QUEUE_URL).waiting()).rejects.toMatchObject({
    operation: 'GetQueueAttributes',
  });
});
