import { request } from 'node:http';
import {
  GetLogDeliveryConfigurationCommand,
  ListUserPoolsCommand,
  SetLogDeliveryConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud.ts';
import { clientsAt, eventually } from '../clients.ts';

let cloud: LocalCloud;
let clients: ReturnType<typeof clientsAt>;
beforeEach(async () => {
  cloud = await startLocalCloud();
  clients = clientsAt(cloud.url);
});
afterEach(() => cloud.close());

async function control(method: string, path: string, body?: unknown) {
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

test('calls are counted by outcome, those of functions apart, until they are reset', async () => {
  const accountRegion = await cloud.accountRegion('000000000000', 'us-east-1');
  const credentials = accountRegion.issueRoleCredentials('arn:aws:iam::000000000000:role/r', 's');
  await clients.cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }));
  await get('us-east-1_none').catch(() => undefined);
  await clientsAt(cloud.url, { credentials })
    .cognito.send(
      new SetLogDeliveryConfigurationCommand({ UserPoolId: 'us-east-1_none', LogConfigurations: [] }),
    )
    .catch(() => undefined);
  const counted = await control('GET', 'calls');
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
  expect((await control('GET', 'calls?last=1')).body).toMatchObject({
    accountRegions: [{ last: [{ caller: 'functions' }] }],
  });
  expect((await control('GET', 'calls?last=0')).body).toMatchObject({ accountRegions: [{ last: [] }] });
  await control('DELETE', 'calls');
  expect((await control('GET', 'calls')).body).toMatchObject({
    accountRegions: [{ clients: {}, functions: {} }],
  });
});

test('pools and parameters are seeded beyond the quotas, silently', async () => {
  const seeded = await control('POST', 'seed', {
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
  expect((await control('GET', 'events')).body).toEqual({ events: [] });
});

test('seeded parameters cause their events when that is asked for', async () => {
  await control('POST', 'seed', { events: true, parameters: [{ Name: '/a', Value: 'v' }] });
  await control('POST', 'seed', { events: true, parameters: [{ Name: '/a', Value: 'w' }] });
  await eventually(async () => {
    const accountRegion = await cloud.accountRegion('000000000000', 'us-east-1');
    return accountRegion.events.read().length === 2 ? true : undefined;
  });
  expect((await control('GET', 'events')).body).toMatchObject({
    events: [
      { detail: { operation: 'Create', name: '/a' } },
      { detail: { operation: 'Update', name: '/a' } },
    ],
  });
  expect((await control('GET', 'parameters')).body).toMatchObject({
    parameters: [{ name: '/a', value: 'w', version: 2 }],
  });
});

test('another accountRegion is seeded and shown by its name', async () => {
  const elsewhere = { account: '111111111111', region: 'eu-west-1' };
  const seeded = await control('POST', 'seed', { ...elsewhere, pools: [{ PoolName: 'x' }] });
  expect(seeded.body).toMatchObject({ pools: [expect.stringMatching(/^eu-west-1_/)] });
  expect((await control('GET', 'pools')).body).toEqual({ pools: [] });
  const shown = await control('GET', 'pools?account=111111111111&region=eu-west-1');
  expect(shown.body).toMatchObject({ pools: [{ name: 'x', tier: 'ESSENTIALS' }] });
});

test('a fault hits the next calls of its operation and no more, and the operation is not carried out', async () => {
  await control('POST', 'seed', { pools: [{ Id: 'us-east-1_a' }] });
  const operation = 'cognito-idp.SetLogDeliveryConfiguration';
  const fault = { operation, error: 'InternalErrorException', message: 'boom', status: 500, count: 2 };
  expect((await control('POST', 'faults', fault)).body).toMatchObject({ faults: [{ count: 2 }] });
  const set = () =>
    clients.cognito.send(
      new SetLogDeliveryConfigurationCommand({ UserPoolId: 'us-east-1_a', LogConfigurations }),
    );
  const failure = { name: 'InternalErrorException', message: 'boom', $metadata: { httpStatusCode: 500 } };
  await expect(set()).rejects.toMatchObject(failure);
  expect((await get('us-east-1_a')).LogDeliveryConfiguration?.LogConfigurations).toEqual([]);
  await expect(set()).rejects.toMatchObject(failure);
  await set();
  expect((await control('GET', 'faults')).body).toEqual({ faults: [] });
});

test('a fault for functions spares clients, and can be taken back', async () => {
  const operation = 'cognito-idp.ListUserPools';
  await control('POST', 'faults', { operation, error: 'NotAuthorizedException', callers: 'functions' });
  await clients.cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }));
  const accountRegion = await cloud.accountRegion('000000000000', 'us-east-1');
  const credentials = accountRegion.issueRoleCredentials('arn:aws:iam::000000000000:role/r', 's');
  const list = () =>
    clientsAt(cloud.url, { credentials }).cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }));
  await expect(list()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  await control('POST', 'faults', { operation, error: 'NotAuthorizedException', callers: 'functions' });
  await control('DELETE', 'faults');
  await list();
});

test.each([
  ['POST', 'seed', { pools: [{ UserPoolTier: 'GOLD' }] }, 'pools.0.UserPoolTier'],
  ['POST', 'seed', { parameters: [{ Value: 'v' }] }, 'parameters.0.Name'],
  ['POST', 'faults', { operation: 'x', error: 'E' }, 'operation'],
  ['POST', 'faults', { operation: 'ssm.PutParameter', error: 'E', count: 0 }, 'count'],
  ['GET', 'pools?account=1', undefined, 'account'],
  ['GET', 'calls?last=many', undefined, 'last'],
  ['POST', 'time', { move: 'x' }, 'move'],
])('%s %s with %j is refused by the name of its field', async (method, path, body, field) => {
  const answer = await control(method, path, body);
  expect(answer.status).toBe(400);
  expect(answer.body).toEqual({ errors: [{ field, message: expect.any(String) }] });
});

test('a control that does not exist is 404', async () => {
  expect((await control('GET', 'nope')).status).toBe(404);
  expect((await control('PUT', 'calls')).status).toBe(404);
});

test.each([
  ['another site', 403, 'https://example.com'],
  ['a file', 403, 'null'],
  ['another port of this machine', 403, 'http://127.0.0.1:1'],
  ['the local cloud itself', 200, undefined],
])('a web page of %s gets %i', async (_, status, origin) => {
  const response = await fetch(`${cloud.url}/_local/faults`, {
    method: 'DELETE',
    headers: { Origin: origin ?? cloud.url },
  });
  expect(response.status).toBe(status);
});

test('a name bent to this machine does not make a page its own', async () => {
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
