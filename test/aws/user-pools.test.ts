import {
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { cognitoUserPools } from '../../lib/aws/user-pools.ts';
import { pagesOf } from '../support/aws-error.ts';
import { unlimitedRate, withoutDeadline } from '../support/unlimited-rate.ts';

const client = new CognitoIdentityProviderClient({ region: 'eu-west-1' });
const cognito = mockClient(client);
beforeEach(() => cognito.reset());

test('lists 60 pools per page, continues after empty pages, and acquires a slot for each page', async () => {
  cognito
    .on(ListUserPoolsCommand)
    .resolvesOnce({ UserPools: [{ Id: 'a_1', Name: 'one' }, { Name: 'without id' }], NextToken: 'one' })
    .resolvesOnce({ NextToken: 'two' })
    .resolvesOnce({ UserPools: [{ Id: 'a_2', ReplicaRegions: ['us-west-2'] }] });
  const { rateLimiting, acquired } = unlimitedRate();
  expect(await pagesOf(cognitoUserPools(client, rateLimiting).pages(withoutDeadline))).toEqual([
    [{ id: 'a_1', name: 'one', replicaRegions: [] }],
    [],
    [{ id: 'a_2', name: '', replicaRegions: ['us-west-2'] }],
  ]);
  expect(cognito.calls().map(({ args: [command] }) => command.input)).toEqual([
    { MaxResults: 60 },
    { MaxResults: 60, NextToken: 'one' },
    { MaxResults: 60, NextToken: 'two' },
  ]);
  expect(acquired.map(({ category }) => category)).toEqual(Array(3).fill('UserPoolRead'));
});
