import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { ssmParameterListing } from '../../lib/aws/parameters-list.ts';
import { awsError, pagesOf } from '../support/aws-error.ts';
import { unlimitedRate, withoutDeadline } from '../support/unlimited-rate.ts';

const PREFIX = '/cognito-log-delivery';
const FIRST = 'eu-west-1_pool0';
const SECOND = 'eu-west-1_pool1';
const client = new SSMClient({ region: 'eu-west-1' });
const ssm = mockClient(client);
beforeEach(() => ssm.reset());

const nameOf = (userPoolId: string): string => `${PREFIX}/pools/${userPoolId}`;
const stored = (userPoolId: string) => ({
  Name: nameOf(userPoolId),
  Type: 'String' as const,
  Value: 'a value',
});

function createListing() {
  const rate = unlimitedRate();
  return { ...rate, listing: ssmParameterListing(client, PREFIX, rate.rateLimiting) };
}

const PAGE = { inheriting: new Map(), policies: new Map(), misnamedPolicies: [] };

test('continues after empty pages until the response contains no token', async () => {
  const input = { Path: PREFIX, Recursive: true, WithDecryption: false, MaxResults: 10 };
  ssm
    .on(GetParametersByPathCommand)
    .resolvesOnce({ Parameters: [stored(FIRST)], NextToken: 'one' })
    .resolvesOnce({ Parameters: [], NextToken: 'two' })
    .resolvesOnce({ NextToken: 'three' })
    .resolvesOnce({ Parameters: [stored(SECOND)] });
  const { listing, acquired } = createListing();
  expect(await pagesOf(listing.pages(withoutDeadline))).toEqual([
    { ...PAGE, userPoolIds: [FIRST], ignored: 0 },
    { ...PAGE, userPoolIds: [], ignored: 0 },
    { ...PAGE, userPoolIds: [], ignored: 0 },
    { ...PAGE, userPoolIds: [SECOND], ignored: 0 },
  ]);
  expect(ssm.calls().map(({ args: [command] }) => command.input)).toEqual([
    input,
    { ...input, NextToken: 'one' },
    { ...input, NextToken: 'two' },
    { ...input, NextToken: 'three' },
  ]);
  expect(acquired).toHaveLength(4);
});

test('counts the names below the prefix that are not the name of a pool parameter', async () => {
  const names = [nameOf(FIRST), `${PREFIX}/other`, `${nameOf(SECOND)}/below`, `${PREFIX}/pools/no pool`];
  ssm.on(GetParametersByPathCommand).resolves({ Parameters: [...names.map((Name) => ({ Name })), {}] });
  expect(await pagesOf(createListing().listing.pages(withoutDeadline))).toEqual([
    { ...PAGE, userPoolIds: [FIRST], ignored: 4 },
  ]);
});

test('fails when a later page fails', async () => {
  ssm
    .on(GetParametersByPathCommand)
    .resolvesOnce({ Parameters: [stored(FIRST)], NextToken: 'one' })
    .rejects(awsError('AccessDeniedException'));
  await expect(pagesOf(createListing().listing.pages(withoutDeadline))).rejects.toMatchObject({
    kind: 'Permission',
    operation: 'GetParametersByPath',
  });
});

test('returns the policies, and the pools whose parameter can inherit, with their values', async () => {
  const parameterOf = (Name: string, Value: string) => ({ Name, Type: 'String' as const, Value });
  const inheriting = parameterOf(nameOf(FIRST), '{"Inherit": true, "LogConfigurations": []}');
  const whole = parameterOf(nameOf(SECOND), '{"LogConfigurations": []}');
  const policy = parameterOf(`${PREFIX}/policies/prod`, '{}');
  const noPolicy = parameterOf(`${PREFIX}/policies/No Policy`, '{}');
  ssm.on(GetParametersByPathCommand).resolves({ Parameters: [inheriting, whole, policy, noPolicy] });
  const stored = ({ Name, Type, Value }: typeof whole) => ({ name: Name, type: Type, value: Value });
  expect(await pagesOf(createListing().listing.pages(withoutDeadline))).toEqual([
    {
      userPoolIds: [FIRST, SECOND],
      inheriting: new Map([[FIRST, stored(inheriting)]]),
      policies: new Map([['prod', stored(policy)]]),
      ignored: 1,
      misnamedPolicies: ['No Policy'],
    },
  ]);
});
