import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { resolve } from 'node:path';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeUserPoolCommand,
  GetLogDeliveryConfigurationCommand,
  ListUserPoolsCommand,
  SetLogDeliveryConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  GetParameterCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
} from '@aws-sdk/client-ssm';
import { seedRequest } from '../../../local/admin/requests.ts';
import { useLocalCloud } from '../../support/local-cloud.ts';
import { clientsAt, eventually } from '../clients.ts';

const cloud = useLocalCloud({ per: 'each' });
let clients: ReturnType<typeof clientsAt>;
beforeEach(() => {
  clients = clientsAt(cloud.url);
});

async function admin(method: string, path: string, body?: unknown) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${cloud.url}/_local/${path}`, { method, ...sent });
  return { status: response.status, body: await response.json() };
}

const get = (UserPoolId: string) =>
  clients.cognito.send(new GetLogDeliveryConfigurationCommand({ UserPoolId }));
const LogConfigurations = [
  {
    EventSource: 'userNotification' as const,
    LogLevel: 'ERROR' as const,
    CloudWatchLogsConfiguration: { LogGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/x' },
  },
];

test('counts calls by caller and outcome until the counts are reset', async () => {
  const accountRegion = await cloud.accountRegion('000000000000', 'us-east-1');
  const credentials = accountRegion.issueRoleCredentials('arn:aws:iam::000000000000:role/r', 's');
  await clients.cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }));
  await get('us-east-1_none').catch(() => undefined);
  await clientsAt(cloud.url, { credentials })
    .cognito.send(
      new SetLogDeliveryConfigurationCommand({ UserPoolId: 'us-east-1_none', LogConfigurations: [] }),
    )
    .catch(() => undefined);
  const counted = await admin('GET', 'calls');
  expect(counted.body).toEqual({
    accountRegions: [
      {
        account: '000000000000',
        region: 'us-east-1',
        clients: {
          'cognito-idp.GetLogDeliveryConfiguration': { ResourceNotFoundException: 1 },
          'cognito-idp.ListUserPools': { ok: 1 },
        },
        functions: { 'cognito-idp.SetLogDeliveryConfiguration': { ResourceNotFoundException: 1 } },
        last: [
          {
            at: expect.any(String),
            by: 'arn:aws:iam::000000000000:user/000000000000',
            caller: 'clients',
            operation: 'cognito-idp.ListUserPools',
            outcome: 'ok',
            requestId: expect.any(String),
          },
          expect.objectContaining({ outcome: 'ResourceNotFoundException' }),
          expect.objectContaining({ by: 'arn:aws:sts::000000000000:assumed-role/r/s', caller: 'functions' }),
        ],
      },
    ],
  });
  expect((await admin('GET', 'calls?last=1')).body).toMatchObject({
    accountRegions: [{ last: [{ caller: 'functions' }] }],
  });
  expect((await admin('GET', 'calls?last=0')).body).toMatchObject({ accountRegions: [{ last: [] }] });
  await admin('DELETE', 'calls');
  expect((await admin('GET', 'calls')).body).toMatchObject({
    accountRegions: [{ clients: {}, functions: {} }],
  });
});

test('seeds more pools and parameters than the quotas allow, without events', async () => {
  const seeded = await admin('POST', 'seed', {
    pools: Array.from({ length: 300 }, (_, index) => ({
      Id: `us-east-1_p${index}`,
      UserPoolTier: 'PLUS',
      LogConfigurations,
    })),
    parameters: Array.from({ length: 300 }, (_, index) => ({ Name: `/p/${index}`, Value: 'v' })),
  });
  expect(seeded).toMatchObject({ status: 200, body: { parameters: 300 } });
  expect((await get('us-east-1_p299')).LogDeliveryConfiguration?.LogConfigurations).toEqual(
    LogConfigurations,
  );
  const read = await clients.ssm.send(new GetParameterCommand({ Name: '/p/299' }));
  expect(read.Parameter).toMatchObject({ Value: 'v', Version: 1, Type: 'String' });
  expect((await admin('GET', 'events')).body).toEqual({ events: [] });
});

test('seeds tags and threat protection in the words of the API, and keeps what a second request omits', async () => {
  const Id = 'us-east-1_a';
  const settings = {
    UserPoolTags: { team: 'shop' },
    UserPoolAddOns: {
      AdvancedSecurityMode: 'AUDIT',
      AdvancedSecurityAdditionalFlows: { CustomAuthMode: 'AUDIT' },
    },
  };
  const pool = async () =>
    (await clients.cognito.send(new DescribeUserPoolCommand({ UserPoolId: Id }))).UserPool;
  await admin('POST', 'seed', {
    pools: [{ Id, PoolName: 'shop', UserPoolTier: 'PLUS', LogConfigurations, ...settings }],
  });
  const created = await pool();
  expect(created).toMatchObject({ Name: 'shop', UserPoolTier: 'PLUS', ...settings });
  await admin('POST', 'seed', { pools: [{ Id }] });
  expect(await pool()).toEqual({ ...created, LastModifiedDate: expect.any(Date) });
  expect((await get(Id)).LogDeliveryConfiguration?.LogConfigurations).toEqual(LogConfigurations);
  await admin('POST', 'seed', { pools: [{ Id, AdvancedSecurityMode: 'OFF', LogConfigurations: [] }] });
  expect(await pool()).toMatchObject({
    Name: 'shop',
    UserPoolTags: settings.UserPoolTags,
    UserPoolAddOns: { AdvancedSecurityMode: 'OFF' },
  });
  await admin('POST', 'seed', { pools: [{ Id, PoolName: 'other', UserPoolTags: {} }] });
  expect(await pool()).toMatchObject({ Name: 'other', UserPoolTier: 'PLUS', UserPoolTags: {} });
  expect((await get(Id)).LogDeliveryConfiguration?.LogConfigurations).toEqual([]);
});

test('seeds parameters with tags, and keeps type, description and tags that a second request omits', async () => {
  const first = {
    Name: '/a',
    Value: 'v,w',
    Type: 'StringList',
    Description: 'd',
    Tags: [{ Key: 'k', Value: 'v' }],
  };
  await admin('POST', 'seed', { parameters: [first] });
  await admin('POST', 'seed', { parameters: [{ Name: '/a', Value: 'x' }] });
  expect((await admin('GET', 'parameters')).body).toMatchObject({
    parameters: [{ name: '/a', value: 'x', type: 'StringList', description: 'd', version: 2 }],
  });
  const { TagList } = await clients.ssm.send(
    new ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId: '/a' }),
  );
  expect(TagList).toEqual([{ Key: 'k', Value: 'v' }]);
});

test('the documentation of seed contains every member, and its example is accepted', async () => {
  const page = await readFile(resolve(import.meta.dirname, '../../../docs/local-cloud.md'), 'utf8');
  const [, example = ''] = /### Seed[\s\S]*?```\n(\{[\s\S]*?)```/.exec(page) ?? [];
  const body = JSON.parse(example);
  expect(await admin('POST', 'seed', body)).toEqual({
    status: 200,
    body: { pools: ['us-west-2_shop'], parameters: 1 },
  });
  const { pools, parameters, functions, ...others } = seedRequest.shape;
  const membersOf = (list: { unwrap(): { element: { shape: object } } }) =>
    Object.keys(list.unwrap().element.shape);
  const documented = [...page.matchAll(/`([A-Za-z]+)`|"([A-Za-z]+)":/g)].map(([, code, key]) => code ?? key);
  expect(documented).toEqual(
    expect.arrayContaining([
      ...Object.keys({ ...others, pools, parameters, functions }),
      ...[pools, parameters, functions].flatMap(membersOf),
    ]),
  );
});

test('lists the account-regions in use, and not those that only an admin request named', async () => {
  await admin('GET', 'pools?account=333333333333');
  await admin('POST', 'seed', { account: '111111111111', region: 'eu-west-1', pools: [{}] });
  await clientsAt(cloud.url, { account: '222222222222' })
    .ssm.send(new GetParameterCommand({ Name: '/none' }))
    .catch(() => undefined);
  const unused = { default: false, deployed: false, pools: 0, parameters: 0 };
  expect((await admin('GET', 'account-regions')).body).toEqual({
    accountRegions: [
      { ...unused, account: '000000000000', region: 'us-east-1', default: true },
      { ...unused, account: '111111111111', region: 'eu-west-1', pools: 1 },
      { ...unused, account: '222222222222', region: 'us-east-1' },
    ],
  });
});

test('resets one account-region or all of them', async () => {
  const here = { account: '000000000000', region: 'us-east-1' };
  const other = { account: '111111111111', region: 'eu-west-1' };
  const ofParameter = { ResourceType: 'Parameter', ResourceId: '/a' } as const;
  for (const one of [here, other]) {
    await admin('POST', 'seed', {
      ...one,
      events: true,
      pools: [{ LogConfigurations }],
      parameters: [{ Name: '/a', Value: 'v', Tags: [{ Key: 'k', Value: 'v' }] }],
      functions: [{ FunctionName: 'other' }],
    });
    await admin('POST', 'faults', { ...one, operation: 'ssm.GetParameter', error: 'E' });
  }
  await clients.logs.send(new CreateLogGroupCommand({ logGroupName: '/x' }));
  await clients.ssm.send(new AddTagsToResourceCommand({ ...ofParameter, Tags: [{ Key: 'l', Value: 'w' }] }));
  await clients.ssm.send(new DeleteParameterCommand({ Name: '/none' })).catch(() => undefined);
  expect((await clients.cloudtrail.send(new LookupEventsCommand({}))).Events).not.toEqual([]);
  expect((await admin('POST', 'reset', other)).body).toEqual({ accountRegions: [other] });
  const counts = async () =>
    Object((await admin('GET', 'metrics')).body).accountRegions.map(
      ({ pools, parameters, faults, events }: Record<string, unknown>) => ({
        pools,
        parameters,
        faults,
        events,
      }),
    );
  const empty = { pools: 0, parameters: 0, faults: 0, events: {} };
  expect(await counts()).toEqual([
    { pools: 1, parameters: 1, faults: 1, events: { 'Parameter Store Change': 1 } },
    empty,
  ]);
  expect((await admin('POST', 'reset')).body).toEqual({ accountRegions: [here, other] });
  expect(await counts()).toEqual([empty, empty]);
  expect((await clients.cloudtrail.send(new LookupEventsCommand({}))).Events).toEqual([]);
  const { Functions } = await clients.lambda.send(new ListFunctionsCommand({}));
  expect(Functions).toEqual([]);
  await clients.ssm.send(new PutParameterCommand({ Name: '/a', Value: 'v', Type: 'String' }));
  const { TagList } = await clients.ssm.send(
    new ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId: '/a' }),
  );
  expect(TagList).toEqual([]);
});

test('returns the time of the cloud', async () => {
  await admin('POST', 'time', { move: 86_400_000 });
  const { now } = Object((await admin('GET', 'time')).body);
  expect(Math.abs(Date.parse(now) - Date.now() - 86_400_000)).toBeLessThan(60_000);
});

test('emits events for seeded parameters when the request sets events', async () => {
  await admin('POST', 'seed', { events: true, parameters: [{ Name: '/a', Value: 'v' }] });
  await admin('POST', 'seed', { events: true, parameters: [{ Name: '/a', Value: 'w' }] });
  await eventually(async () => {
    const accountRegion = await cloud.accountRegion('000000000000', 'us-east-1');
    return accountRegion.events.read().length === 2 ? true : undefined;
  });
  expect((await admin('GET', 'events')).body).toMatchObject({
    events: [
      { detail: { operation: 'Create', name: '/a' } },
      { detail: { operation: 'Update', name: '/a' } },
    ],
  });
  expect((await admin('GET', 'parameters')).body).toMatchObject({
    parameters: [{ name: '/a', value: 'w', version: 2 }],
  });
});

test('seeds and lists the account and Region that the request names', async () => {
  const elsewhere = { account: '111111111111', region: 'eu-west-1' };
  const seeded = await admin('POST', 'seed', { ...elsewhere, pools: [{ PoolName: 'x' }] });
  expect(seeded.body).toMatchObject({ pools: [expect.stringMatching(/^eu-west-1_/)] });
  expect((await admin('GET', 'pools')).body).toEqual({ pools: [] });
  const shown = await admin('GET', 'pools?account=111111111111&region=eu-west-1');
  expect(shown.body).toMatchObject({ pools: [{ name: 'x', tier: 'ESSENTIALS' }] });
});

test('injects a fault into the next calls of an operation, up to its count, without running the operation', async () => {
  await admin('POST', 'seed', { pools: [{ Id: 'us-east-1_a' }] });
  const operation = 'cognito-idp.SetLogDeliveryConfiguration';
  const fault = { operation, error: 'InternalErrorException', message: 'boom', status: 500, count: 2 };
  expect((await admin('POST', 'faults', fault)).body).toMatchObject({ faults: [{ count: 2 }] });
  const set = () =>
    clients.cognito.send(
      new SetLogDeliveryConfigurationCommand({ UserPoolId: 'us-east-1_a', LogConfigurations }),
    );
  const failure = { name: 'InternalErrorException', message: 'boom', $metadata: { httpStatusCode: 500 } };
  await expect(set()).rejects.toMatchObject(failure);
  expect((await get('us-east-1_a')).LogDeliveryConfiguration?.LogConfigurations).toEqual([]);
  await expect(set()).rejects.toMatchObject(failure);
  await set();
  expect((await admin('GET', 'faults')).body).toEqual({ faults: [] });
});

test('injects a fault for functions only, until the faults are deleted', async () => {
  const operation = 'cognito-idp.ListUserPools';
  await admin('POST', 'faults', { operation, error: 'NotAuthorizedException', callers: 'functions' });
  await clients.cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }));
  const accountRegion = await cloud.accountRegion('000000000000', 'us-east-1');
  const credentials = accountRegion.issueRoleCredentials('arn:aws:iam::000000000000:role/r', 's');
  const list = () =>
    clientsAt(cloud.url, { credentials }).cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }));
  await expect(list()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  await admin('POST', 'faults', { operation, error: 'NotAuthorizedException', callers: 'functions' });
  await admin('DELETE', 'faults');
  await list();
});

test.each([
  ['POST', 'seed', { pools: [{ UserPoolTier: 'GOLD' }] }, 'pools.0.UserPoolTier'],
  ['POST', 'seed', { parameters: [{ Value: 'v' }] }, 'parameters.0.Name'],
  ['POST', 'seed', { pools: [{ UserPoolTags: { k: 1 } }] }, 'pools.0.UserPoolTags'],
  ['POST', 'seed', { pools: [{ UserPoolAddOns: {} }] }, 'pools.0.UserPoolAddOns'],
  [
    'POST',
    'seed',
    { pools: [{ UserPoolAddOns: { AdvancedSecurityMode: 'OFF' }, AdvancedSecurityMode: 'OFF' }] },
    'pools.0.AdvancedSecurityMode',
  ],
  ['POST', 'reset', { account: '1' }, 'account'],
  ['POST', 'reset', { pools: true }, ''],
  ['POST', 'faults', { operation: 'x', error: 'E' }, 'operation'],
  ['POST', 'faults', { operation: 'ssm.PutParameter', error: 'E', count: 0 }, 'count'],
  ['GET', 'pools?account=1', undefined, 'account'],
  ['GET', 'calls?last=many', undefined, 'last'],
  ['POST', 'time', { move: 'x' }, 'move'],
])('rejects %s %s with %j and names the invalid field', async (method, path, body, field) => {
  const response = await admin(method, path, body);
  expect(response.status).toBe(400);
  expect(response.body).toEqual({ errors: [{ field, message: expect.any(String) }] });
});

test('returns 404 for an unknown path or method', async () => {
  expect((await admin('GET', 'nope')).status).toBe(404);
  expect((await admin('PUT', 'calls')).status).toBe(404);
});

test.each([
  ['another site', 'is rejected', 403, 'https://example.com'],
  ['a local file', 'is rejected', 403, 'null'],
  ['another port of this machine', 'is rejected', 403, 'http://127.0.0.1:1'],
  ['the local cloud', 'is accepted', 200, undefined],
])('a request from a web page of %s %s', async (_, __, status, origin) => {
  const response = await fetch(`${cloud.url}/_local/faults`, {
    method: 'DELETE',
    headers: { Origin: origin ?? cloud.url },
  });
  expect(response.status).toBe(status);
});

test('rejects a request from a foreign host name that resolves to this machine', async () => {
  const { port } = new URL(cloud.url);
  const headers = { Origin: `http://evil.example:${port}`, Host: `evil.example:${port}` };
  const status = await new Promise((resolve, reject) => {
    const sent = request(`${cloud.url}/_local/faults`, { method: 'DELETE', headers }, (response) =>
      resolve(response.resume().statusCode),
    );
    sent.on('error', reject).end();
  });
  expect(status).toBe(403);
});
