import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { recordKey } from '../../../lib/aws/record-item.ts';
import type { LogConfiguration } from '../../../lib/domain/log-configuration.ts';
import { blankRecord, type PoolRecord } from '../../../lib/domain/record.ts';
import { ACCOUNT, REGION, type World } from './clr.ts';

const TABLE = 'cognito-log-reconciler-dev-state';
const MAX_ITEMS = 25;

/** Stores records of pools that were applied before. The service would need a tenth of a second for each of them. */
export async function recordApplied(
  world: World,
  pools: readonly { readonly id: string; readonly desired: readonly LogConfiguration[] }[],
): Promise<void> {
  const client = new DynamoDBClient({
    endpoint: world.local.url,
    region: REGION,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'none' },
  });
  const at = new Date();
  for (let first = 0; first < pools.length; first += MAX_ITEMS) {
    const items = pools.slice(first, first + MAX_ITEMS).map(({ id, desired }) => {
      const record: PoolRecord = {
        ...blankRecord(id, at),
        Revision: 2,
        Status: { Outcome: 'Applied', Reasons: [], Since: at.toISOString() },
        Desired: { LogConfigurations: desired, Mode: 'Enforce', OnDelete: 'Retain' },
        LastApplied: desired,
        Original: { LogConfigurations: [], At: at.toISOString() },
        LastAppliedAt: at.toISOString(),
      };
      return { PutRequest: { Item: marshall({ Id: recordKey(id), ...record }) } };
    });
    await client.send(new BatchWriteItemCommand({ RequestItems: { [TABLE]: items } }));
  }
  client.destroy();
}
