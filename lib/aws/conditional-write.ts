import { type AttributeValue, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { errorName, wrapAwsErrors } from './failures.ts';

/** Sends a conditional write to DynamoDB. Returns whether its condition was true. Throws AwsCallError. */
export async function conditionalWrite(operation: string, send: () => Promise<unknown>): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (error) {
    if (errorName(error) === 'ConditionalCheckFailedException') return false;
    return wrapAwsErrors(operation, () => Promise.reject(error));
  }
}

/**
 * Stores an item if the stored revision is `revision - 1`; 1: if no item is stored. Returns whether it did. The SDK retries when a
 * response is lost, so `false` can also mean that the first attempt has stored this item.
 */
export function putRevision(
  client: DynamoDBClient,
  TableName: string,
  Item: Readonly<Record<string, AttributeValue>>,
  revision: number,
): Promise<boolean> {
  const isFirst = revision === 1;
  const command = new PutItemCommand({
    TableName,
    Item,
    ConditionExpression: isFirst ? 'attribute_not_exists(Id)' : 'Revision = :before',
    ...(!isFirst && { ExpressionAttributeValues: { ':before': { N: String(revision - 1) } } }),
  });
  return conditionalWrite('PutItem', () => client.send(command));
}
