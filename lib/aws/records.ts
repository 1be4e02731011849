import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { PoolRecord } from '../domain/record.ts';
import type { RecordStore } from '../reconcile/ports.ts';
import { putRevision } from './conditional-write.ts';
import { wrapAwsErrors } from './failures.ts';
import { itemOf, readRecord, recordKey } from './record-item.ts';

/** Reads and writes records. A write succeeds only if the stored revision is the one before. */
export function dynamoRecords(client: DynamoDBClient, table: string): RecordStore {
  const read = async (userPoolId: string): Promise<PoolRecord | undefined> => {
    const command = new GetItemCommand({
      TableName: table,
      Key: { Id: { S: recordKey(userPoolId) } },
      ConsistentRead: true,
    });
    const { Item } = await wrapAwsErrors('GetItem', () => client.send(command));
    return Item && readRecord(Item);
  };

  return {
    read,
    async write(record) {
      const item = marshall(itemOf(record), {
        removeUndefinedValues: true,
        convertClassInstanceToMap: false,
      });
      if (await putRevision(client, table, item, record.Revision)) return 'Stored';
      return sameItem(await read(record.UserPoolId), readRecord(item)) ? 'Stored' : 'Conflict';
    },
  };
}

const sameItem = (stored: PoolRecord | undefined, written: PoolRecord): boolean =>
  stored !== undefined && JSON.stringify(stored) === JSON.stringify(written);
