import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { recordKey } from '../../lib/aws/record-item.ts';
import type { LogConfiguration } from '../../lib/domain/log-configuration.ts';
import { blankRecord, type PoolRecord } from '../../lib/domain/record.ts';
import { parameterName } from '../../lib/domain/user-pool-id.ts';
import { seed } from '../../local/admin/seed.ts';
import { type Account, PREFIX, REGION } from './account.ts';

/** The desired configuration of the fleet's parameters: errors to a log group with this name. */
export const toLogGroup = (account: string, name: string): LogConfiguration => ({
  EventSource: 'userNotification',
  LogLevel: 'ERROR',
  CloudWatchLogsConfiguration: { LogGroupArn: `arn:aws:logs:${REGION}:${account}:log-group:${name}` },
});

/**
 * Creates pools and their parameters. `isInSync` selects the pools that are in sync; the others have no
 * configuration.
 */
export function seedFleet(
  { accountRegion, id }: Account,
  count: number,
  isInSync: (at: number) => boolean,
): string[] {
  const ids = Array.from({ length: count }, (_, at) => `${REGION}_p${String(at).padStart(8, '0')}`);
  const desired = toLogGroup(id, 'desired');
  seed(accountRegion, {
    events: false,
    pools: ids.map((Id, at) => ({
      Id,
      PoolName: 'bench',
      UserPoolTier: 'ESSENTIALS',
      LogConfigurations: isInSync(at) ? [desired] : [],
    })),
    parameters: ids.map((Id) => ({
      Name: parameterName(PREFIX, Id),
      Type: 'String',
      Value: JSON.stringify({ LogConfigurations: [desired] }),
    })),
  });
  return ids;
}

/** Stores records of pools that were applied long ago, like those of a running service. */
export async function recordApplied(account: Account, poolIds: readonly string[]): Promise<void> {
  const { endpoint, credentials, id } = account;
  const client = new DynamoDBClient({ endpoint, region: REGION, credentials });
  const desired = [toLogGroup(id, 'desired')];
  const at = new Date('2026-01-01T00:00:00Z');
  for (let first = 0; first < poolIds.length; first += 25) {
    const state = poolIds.slice(first, first + 25).map((poolId) => {
      const record: PoolRecord = {
        ...blankRecord(poolId, at),
        Revision: 2,
        Status: { Outcome: 'Applied', Reasons: [], Since: at.toISOString() },
        Desired: { LogConfigurations: desired, Mode: 'Enforce', OnDelete: 'Retain' },
        LastApplied: desired,
        Original: { LogConfigurations: [], At: at.toISOString() },
        LastAppliedAt: at.toISOString(),
      };
      return { PutRequest: { Item: marshall({ Id: recordKey(poolId), ...record }) } };
    });
    await client.send(new BatchWriteItemCommand({ RequestItems: { state } }));
  }
  client.destroy();
}

/** Returns the event of an edited parameter. */
export const edited = (poolId: string): string =>
  JSON.stringify({
    source: 'aws.ssm',
    'detail-type': 'Parameter Store Change',
    detail: { name: parameterName(PREFIX, poolId), operation: 'Update', type: 'String' },
  });
