import { type ContractCase, documented, modelled, unverified } from '../case.ts';

const describe = 'cognito-idp.DescribeUserPool';

export const userPools: readonly ContractCase[] = [
  {
    name: 'ListUserPools returns pages of the requested length, without tags and tier',
    source: modelled('pool-listing'),
    steps: [
      {
        call: 'cognito-idp.ListUserPools',
        send: { MaxResults: 2 },
        response: {
          body: { UserPools: Array.from({ length: 2 }, () => ({})) },
          without: ['UserPoolTags', 'UserPoolTier', 'UserPoolAddOns'],
        },
      },
    ],
  },
  {
    name: 'ListUserPools rejects a token that it did not return',
    source: unverified('pool-listing'),
    steps: [
      {
        call: 'cognito-idp.ListUserPools',
        send: { MaxResults: 2, NextToken: 'nonsense' },
        response: { error: 'InvalidParameterException' },
      },
    ],
  },
  {
    name: 'DescribeUserPool returns the tier and the threat protection',
    source: modelled('pool-listing'),
    steps: [
      {
        call: describe,
        send: { UserPoolId: '<plus>' },
        response: {
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
        response: { body: { UserPool: { UserPoolTier: 'LITE' } } },
      },
    ],
  },
  ...(['DescribeUserPool', 'UpdateUserPool', 'DeleteUserPool'] as const).map(
    (operation): ContractCase => ({
      name: `${operation} reports a missing pool`,
      source: modelled('error-cases'),
      steps: [
        {
          call: `cognito-idp.${operation}`,
          send: { UserPoolId: '<missing>' },
          response: { error: 'ResourceNotFoundException' },
        },
      ],
    }),
  ),
  {
    name: 'CreateUserPool uses the tier ESSENTIALS by default',
    source: documented('api'),
    steps: [
      {
        call: 'cognito-idp.CreateUserPool',
        send: { PoolName: 'clr-contract-default' },
        response: { body: { UserPool: { UserPoolTier: 'ESSENTIALS' } } },
      },
    ],
  },
  {
    name: 'CreateUserPool rejects threat protection below the tier PLUS',
    source: documented('threat-protection'),
    steps: [
      {
        call: 'cognito-idp.CreateUserPool',
        send: {
          PoolName: 'clr-contract-rejected',
          UserPoolTier: 'LITE',
          UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
        },
        response: { error: 'FeatureUnavailableInTierException' },
      },
    ],
  },
  {
    name: 'UpdateUserPool keeps the tier and resets the settings that the request omits',
    source: documented('api'),
    steps: [
      {
        call: 'cognito-idp.UpdateUserPool',
        send: { UserPoolId: '<lite>', MfaConfiguration: 'OFF', UserPoolTags: { a: 'b' } },
        response: { body: {} },
      },
      {
        call: describe,
        send: { UserPoolId: '<lite>' },
        response: { body: { UserPool: { UserPoolTier: 'LITE', UserPoolTags: { a: 'b' } } } },
      },
      { call: 'cognito-idp.UpdateUserPool', send: { UserPoolId: '<lite>' } },
      {
        call: describe,
        send: { UserPoolId: '<lite>' },
        response: { body: { UserPool: { UserPoolTier: 'LITE', Name: 'clr-contract-lite' } } },
      },
    ],
  },
];
