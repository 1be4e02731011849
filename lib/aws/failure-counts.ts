import { DynamoDBClient, type DynamoDBClientConfig, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Clock, FailureCounts } from '../reconcile/ports.ts';
import { wrapAwsErrors } from './failures.ts';
import { requestHandler, timeouts } from './timeouts.ts';

/** The longest time that SQS can keep a message, in seconds. */
const KEEP_SECONDS = 14 * 24 * 3600;

/**
 * Creates a client that gives up after a second: failures are counted at the end of an invocation, and DynamoDB itself may
 * be the service that does not answer.
 */
export const impatientTable = (config: DynamoDBClientConfig = {}): DynamoDBClient =>
  new DynamoDBClient({
    ...config,
    ...timeouts,
    requestHandler: { ...requestHandler, requestTimeout: 1_000, socketTimeout: 1_000 },
    maxAttempts: 1,
  });

/** Counts failures in the state table. DynamoDB deletes a count after `ExpiresAt` (time to live, infra/table.yml). */
export const dynamoFailureCounts = (
  client: DynamoDBClient,
  TableName: string,
  clock: Pick<Clock, 'now'>,
): FailureCounts => ({
  async add(messageId) {
    const command = new UpdateItemCommand({
      TableName,
      Key: { Id: { S: `failure#${messageId}` } },
      UpdateExpression: 'ADD Failures :one SET ExpiresAt = :expiresAt',
      ExpressionAttributeValues: {
        ':one': { N: '1' },
        ':expiresAt': { N: String(Math.ceil(clock.now().getTime() / 1000) + KEEP_SECONDS) },
      },
      ReturnValues: 'UPDATED_NEW',
    });
    const { Attributes } = await wrapAwsErrors('UpdateItem', () => client.send(command));
    return Number(Attributes?.Failures?.N ?? 1);
  },
});
