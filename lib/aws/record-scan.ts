import {
  type AttributeValue,
  type DynamoDBClient,
  ScanCommand,
  type ScanCommandInput,
} from '@aws-sdk/client-dynamodb';
import { wrapAwsErrors } from './failures.ts';
import { RECORD_KEY_PREFIX } from './record-item.ts';

/** What is read of each record; everything where nothing is said. */
export type RecordPart = Pick<
  ScanCommandInput,
  'ConsistentRead' | 'ProjectionExpression' | 'ExpressionAttributeNames'
>;

/** The items of every pool's record, in pages. Throws AwsCallError. */
export async function* scanRecords(
  client: DynamoDBClient,
  TableName: string,
  part: RecordPart = {},
): AsyncIterable<readonly Record<string, AttributeValue>[]> {
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const command = new ScanCommand({
      TableName,
      FilterExpression: 'begins_with(Id, :pool)',
      ExpressionAttributeValues: { ':pool': { S: RECORD_KEY_PREFIX } },
      ...part,
      ...(ExclusiveStartKey && { ExclusiveStartKey }),
    });
    const page = await wrapAwsErrors('Scan', () => client.send(command));
    yield page.Items ?? [];
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
}
