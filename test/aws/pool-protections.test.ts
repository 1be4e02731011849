import {
  CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { cognitoPoolProtections } from '../../lib/aws/pool-protections.ts';
import { awsError } from '../support/aws-error.ts';
import { POOL } from '../support/situation.ts';
import { unlimitedRate, withoutDeadline } from '../support/unlimited-rate.ts';

const client = new CognitoIdentityProviderClient({ region: 'eu-west-1' });
const cognito = mockClient(client);
beforeEach(() => cognito.reset());

test('tells tier and threat protection, with a slot of the pools’ own quota', async () => {
  cognito.on(DescribeUserPoolCommand, { UserPoolId: POOL }).resolves({
    UserPool: { UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } },
  });
  const { rateLimiting, acquired, recorded } = unlimitedRate();
  expect(await cognitoPoolProtections(client, rateLimiting).read(POOL, withoutDeadline)).toEqual({
    UserPoolTier: 'PLUS',
    AdvancedSecurityMode: 'AUDIT',
  });
  expect(acquired).toEqual([{ category: 'UserPoolRead', context: withoutDeadline }]);
  expect(recorded.counts).toEqual(new Map([['Calls/UserPoolRead', 1]]));
});

test('a pool that says neither is told so, and one that is gone has none', async () => {
  const { read } = cognitoPoolProtections(client, unlimitedRate().rateLimiting);
  cognito.on(DescribeUserPoolCommand).resolves({ UserPool: {} });
  expect(await read(POOL, withoutDeadline)).toEqual({
    UserPoolTier: undefined,
    AdvancedSecurityMode: undefined,
  });
  cognito.on(DescribeUserPoolCommand).rejects(awsError('ResourceNotFoundException'));
  expect(await read(POOL, withoutDeadline)).toBeUndefined();
});

test.each([
  ['AccessDeniedException', 'Permission'],
  ['InternalErrorException', 'Transient'],
])('%s is a failure: %s', async (name, kind) => {
  cognito.on(DescribeUserPoolCommand).rejects(awsError(name));
  const rate = unlimitedRate();
  const read = cognitoPoolProtections(client, rate.rateLimiting).read(POOL, withoutDeadline);
  const end = expect(read).rejects.toMatchObject({ name: 'AwsCallError', kind, errorName: name });
  await rate.clock.drain();
  await end;
});
