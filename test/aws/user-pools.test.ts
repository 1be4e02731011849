import 'aws-sdk-client-mock-jest';
import {
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { cognitoUserPools } from '../../lib/aws/user-pools.ts';
import { RateLimitTimeoutError } from '../../lib/reconcile/errors.ts';
import { awsError, pagesOf } from '../support/aws-error.ts';
import { patient, unlimitedRate } from '../support/unlimited-rate.ts';

const client = new CognitoIdentityProviderClient({ region: 'eu-west-1' });
const cognito = mockClient(client);
beforeEach(() => cognito.reset());

test('lists sixty a page, through empty ones, each page with a slot', async () => {
  cognito
    .on(ListUserPoolsCommand)
    .resolvesOnce({ UserPools: [{ Id: 'a_1', Name: 'one' }, { Name: 'nameless' }], NextToken: 'one' })
    .resolvesOnce({ NextToken: 'two' })
    .resolvesOnce({ UserPools: [{ Id: 'a_2' }] });
  const { rateLimiting, taken } = unlimitedRate();
  expect(await pagesOf(cognitoUserPools(client, rateLimiting).pages(patient))).toEqual([
    ['a_1'],
    [],
    ['a_2'],
  ]);
  expect(cognito.calls().map(({ args: [command] }) => command.input)).toEqual([
    { MaxResults: 60 },
    { MaxResults: 60, NextToken: 'one' },
    { MaxResults: 60, NextToken: 'two' },
  ]);
  expect(taken.map(({ category }) => category)).toEqual(Array(3).fill('UserPoolRead'));
});

test.each([
  ['NotAuthorizedException', 'Permission'],
  ['InvalidParameterException', 'Transient'],
])('%s fails the listing: %s', async (name, kind) => {
  cognito.on(ListUserPoolsCommand).rejects(awsError(name));
  await expect(
    pagesOf(cognitoUserPools(client, unlimitedRate().rateLimiting).pages(patient)),
  ).rejects.toMatchObject({
    kind,
    operation: 'ListUserPools',
    errorName: name,
  });
});

test('no slot in time is RateLimitTimeoutError', async () => {
  const { rateLimiting, close } = unlimitedRate();
  close(new RateLimitTimeoutError('UserPoolRead', 1_000));
  await expect(pagesOf(cognitoUserPools(client, rateLimiting).pages(patient))).rejects.toBeInstanceOf(
    RateLimitTimeoutError,
  );
});
