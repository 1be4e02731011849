import { type ContractCase, documented, modelled, unverified } from '../case.ts';

const describe = 'cognito-idp.DescribeUserPool';

export const userPools: readonly ContractCase[] = [
  {
    name: 'ListUserPools: entries carry id, name and dates, no tags and no tier; a page is as long as asked',
    source: modelled(1),
    steps: [
      {
        call: 'cognito-idp.ListUserPools',
        send: { MaxResults: 2 },
        answer: {
          body: { UserPools: Array.from({ length: 2 }, () => ({})) },
          without: ['UserPoolTags', 'UserPoolTier', 'UserPoolAddOns'],
        },
      },
    ],
  },
  {
    name: 'ListUserPools: a token that is none of its own',
    source: unverified(1),
    steps: [
      {
        call: 'cognito-idp.ListUserPools',
        send: { MaxResults: 2, NextToken: 'nonsense' },
        answer: { error: 'InvalidParameterException' },
      },
    ],
  },
  {
    name: 'DescribeUserPool shows tier, tags and threat protection',
    source: modelled(1),
    steps: [
      {
        call: describe,
        send: { UserPoolId: '<plus>' },
        answer: {
          body: {
            UserPool: {
              Id: '<plus>',
              Name: 'clr-contract-plus',
              UserPoolTier: 'PLUS',
              UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
              Arn: 'arn:<partition>:cognito-idp:<region>:<account>:userpool/<plus>',
            },
          },
        },
      },
      {
        call: describe,
        send: { UserPoolId: '<lite>' },
        answer: { body: { UserPool: { UserPoolTier: 'LITE' } } },
      },
    ],
  },
  ...(['DescribeUserPool', 'UpdateUserPool', 'DeleteUserPool'] as const).map(
    (operation): ContractCase => ({
      name: `${operation} of a pool that is not there`,
      source: modelled(1),
      steps: [
        {
          call: `cognito-idp.${operation}`,
          send: { UserPoolId: '<missing>' },
          answer: { error: 'ResourceNotFoundException' },
        },
      ],
    }),
  ),
  {
    name: 'A pool is of the tier ESSENTIALS unless said',
    source: documented(1),
    steps: [
      {
        call: 'cognito-idp.CreateUserPool',
        send: { PoolName: 'clr-contract-default' },
        answer: { body: { UserPool: { UserPoolTier: 'ESSENTIALS' } } },
      },
    ],
  },
  {
    name: 'Threat protection below the tier PLUS',
    source: documented(2),
    steps: [
      {
        call: 'cognito-idp.CreateUserPool',
        send: {
          PoolName: 'clr-contract-refused',
          UserPoolTier: 'LITE',
          UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
        },
        answer: { error: 'FeatureUnavailableInTierException' },
      },
    ],
  },
  {
    name: 'UpdateUserPool keeps the tier, and sets what it is not sent to the default',
    source: documented(1),
    steps: [
      {
        call: 'cognito-idp.UpdateUserPool',
        send: { UserPoolId: '<lite>', MfaConfiguration: 'OFF', UserPoolTags: { a: 'b' } },
        answer: { body: {} },
      },
      {
        call: describe,
        send: { UserPoolId: '<lite>' },
        answer: { body: { UserPool: { UserPoolTier: 'LITE', UserPoolTags: { a: 'b' } } } },
      },
      { call: 'cognito-idp.UpdateUserPool', send: { UserPoolId: '<lite>' } },
      {
        call: describe,
        send: { UserPoolId: '<lite>' },
        answer: { body: { UserPool: { UserPoolTier: 'LITE', Name: 'clr-contract-lite' } } },
      },
    ],
  },
];
