import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { LogConfiguration } from '../../lib/domain/log-configuration.ts';
import { parameterName } from '../../lib/domain/user-pool-id.ts';
import { seed } from '../../local/admin/seed.ts';
import { type Account, PREFIX, REGION } from './account.ts';
import { storeAppliedRecords } from './applied-records.ts';

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
  const pools = poolIds.map((poolId) => ({ id: poolId, desired }));
  await storeAppliedRecords(client, 'state', pools, new Date('2026-01-01T00:00:00Z'));
  client.destroy();
}

/** Returns the event of an edited parameter. */
export const edited = (poolId: string): string =>
  JSON.stringify({
    source: 'aws.ssm',
    'detail-type': 'Parameter Store Change',
    detail: { name: parameterName(PREFIX, poolId), operation: 'Update', type: 'String' },
  });
