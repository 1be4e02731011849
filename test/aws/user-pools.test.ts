import 'aws-sdk-client-mock-jest';
import {
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { cognitoUserPools } from '../../lib/aws/user-pools.ts';
import { RateLimitTimeoutError } from '../../lib/reconcile/errors.ts';
import { awsError, pagesOf } from '../support/aws-error.ts';
import { unlimitedRate, withoutDeadline } from '../support/unlimited-rate.ts';

const client = new CognitoIdentityProviderClient({ region: 'eu-west-1' });
const cognito = mockClient(client);
beforeEach(() => cognito.reset());

test('lists sixty a page, through empty ones, each page with a slot', async () => {
  cognito
    .on(ListUserPoolsCommand)
    .resolvesOnce({ UserPools: [{ Id: 'a_1', Name: 'one' }, { Name: 'nameless' }], NextToken: 'one' })
    .resolvesOnce({ NextToken: 'two' })
    .resolvesOnce({ UserPools: [{ Id: 'a_2' }] });
  const { rateLimiting, acquired } = unlimitedRate();
  expect(await pagesOf(cognitoUserPools(client, rateLimiting).pages(withoutDeadline))).toEqual([
    ['a_1'],
    [],
    ['a_2'],
  ]);
  expect(cognito.calls().map(({ args: [command] }) => command.input)).toEqual([
    { MaxResults: 60 },
    { MaxResults: 60, NextToken: 'one' },
    { MaxResults: 60, NextToken: 'two' },
  ]);
  expect(acquired.map(({ category }) => category)).toEqual(Array(3).fill('UserPoolRead'));
});

test.each([
  ['NotAuthorizedException', 'Permission'],
  ['InvalidParameterException', 'Transient'],
])('%s fails the listing: %s', async (name, kind) => {
  cognito.on(ListUserPoolsCommand).rejects(awsError(name));
  await expect(
    pagesOf(cognitoUserPools(client, unlimitedRate().rateLimiting).pages(withoutDeadline)),
  ).rejects.toMatchObject({
    kind,
    operation: 'ListUserPools',
    errorName: name,
  });
});

test('no slot in time is RateLimitTimeoutError', async () => {
  const { rateLimiting, failWith } = unlimitedRate();
  failWith(new RateLimitTimeoutError('UserPoolRead', 1_000));
  await expect(pagesOf(cognitoUserPools(client, rateLimiting).pages(withoutDeadline))).rejects.toBeInstanceOf(
    RateLimitTimeoutError,
  );
});
