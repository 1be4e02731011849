import {
  CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { cognitoPoolDescriptions } from '../../lib/aws/pool-descriptions.ts';
import { awsError } from '../support/aws-error.ts';
import { POOL } from '../support/situation.ts';
import { unlimitedRate, withoutDeadline } from '../support/unlimited-rate.ts';

const client = new CognitoIdentityProviderClient({ region: 'eu-west-1' });
const cognito = mockClient(client);
beforeEach(() => cognito.reset());

test('returns the tier and threat protection of a pool, with a slot of the category UserPoolRead', async () => {
  cognito.on(DescribeUserPoolCommand, { UserPoolId: POOL }).resolves({
    UserPool: {
      Name: 'shop',
      UserPoolTags: { env: 'prod' },
      UserPoolTier: 'PLUS',
      UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
    },
  });
  const { rateLimiting, acquired, recorded } = unlimitedRate();
  expect(await cognitoPoolDescriptions(client, rateLimiting).read(POOL, withoutDeadline)).toEqual({
    Name: 'shop',
    Tags: { env: 'prod' },
    UserPoolTier: 'PLUS',
    AdvancedSecurityMode: 'AUDIT',
  });
  expect(acquired).toEqual([{ category: 'UserPoolRead', context: withoutDeadline }]);
  expect(recorded.counts).toEqual(new Map([['Calls/UserPoolRead', 1]]));
});

test('returns undefined members for a pool without descriptions, and undefined for a missing pool', async () => {
  const { read } = cognitoPoolDescriptions(client, unlimitedRate().rateLimiting);
  cognito.on(DescribeUserPoolCommand).resolves({ UserPool: {} });
  expect(await read(POOL, withoutDeadline)).toEqual({
    Name: '',
    Tags: {},
    UserPoolTier: undefined,
    AdvancedSecurityMode: undefined,
  });
  cognito.on(DescribeUserPoolCommand).rejects(awsError('ResourceNotFoundException'));
  expect(await read(POOL, withoutDeadline)).toBeUndefined();
});
