import {
  type AttributeValue,
  type DynamoDBClient,
  ScanCommand,
  type ScanCommandInput,
} from '@aws-sdk/client-dynamodb';
import { wrapAwsErrors } from './failures.ts';
import { RECORD_KEY_PREFIX } from './record-item.ts';

/** Selects the attributes to read. Without them, the scan reads each record completely. */
export type RecordPart = Pick<
  ScanCommandInput,
  'ConsistentRead' | 'ProjectionExpression' | 'ExpressionAttributeNames'
>;

/** Returns the items of all pool records, page by page. Throws AwsCallError. */
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
