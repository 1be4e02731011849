import {
  GetLogDeliveryConfigurationCommand,
  ListUserPoolsCommand,
  SetLogDeliveryConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import type { LocalAccountRegion } from '../../../local/account-regions/local-account-region.ts';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud.ts';
import type { FaultInput } from '../../../local/core/fault-schema.ts';
import { clientsAt, eventually } from '../clients.ts';

let cloud: LocalCloud;
let clients: ReturnType<typeof clientsAt>;
let accountRegion: LocalAccountRegion;
let seen: string[];

async function start(seed: number, readLag = 0) {
  cloud = await startLocalCloud({ seed, quotaScale: 'off', readLag });
  clients = clientsAt(cloud.url);
  accountRegion = await cloud.accountRegion('000000000000', 'us-east-1');
  seen = [];
  accountRegion.bus.subscribe((event) => seen.push(JSON.parse(JSON.stringify(event.detail)).name));
  await fetch(`${cloud.url}/_local/seed`, {
    method: 'POST',
    body: JSON.stringify({ pools: [{ Id: 'us-east-1_a' }] }),
  });
}
beforeEach(() => start(5));
afterEach(() => cloud.close());

const operation = 'cognito-idp.SetLogDeliveryConfiguration';
const LogConfigurations = [
  {
    EventSource: 'userNotification' as const,
    LogLevel: 'ERROR' as const,
    CloudWatchLogsConfiguration: { LogGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/x' },
  },
];
const set = (abortSignal?: AbortSignal) =>
  clients.cognito.send(
    new SetLogDeliveryConfigurationCommand({ UserPoolId: 'us-east-1_a', LogConfigurations }),
    abortSignal === undefined ? {} : { abortSignal },
  );
const get = () =>
  clients.cognito
    .send(new GetLogDeliveryConfigurationCommand({ UserPoolId: 'us-east-1_a' }))
    .then((response) => response.LogDeliveryConfiguration?.LogConfigurations);
const list = () => clients.cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }));
const outcomes = () => accountRegion.calls.last(1000).map(({ outcome }) => outcome);

test.each([
  ['before', []],
  ['after', LogConfigurations],
] as const)('resets the connection %s the operation takes effect', async (when, left) => {
  accountRegion.faults.add({ operation, do: 'reset', when });
  await expect(set()).rejects.toThrow(/ECONNRESET|socket hang up/);
  expect(await get()).toEqual(left);
  expect(outcomes()).toEqual(['reset', 'ok']);
});

test('returns an error after the operation took effect', async () => {
  accountRegion.faults.add({ operation, when: 'after', error: 'InternalErrorException', status: 500 });
  await expect(set()).rejects.toMatchObject({ name: 'InternalErrorException' });
  expect(await get()).toEqual(LogConfigurations);
});

test('leaves a call without a response until the client aborts it', async () => {
  accountRegion.faults.add({ operation, do: 'hang' });
  const caller = new AbortController();
  const call = set(caller.signal);
  const failed = expect(call).rejects.toMatchObject({ name: 'AbortError' });
  await eventually(() => (outcomes().length === 1 ? true : undefined));
  caller.abort();
  await failed;
  expect(outcomes()).toEqual(['hang']);
  expect(await get()).toEqual([]);
});

test('closing the cloud ends hanging and delayed calls', async () => {
  accountRegion.faults.add({ operation, do: 'hang' });
  accountRegion.faults.add({ operation: 'cognito-idp.ListUserPools', do: 'late', delay: 600_000 });
  const calls = [set(), list()].map((call) => expect(call).rejects.toThrow(/ECONNRESET|socket hang up/));
  await eventually(() => (outcomes().length === 2 ? true : undefined));
  await cloud.close();
  await Promise.all(calls);
});

test('runs a delayed operation at once and returns its response after the delay', async () => {
  accountRegion.faults.add({ operation, do: 'late', delay: 1000 });
  const start = performance.now();
  let completed = false;
  const call = set().then(() => {
    completed = true;
  });
  await eventually(async () => ((await get())?.length === 1 ? true : undefined));
  expect(completed).toBe(false);
  await call;
  expect(performance.now() - start).toBeGreaterThanOrEqual(999);
});

async function failedCalls(fault: FaultInput, calls: number): Promise<string> {
  accountRegion.faults.add(fault);
  for (let call = 0; call < calls; call += 1) await list().catch(() => undefined);
  return outcomes()
    .map((outcome) => (outcome === 'ok' ? '.' : 'x'))
    .join('');
}

test('injects a fault into a percentage of the calls, the same calls for the same seed', async () => {
  const fault = { operation: 'cognito-idp.ListUserPools', error: 'InternalErrorException', percent: 30 };
  const first = await failedCalls(fault, 60);
  expect(first.replaceAll('.', '').length).toBeGreaterThan(8);
  expect(first.replaceAll('.', '').length).toBeLessThan(30);
  expect(accountRegion.faults.pending()).toMatchObject([{ percent: 30 }]);
  await cloud.close();
  await start(5);
  expect(await failedCalls(fault, 60)).toBe(first);
  await cloud.close();
  await start(6);
  expect(await failedCalls(fault, 60)).not.toBe(first);
});

test('stops injecting a fault with a percentage after its count', async () => {
  const fault = { operation: 'cognito-idp.ListUserPools', error: 'E', percent: 50, count: 3 };
  expect((await failedCalls(fault, 40)).replaceAll('.', '')).toBe('xxx');
  expect(accountRegion.faults.pending()).toEqual([]);
});

const put = (Name: string) => clients.ssm.send(new PutParameterCommand({ Name, Value: 'v', Type: 'String' }));

test.each([
  ['one is lost', { events: 'lose' }, ['/b', '/c']],
  ['one is delivered twice', { events: 'double' }, ['/a', '/a', '/b', '/c']],
  ['one is delayed', { events: 'delay', delay: 60 }, ['/b', '/c', '/a']],
  ['one is overtaken by the next', { events: 'reorder' }, ['/b', '/a', '/c']],
  [
    'all are unchanged, because the fault names another source',
    { events: 'lose', source: 'aws.cognito-idp' },
    ['/a', '/b', '/c'],
  ],
] satisfies [string, FaultInput, string[]][])(
  'delivers events according to an injected fault: %s',
  async (_, fault, expected) => {
    accountRegion.faults.add(fault);
    for (const name of ['/a', '/b', '/c']) await put(name);
    await eventually(() => (seen.length >= expected.length ? true : undefined));
    expect(seen).toEqual(expected);
  },
);

test('delivers a reordered event after its delay if no other event follows', async () => {
  accountRegion.faults.add({ events: 'reorder', delay: 20 });
  await put('/a');
  await eventually(() => (seen.length > 0 ? true : undefined));
  expect(seen).toEqual(['/a']);
});

test('adds faults by the admin API and names the invalid field of a rejected fault', async () => {
  const post = async (fault: object) =>
    (await fetch(`${cloud.url}/_local/faults`, { method: 'POST', body: JSON.stringify(fault) })).json();
  expect(await post({ events: 'lose', percent: 50 })).toEqual({
    account: '000000000000',
    region: 'us-east-1',
    faults: [{ events: 'lose', percent: 50, delay: 1000 }],
  });
  expect(await post({ operation })).toEqual({ errors: [{ field: 'error', message: expect.any(String) }] });
  expect(await post({ events: 'eat' })).toEqual({
    errors: [{ field: 'events', message: expect.any(String) }],
  });
  expect(await post({ operation, do: 'hang', percent: 101 })).toMatchObject({
    errors: [{ field: 'percent' }],
  });
});

test('with readLag, reads return old values until the time of the lag has passed', async () => {
  await cloud.close();
  await start(5, 3_600_000);
  await set().catch(() => undefined);
  await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  const moved = await fetch(`${cloud.url}/_local/time`, { method: 'POST', body: '{"move":3600001}' });
  const { now } = JSON.parse(await moved.text());
  expect(Date.parse(now) - Date.now()).toBeGreaterThan(3_500_000);
  expect(await get()).toEqual(LogConfigurations);
});

test('reports quotas, events, faults and the number of pools and parameters as metrics', async () => {
  await cloud.close();
  cloud = await startLocalCloud({ seed: 9 });
  clients = clientsAt(cloud.url);
  await put('/a');
  // More than the quota of three seconds, so that some calls are throttled on a slow machine too.
  await Promise.all(Array.from({ length: 60 }, () => list().catch(() => undefined)));
  const metrics = JSON.parse(await (await fetch(`${cloud.url}/_local/metrics`)).text());
  expect(metrics).toMatchObject({
    seed: 9,
    memory: { heapUsed: expect.any(Number) },
    accountRegions: [
      {
        pools: 0,
        parameters: 1,
        quotas: {
          UserPoolRead: { perSecond: 15, taken: expect.any(Number), refused: expect.any(Number) },
          ParameterWrite: { perSecond: 3, taken: 1, refused: 0 },
        },
        events: { 'Parameter Store Change': 1 },
        faults: 0,
      },
    ],
  });
  const { taken, refused } = metrics.accountRegions[0].quotas.UserPoolRead;
  expect(taken + refused).toBe(60);
  expect(refused).toBeGreaterThan(0);
});
