import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { dynamoArrivals } from '../../lib/aws/arrival/arrival-store.ts';
import { type ClrLocal, clrLocal, runClr } from '../support/clr-local.ts';
import { schemaErrors } from '../support/documented-events.ts';
import { type E2eClient, e2eClient, waitForOutcome } from '../support/e2e-client.ts';

/** The service deployed with `arrivalChecks`, and pools whose users sign in while their logs are lost. */
const account = '123456789012';
const region = 'eu-west-1';
const name = 'cognito-log-reconciler-dev';
const logGroup = (group: string) => ({
  CloudWatchLogsConfiguration: {
    LogGroupArn: `arn:aws:logs:${region}:${account}:log-group:/aws/vendedlogs/${group}`,
  },
});
const stream = (group: string) => ({
  FirehoseConfiguration: { StreamArn: `arn:aws:firehose:${region}:${account}:deliverystream/${group}` },
});
const bucket = { S3Configuration: { BucketArn: 'arn:aws:s3:::audit.arrival' } };
/** Personal data, which only the records may contain. */
const USER = 'marked-user-7f3a';
const ADDRESS = '203.0.113.77';
const HOUR = 3_600_000;

const activityAnswer = z.object({ metrics: z.number(), records: z.object({ lost: z.number() }) });
const events = z.object({
  events: z.array(
    z.object({ 'detail-type': z.string(), resources: z.array(z.string()), detail: z.looseObject({}) }),
  ),
});

let local: ClrLocal;
let client: E2eClient;
const clientOptions = () => ({
  endpoint: local.url,
  region,
  credentials: { accessKeyId: account, secretAccessKey: 'none' },
});
beforeAll(async () => {
  const allowed = `arn:aws:logs:*:${account}:log-group:*,arn:aws:firehose:*:${account}:deliverystream/*,arn:aws:s3:::audit.arrival`;
  local = await clrLocal([
    ...['--verbose', '--quota-scale', 'off', '--param', 'arrivalChecks=on'],
    ...['--param', `allowedDestinations=${allowed}`],
  ]);
  client = e2eClient(local.url, account, region);
}, 180_000);
afterAll(async () => {
  await local.interrupt();
});

const post = async (path: string, body: unknown): Promise<unknown> => {
  const answer = await fetch(`${local.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
};
const moveTime = (hours: number) => post('/_local/time', { move: hours * HOUR });
const now = async (): Promise<number> =>
  Date.parse(z.object({ now: z.string() }).parse(await (await fetch(`${local.url}/_local/time`)).json()).now);

/** Signs in to the pools, three hours ago. */
async function signIns(pools: readonly string[]) {
  const At = new Date((await now()) - 3 * HOUR).toISOString();
  const activity = pools.map((UserPoolId) => ({ UserPoolId, At, UserName: USER, IpAddress: ADDRESS }));
  return activityAnswer.parse(await post('/_local/activity', { account, region, activity }));
}

async function check(): Promise<unknown> {
  const lambda = new LambdaClient(clientOptions());
  const { Payload = [], FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName: `${name}-arrival` }),
  );
  const text = Buffer.from(Payload).toString();
  if (FunctionError) throw new Error(text);
  return JSON.parse(text);
}

async function resultsOf(pools: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const stored = await dynamoArrivals(new DynamoDBClient(clientOptions()), `${name}-state`).read();
  return Object.fromEntries(
    Object.entries(pools).map(([kind, id]) => {
      const { Result = 'none', Reason = '' } = stored?.Pools.get(id) ?? {};
      return [kind, `${Result} ${Reason}`.trim()];
    }),
  );
}

async function arrivalEvents() {
  const answer = events.parse(
    await (await fetch(`${local.url}/_local/events?account=${account}&region=${region}`)).json(),
  );
  return answer.events.filter((event) => event['detail-type'].startsWith('Logs '));
}

test('finds the pools whose logs stop, shows which it cannot judge, and keeps no personal data', async () => {
  const entry = (destination: object, EventSource = 'userAuthEvents', LogLevel = 'INFO') => ({
    EventSource,
    LogLevel,
    ...destination,
  });
  const create = async (destination: object, tier: 'PLUS' | 'ESSENTIALS' = 'PLUS') => {
    const id = await client.createPool(tier);
    await client.put(id, { LogConfigurations: [entry(destination)] });
    await waitForOutcome(client, id, tier === 'PLUS' ? 'Applied' : 'Rejected');
    return id;
  };
  const pools = {
    own: await create(logGroup('own')),
    shared: await create(logGroup('shared')),
    neighbour: await create(logGroup('shared')),
    silent: await create(stream('silent')),
    busy: await create(stream('busy')),
    bucket: await create(bucket),
    quiet: await create(logGroup('quiet')),
  };
  const essentials = await client.createPool('ESSENTIALS');
  const { quiet, ...active } = pools;
  // The configuration must be older than the window.
  await moveTime(12);
  expect(await signIns([...Object.values(active), essentials])).toEqual({ metrics: 6, records: { lost: 0 } });
  expect(await check()).toEqual({
    result: 'Checked',
    pools: { Arriving: 3, NotArriving: 0, NoActivity: 0, Unknown: 4 },
  });
  expect(await resultsOf(pools)).toEqual({
    own: 'Arriving',
    shared: 'Arriving',
    neighbour: 'Arriving',
    silent: 'Unknown StreamReceives',
    busy: 'Unknown StreamReceives',
    bucket: 'Unknown BucketNotReadable',
    quiet: 'Unknown MetricNotPublished',
  });

  for (const pool of [pools.own, pools.shared, pools.silent])
    await post('/_local/faults', { account, region, deliveries: 'lose', pool, percent: 100 });
  await moveTime(6);
  expect((await signIns(Object.values(active))).records.lost).toBe(3);
  await check();
  expect(await resultsOf(pools)).toMatchObject({
    own: 'Unknown OneWindow',
    shared: 'Unknown OneWindow',
    silent: 'Unknown OneWindow',
    neighbour: 'Arriving',
    busy: 'Unknown StreamReceives',
  });
  expect(await arrivalEvents()).toEqual([]);

  await moveTime(6);
  await signIns(Object.values(active));
  await check();
  expect(await resultsOf(pools)).toMatchObject({
    own: 'NotArriving',
    shared: 'NotArriving',
    silent: 'NotArriving',
    neighbour: 'Arriving',
  });
  const begun = await arrivalEvents();
  expect(begun.map((event) => [event['detail-type'], event.detail.userPoolId])).toEqual(
    expect.arrayContaining([pools.own, pools.shared, pools.silent].map((id) => ['Logs Not Arriving', id])),
  );
  expect(begun).toHaveLength(3);

  await fetch(`${local.url}/_local/faults`, { method: 'DELETE' });
  await moveTime(6);
  await signIns([pools.own, pools.silent]);
  await check();
  expect(await resultsOf(pools)).toMatchObject({
    own: 'Arriving',
    shared: 'NotArriving',
    silent: 'Unknown StreamReceives',
    neighbour: 'NoActivity',
  });
  const all = await arrivalEvents();
  expect(all.slice(3).map(({ detail }) => [detail.userPoolId, detail.result, detail.reason])).toEqual(
    expect.arrayContaining([
      [pools.own, 'Arriving', undefined],
      [pools.silent, 'Unknown', 'StreamReceives'],
    ]),
  );
  for (const event of all)
    expect(schemaErrors({ detailType: event['detail-type'], resources: [], detail: event.detail })).toEqual(
      [],
    );

  await expectNoPersonalData();
}, 120_000);

/** The table, the events, the logs of the functions and the output of clr contain nothing of a record but its time. */
async function expectNoPersonalData(): Promise<void> {
  const env = {
    AWS_ENDPOINT_URL: local.url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'none',
  };
  const table = await new DynamoDBClient(clientOptions()).send(
    new ScanCommand({ TableName: `${name}-state` }),
  );
  const answers = await Promise.all(
    ['/_local/events', '/_local/calls?last=1000', '/_local/deliveries'].map(async (path) =>
      (await fetch(`${local.url}${path}`)).text(),
    ),
  );
  const commands = await Promise.all(
    [['status', '-o', 'json'], ['report', '-o', 'json'], ['doctor']].map((args) => runClr(args, env)),
  );
  const texts = [
    JSON.stringify(table.Items),
    ...answers,
    local.output(),
    ...commands.map(({ stdout, stderr }) => stdout + stderr),
  ];
  expect(local.output()).toContain('arrival checked');
  for (const text of texts) {
    expect(text.length).toBeGreaterThan(0);
    expect(text).not.toContain(USER);
    expect(text).not.toContain(ADDRESS);
  }
  // The search of this test works: the records do contain them.
  const { CloudWatchLogsClient, FilterLogEventsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  const found = await new CloudWatchLogsClient(clientOptions()).send(
    new FilterLogEventsCommand({ logGroupName: '/aws/vendedlogs/own' }),
  );
  expect(JSON.stringify(found.events)).toContain(USER);
  expect(JSON.stringify(found.events)).toContain(ADDRESS);
}
