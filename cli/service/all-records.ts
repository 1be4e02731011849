import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readRecord } from '../../lib/aws/record-item.ts';
import { scanRecords } from '../../lib/aws/record-scan.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';

/** Yields every record with its history, page by page. */
export async function* allRecords(
  client: DynamoDBClient,
  table: string,
): AsyncIterable<readonly PoolRecord[]> {
  for await (const items of scanRecords(client, table)) yield items.map(readRecord);
}
