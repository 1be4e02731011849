import { setTimeout as sleep } from 'node:timers/promises';
import {
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DeleteParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type ClrLocal, clrLocal } from '../support/clr-local.ts';
import { type E2eClient, e2eClient, eventually, waitForOutcome } from '../support/e2e-client.ts';
import { toLogGroup } from '../support/situation.ts';

/** The deployed service covers pools by policies: plain SDK clients create, tag and untag pools. */
const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';
const GRACE_MS = 4_000;
let local: ClrLocal;
let client: E2eClient;
let cognito: CognitoIdentityProviderClient;
let ssm: SSMClient;

const toStream = (name: string) => ({
  EventSource: 'userAuthEvents',
  LogLevel: 'INFO',
  FirehoseConfiguration: { StreamArn: `arn:aws:firehose:${REGION}:${ACCOUNT}:deliverystream/${name}` },
});
/** Every edit reaches all pools at once. */
const Rollout = { Waves: ['100%'] };
const PROD = {
  Precedence: 'Mandatory',
  Select: { Tags: { env: ['prod'] } },
  LogConfigurations: [
    {
      ...toStream('sign-ins'),
      FirehoseConfiguration: { StreamArn: 'arn:aws:firehose:<region>:<accountId>:deliverystream/sign-ins' },
    },
  ],
  OnDelete: 'Clear',
  Rollout,
};
const arnOf = (pool: string): string => `arn:aws:cognito-idp:${REGION}:${ACCOUNT}:userpool/${pool}`;

async function createPool(UserPoolTags: Record<string, string>): Promise<string> {
  const command = new CreateUserPoolCommand({
    PoolName: 'shop',
    UserPoolTier: 'PLUS',
    UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
    UserPoolTags,
  });
  return (await cognito.send(command)).UserPool?.Id ?? '';
}
async function putPolicy(name: string, value: unknown): Promise<void> {
  const Name = `/cognito-log-delivery/policies/${name}`;
  await ssm.send(
    new PutParameterCommand({ Name, Value: JSON.stringify(value), Type: 'String', Overwrite: true }),
  );
}
const untilOnPool = (pool: string, entries: readonly unknown[], ms = 30_000) =>
  eventually(
    () => client.pool(pool),
    (onPool) => JSON.stringify(onPool) === JSON.stringify(entries),
    ms,
  );

/** Returns the part of the local cloud's page that shows the pool. */
async function rowOf(pool: string): Promise<string> {
  const response = await fetch(`${local.url}/_local/stream?account=${ACCOUNT}&region=${REGION}`);
  const reader = response.body?.getReader();
  let text = '';
  while (!text.endsWith('\n\n')) text += new TextDecoder().decode((await reader?.read())?.value);
  await reader?.cancel();
  const [, row = ''] = text.split(`data-pool=\\"${pool}`);
  return row.split('<tr')[0] ?? '';
}

beforeAll(async () => {
  local = await clrLocal([
    '--quota-scale',
    'off',
    '--param',
    `clearGrace=${GRACE_MS / 1_000}`,
    '--param',
    'recheckDelay=1',
  ]);
  client = e2eClient(local.url, ACCOUNT, REGION);
  const own = {
    endpoint: local.url,
    region: REGION,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'none' },
  };
  cognito = new CognitoIdentityProviderClient(own);
  ssm = new SSMClient(own);
}, 180_000);
afterAll(async () => {
  cognito.destroy();
  ssm.destroy();
  await local.interrupt();
});

test('covers existing, new and tagged pools, and leaves an event source without an owner unchanged', async () => {
  const own = toLogGroup('team');
  const existing = await createPool({ env: 'prod' });
  await client.setPool(existing, [own]);
  const other = await createPool({ env: 'dev' });
  await putPolicy('prod', PROD);
  await untilOnPool(existing, [toStream('sign-ins'), own]);
  expect((await client.record(existing))?.Status.Outcome).toBe('Applied');
  const created = await createPool({ env: 'prod' });
  await untilOnPool(created, [toStream('sign-ins')]);
  await cognito.send(new TagResourceCommand({ ResourceArn: arnOf(other), Tags: { env: 'prod' } }));
  await untilOnPool(other, [toStream('sign-ins')]);
  // The page of the local cloud names the owner, and the entry of the team is not a difference.
  const row = await rowOf(existing);
  expect(row).toContain('userAuthEvents: policy prod');
  expect(row).not.toContain('No longer managed');
  // The team changes its own event source, and drift of the other one is repaired.
  await client.setPool(existing, [toLogGroup('second')]);
  await untilOnPool(existing, [toStream('sign-ins'), toLogGroup('second')]);

  // No pool leaves a policy during its rollout, which the schedule completes.
  await eventually(
    () => client.rollout('prod'),
    (rollout) => rollout?.Settled !== undefined && rollout.Open === undefined,
    90_000,
  );
  await cognito.send(new UntagResourceCommand({ ResourceArn: arnOf(existing), TagKeys: ['env'] }));
  const waiting = await waitForOutcome(client, existing, 'Waiting');
  expect(waiting?.Status.Reasons[0]).toContain('Left policy "prod".');
  expect(await client.sweep()).toMatchObject({ lost: 1, held: false });
  expect(await client.pool(existing)).toHaveLength(2);
  await sleep(GRACE_MS);
  await eventually(
    async () => {
      await client.sweep();
      return client.pool(existing);
    },
    (onPool) => onPool.length === 1,
    30_000,
  );
  expect(await client.pool(existing)).toEqual([toLogGroup('second')]);
}, 180_000);

test('an own parameter goes before a default policy, and the policy takes over after the grace period', async () => {
  const pool = await createPool({ team: 'a' });
  await putPolicy('team-a', {
    Select: { Tags: { team: ['a'] } },
    LogConfigurations: [toStream('default')],
    Rollout,
  });
  await untilOnPool(pool, [toStream('default')]);
  await client.put(pool, { LogConfigurations: [toStream('own')] });
  await untilOnPool(pool, [toStream('own')]);
  await client.remove(pool);
  await waitForOutcome(client, pool, 'Waiting');
  await sleep(GRACE_MS);
  await eventually(
    async () => {
      await client.sweep();
      return client.pool(pool);
    },
    ([entry]) => JSON.stringify(entry) === JSON.stringify(toStream('default')),
    30_000,
  );
}, 180_000);

test('puts the deletion of a policy with many pools on hold until an operator accepts it', async () => {
  const pools = await Promise.all(Array.from({ length: 6 }, () => createPool({ team: 'b' })));
  await putPolicy('team-b', {
    Select: { Tags: { team: ['b'] } },
    LogConfigurations: [toStream('b')],
    OnDelete: 'Clear',
    Rollout,
  });
  await Promise.all(pools.map((pool) => untilOnPool(pool, [toStream('b')])));
  await ssm.send(new DeleteParameterCommand({ Name: '/cognito-log-delivery/policies/team-b' }));
  await Promise.all(pools.map((pool) => waitForOutcome(client, pool, 'Waiting')));
  await sleep(GRACE_MS + 1_000);
  // A pool of the test before can still wait for the release of its other event source.
  const swept = await client.sweep();
  expect(swept.held).toBe(true);
  expect(swept.lost).toBeGreaterThanOrEqual(6);
  await eventually(
    () => client.messages('upkeep'),
    (messages) => messages === 0,
    30_000,
  );
  for (const pool of pools) expect(await client.pool(pool)).toEqual([toStream('b')]);
  expect(await client.sweep({ acceptDeletions: swept.lost })).toMatchObject({ held: false });
  await Promise.all(pools.map((pool) => waitForOutcome(client, pool, 'Cleared')));
}, 180_000);
