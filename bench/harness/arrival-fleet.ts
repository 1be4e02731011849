import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { itemOf } from '../../lib/aws/record-item.ts';
import type { LogConfiguration } from '../../lib/domain/log-configuration.ts';
import { blankRecord } from '../../lib/domain/record.ts';
import { seed } from '../../local/admin/seed.ts';
import { type Account, REGION } from './account.ts';

const signIns = (account: string, group: string): LogConfiguration => ({
  EventSource: 'userAuthEvents',
  LogLevel: 'INFO',
  CloudWatchLogsConfiguration: {
    LogGroupArn: `arn:aws:logs:${REGION}:${account}:log-group:/aws/vendedlogs/${group}`,
  },
});

/** The local cloud accepts this many entries of activity in a request. */
const MAX_ENTRIES = 5_000;
const HOUR_MS = 3_600_000;

/**
 * Creates pools that have delivered sign-ins to log groups for a long time, with their records. All of them had a sign-in five
 * days ago, and the first `active` of them one in the window of the next check.
 */
export async function seedArrivalFleet(
  account: Account,
  count: number,
  active: number,
  groupOf: (at: number) => string,
): Promise<void> {
  const ids = Array.from({ length: count }, (_, at) => `${REGION}_a${String(at).padStart(8, '0')}`);
  seed(account.accountRegion, {
    events: false,
    parameters: [],
    pools: ids.map((Id, at) => ({
      Id,
      PoolName: 'bench',
      UserPoolTier: 'PLUS',
      AdvancedSecurityMode: 'AUDIT',
      LogConfigurations: [signIns(account.id, groupOf(at))],
    })),
  });
  await storeRecords(account, ids, groupOf);
  await signIn(account, ids, Date.now() - 5 * 24 * HOUR_MS);
  await signIn(account, ids.slice(0, active), Date.now() - 3 * HOUR_MS);
}

async function storeRecords(
  { endpoint, credentials, id }: Account,
  ids: readonly string[],
  groupOf: (at: number) => string,
): Promise<void> {
  const client = new DynamoDBClient({ endpoint, region: REGION, credentials });
  const since = new Date('2026-01-01T00:00:00Z');
  const items = ids.map((poolId, at) =>
    itemOf({
      ...blankRecord(poolId, since),
      Status: { Outcome: 'Applied', Reasons: [], Since: since.toISOString() },
      LastApplied: [signIns(id, groupOf(at))],
      LastAppliedAt: since.toISOString(),
    }),
  );
  for (let first = 0; first < items.length; first += 25) {
    const state = items.slice(first, first + 25).map((item) => ({ PutRequest: { Item: marshall(item) } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { state } }));
  }
  client.destroy();
}

async function signIn({ endpoint, id }: Account, ids: readonly string[], at: number): Promise<void> {
  const At = new Date(at).toISOString();
  for (let first = 0; first < ids.length; first += MAX_ENTRIES) {
    const activity = ids.slice(first, first + MAX_ENTRIES).map((UserPoolId) => ({ UserPoolId, At }));
    const body = JSON.stringify({ account: id, region: REGION, activity });
    const answer = await fetch(`${endpoint}/_local/activity`, { method: 'POST', body });
    if (!answer.ok) throw new Error(await answer.text());
  }
}
