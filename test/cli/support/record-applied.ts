import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type AppliedPool, storeAppliedRecords } from '../../../bench/harness/applied-records.ts';
import { ACCOUNT, REGION, type World } from './clr.ts';

/** Stores records of pools that were applied before. */
export async function recordApplied(world: World, pools: readonly AppliedPool[]): Promise<void> {
  const client = new DynamoDBClient({
    endpoint: world.local.url,
    region: REGION,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'none' },
  });
  await storeAppliedRecords(client, 'cognito-log-reconciler-dev-state', pools, new Date());
  client.destroy();
}
