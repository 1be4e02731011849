import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { dynamoRollouts } from '../../lib/aws/rollouts.ts';
import type { PolicyRollout } from '../../lib/domain/rollout/rollout.ts';
import { type ClrLocal, clrLocal, runClr } from '../support/clr-local.ts';
import { type E2eClient, e2eClient, eventually, waitForOutcome } from '../support/e2e-client.ts';

/** A policy reaches 12 pools with an entry of their own in waves, and halts after one pool. */
const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';
const POOLS = 12;
let local: ClrLocal;
let client: E2eClient;
let ssm: SSMClient;
let lambda: LambdaClient;
let dynamo: DynamoDBClient;
let pools: readonly string[];

const own = {
  EventSource: 'userAuthEvents',
  LogLevel: 'INFO',
  FirehoseConfiguration: { StreamArn: `arn:aws:firehose:${REGION}:${ACCOUNT}:deliverystream/team` },
};
const wanted = (name: string) => ({ ...own, FirehoseConfiguration: { StreamArn: streamArn(name) } });
const streamArn = (name: string): string => `arn:aws:firehose:${REGION}:${ACCOUNT}:deliverystream/${name}`;

const putPolicy = (name: string) =>
  ssm.send(
    new PutParameterCommand({
      Name: '/cognito-log-delivery/policies/evidence',
      Type: 'String',
      Overwrite: true,
      Value: JSON.stringify({ Precedence: 'Mandatory', Select: {}, LogConfigurations: [wanted(name)] }),
    }),
  );
const stored = async (): Promise<PolicyRollout | undefined> =>
  (await dynamoRollouts(dynamo, 'cognito-log-reconciler-dev-state').read(['evidence'])).get('evidence');

/** Runs the policies function as its schedule does. */
async function minute(): Promise<void> {
  const Payload = Buffer.from(JSON.stringify({ source: 'aws.events', 'detail-type': 'Scheduled Event' }));
  await lambda.send(new InvokeCommand({ FunctionName: 'cognito-log-reconciler-dev-policies', Payload }));
}
const entries = () => Promise.all(pools.map((pool) => client.pool(pool)));
const withEntry = async (entry: unknown): Promise<number> =>
  (await entries()).filter((all) => JSON.stringify(all).includes(JSON.stringify(entry))).length;
async function faults(method: string, body?: object): Promise<void> {
  const at = { account: ACCOUNT, region: REGION };
  await fetch(`${local.url}/_local/faults`, {
    method,
    ...(body && { body: JSON.stringify({ ...at, ...body }) }),
  });
}
const clr = (...args: readonly string[]) =>
  runClr(args, {
    AWS_ENDPOINT_URL: local.url,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'none',
  });

beforeAll(async () => {
  local = await clrLocal(['--quota-scale', 'off', '--param', 'recheckDelay=1']);
  client = e2eClient(local.url, ACCOUNT, REGION);
  const to = {
    endpoint: local.url,
    region: REGION,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'none' },
  };
  ssm = new SSMClient(to);
  lambda = new LambdaClient(to);
  dynamo = new DynamoDBClient(to);
  pools = await Promise.all(Array.from({ length: POOLS }, () => client.createPool()));
  for (const pool of pools) await client.put(pool, { LogConfigurations: [own], Inherit: true });
  for (const pool of pools) await waitForOutcome(client, pool, 'Applied');
}, 180_000);
afterAll(async () => {
  for (const one of [ssm, lambda, dynamo]) one?.destroy();
  await local?.interrupt();
});

test('a policy that Cognito rejects halts after one pool, and the right one reaches all pools', async () => {
  await faults('POST', {
    operation: 'cognito-idp.SetLogDeliveryConfiguration',
    error: 'InvalidParameterException',
    status: 400,
    count: 1_000,
  });
  await putPolicy('wrong');
  await eventually(
    async () => {
      await minute();
      return stored();
    },
    (rollout) => rollout?.Open?.Status === 'Halted',
    60_000,
  );
  expect((await stored())?.Open).toMatchObject({ Pools: 1, Failed: 1, Total: POOLS });
  await faults('DELETE');
  // Also without the fault, no further pool changes, and neither does a sweep change one.
  await client.sweep();
  await eventually(
    () => client.messages('upkeep'),
    (count) => count === 0,
    60_000,
  );
  expect(await withEntry(own)).toBeGreaterThanOrEqual(POOLS - 1);
  const records = await Promise.all(pools.map((pool) => client.record(pool)));
  const affected = records.filter((record) => record?.Sources?.userAuthEvents?.Owner?.Kind === 'Policy');
  expect(affected).toHaveLength(1);
  const status = await clr('rollout', 'status', 'evidence');
  expect(status.code).toBe(3);
  expect(status.stdout).toContain('InvalidParameterException');

  await putPolicy('right');
  await eventually(
    async () => {
      await minute();
      return stored();
    },
    (rollout) => rollout?.Open === undefined && rollout?.Settled !== undefined,
    120_000,
  );
  expect(await withEntry(wanted('right'))).toBe(POOLS);
  expect((await clr('rollout', 'status')).code).toBe(0);
}, 300_000);

test('an edited policy reaches one pool first, and an edit back to the settled version takes it back', async () => {
  await putPolicy('third');
  await eventually(
    () => withEntry(wanted('third')),
    (count) => count === 1,
    60_000,
  );
  expect(await withEntry(wanted('right'))).toBe(POOLS - 1);
  await putPolicy('right');
  await eventually(
    () => withEntry(wanted('right')),
    (count) => count === POOLS,
    60_000,
  );
  expect((await stored())?.Open).toBeUndefined();
}, 180_000);
