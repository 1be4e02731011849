import { ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { useLocalCloud } from '../../support/local-cloud.ts';
import { clientsAt } from '../clients.ts';

const HUB = '111111111111';
const region = 'eu-west-1';
const RoleArn = 'arn:aws:iam::222222222222:role/clr-read';

const cloud = useLocalCloud({ per: 'each' });

const credentials = (params: object = {}) =>
  fromTemporaryCredentials({
    params: { RoleArn, RoleSessionName: 'clr', ...params },
    masterCredentials: { accessKeyId: HUB, secretAccessKey: 'none' },
    clientConfig: { endpoint: cloud.url, region, maxAttempts: 1 },
  })();

test('AssumeRole returns credentials for the account of the role', async () => {
  const { accessKeyId, secretAccessKey, sessionToken = '', expiration } = await credentials();
  expect(expiration?.getTime()).toBeGreaterThan(Date.now());
  const { cognito } = clientsAt(cloud.url, {
    region,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
  });
  await cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }));
  const { calls } = await cloud.accountRegion('222222222222', region);
  expect(calls.last(1)).toMatchObject([
    {
      operation: 'cognito-idp.ListUserPools',
      by: 'arn:aws:sts::222222222222:assumed-role/clr-read/clr',
      caller: 'clients',
    },
  ]);
});

test('AssumeRole rejects a call without the external ID of a seeded role', async () => {
  const body = {
    account: '222222222222',
    region,
    roles: [{ RoleName: 'clr-read', ExternalId: 'acme-7' }],
  };
  await fetch(`${cloud.url}/_local/seed`, { method: 'POST', body: JSON.stringify(body) });
  await expect(credentials()).rejects.toMatchObject({
    name: 'AccessDenied',
    message: `User: arn:aws:iam::${HUB}:user/${HUB} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
  });
  await expect(credentials({ ExternalId: 'other' })).rejects.toMatchObject({ name: 'AccessDenied' });
  expect((await credentials({ ExternalId: 'acme-7' })).accessKeyId).toMatch(/^ASIA/);
});

test.each([
  [{ RoleSessionName: 'x' }, 'ValidationError'],
  [{ DurationSeconds: 1 }, 'ValidationError'],
  [{ RoleArn: 'arn:aws:iam::222222222222:user/someone' }, 'AccessDenied'],
])('AssumeRole rejects %j', async (params, name) => {
  await expect(credentials(params)).rejects.toMatchObject({ name });
});

test('an injected fault and the call log apply to the account of the caller', async () => {
  const { faults, calls } = await cloud.accountRegion(HUB, region);
  faults.add({ operation: 'sts.AssumeRole', error: 'AccessDenied', status: 403, message: 'No & never.' });
  await expect(credentials()).rejects.toMatchObject({ name: 'AccessDenied', message: 'No & never.' });
  expect(calls.last(1)).toMatchObject([{ operation: 'sts.AssumeRole', outcome: 'AccessDenied' }]);
});

test('rejects another operation of STS with InvalidAction', async () => {
  const response = await fetch(cloud.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `AWS4-HMAC-SHA256 Credential=${HUB}/20261123/${region}/sts/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: 'Action=GetSessionToken&Version=2011-06-15',
  });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('<Code>InvalidAction</Code>');
});
