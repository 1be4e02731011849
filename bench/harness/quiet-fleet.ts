import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { marshall } from '@aws-sdk/util-dynamodb';
import { GAUGES, REPEATED_ZEROS } from '../../lib/reconcile/gauges.ts';
import { type Account, REGION } from './account.ts';

/** Deletes all messages of the upkeep queue. */
export async function emptyUpkeep({ endpoint, credentials, id }: Account): Promise<void> {
  const sqs = new SQSClient({ endpoint, region: REGION, credentials });
  const QueueUrl = `${endpoint}/${id}/upkeep`;
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) break;
    const Entries = Messages.map(({ ReceiptHandle }, Id) => ({ Id: String(Id), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
  sqs.destroy();
}

/** Changes the result of the last sweep so that the next one is one of many without a problem. */
export async function repeatZeros({ endpoint, credentials }: Account): Promise<void> {
  const client = new DynamoDBClient({ endpoint, region: REGION, credentials });
  const gauge = { Zeros: REPEATED_ZEROS + 1, PublishedAt: new Date().toISOString() };
  await client.send(
    new UpdateItemCommand({
      TableName: 'state',
      Key: { Id: { S: 'fleet' } },
      UpdateExpression: 'SET Gauges = :gauges',
      ExpressionAttributeValues: marshall({
        ':gauges': Object.fromEntries(GAUGES.map((name) => [name, gauge])),
      }),
    }),
  );
  client.destroy();
}
