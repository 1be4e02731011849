import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { sqsRequeue } from '../../lib/aws/requeue.ts';
import { awsError } from '../support/aws-error.ts';

const client = new SQSClient({ region: 'eu-west-1' });
const sqs = mockClient(client);
beforeEach(() => sqs.reset());

const urls = { edits: 'https://sqs.test/1/edits', upkeep: 'https://sqs.test/1/upkeep' };
const deadLetterUrls = { edits: `${urls.edits}-dlq`, upkeep: `${urls.upkeep}-dlq` };

test('delays a message by setting its visibility timeout', async () => {
  sqs.on(ChangeMessageVisibilityCommand).resolves({});
  await sqsRequeue(client, urls, deadLetterUrls).delay('edits', 'the receipt', 7);
  expect(sqs).toHaveReceivedCommandWith(ChangeMessageVisibilityCommand, {
    QueueUrl: urls.edits,
    ReceiptHandle: 'the receipt',
    VisibilityTimeout: 7,
  });
});

test('throws when the message was already deleted', async () => {
  sqs.on(ChangeMessageVisibilityCommand).rejects(awsError('ReceiptHandleIsInvalid'));
  await expect(
    sqsRequeue(client, urls, deadLetterUrls).delay('upkeep', 'the receipt', 7),
  ).rejects.toMatchObject({
    operation: 'ChangeMessageVisibility',
    errorName: 'ReceiptHandleIsInvalid',
  });
});

test('holds messages by setting their visibility timeouts with one call', async () => {
  sqs.on(ChangeMessageVisibilityBatchCommand).resolves({ Successful: [], Failed: [] });
  await sqsRequeue(client, urls, deadLetterUrls).hold('edits', ['first', 'second'], 45);
  expect(sqs).toHaveReceivedCommandTimes(ChangeMessageVisibilityBatchCommand, 1);
  expect(sqs).toHaveReceivedCommandWith(ChangeMessageVisibilityBatchCommand, {
    QueueUrl: urls.edits,
    Entries: [
      { Id: '0', ReceiptHandle: 'first', VisibilityTimeout: 45 },
      { Id: '1', ReceiptHandle: 'second', VisibilityTimeout: 45 },
    ],
  });
});

test('throws when one of the messages is not held', async () => {
  const Failed = [{ Id: '1', Code: 'ReceiptHandleIsInvalid', SenderFault: true }];
  sqs.on(ChangeMessageVisibilityBatchCommand).resolves({ Successful: [], Failed });
  await expect(
    sqsRequeue(client, urls, deadLetterUrls).hold('upkeep', ['first', 'second'], 45),
  ).rejects.toMatchObject({
    kind: 'Transient',
    operation: 'ChangeMessageVisibilityBatch',
    errorName: 'ReceiptHandleIsInvalid',
  });
});

test('sends a dead letter with its body and the name of the error', async () => {
  sqs.on(SendMessageCommand).resolves({});
  await sqsRequeue(client, urls, deadLetterUrls).deadLetter('upkeep', 'the body', 'TypeError');
  expect(sqs).toHaveReceivedCommandWith(SendMessageCommand, {
    QueueUrl: deadLetterUrls.upkeep,
    MessageBody: 'the body',
    MessageAttributes: { ERROR_CODE: { DataType: 'String', StringValue: 'TypeError' } },
  });
});
