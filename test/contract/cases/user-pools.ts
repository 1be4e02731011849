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
  ...[
    { operation: 'CreateUserPoolReplica', send: { RegionName: 'eu-west-3' } },
    { operation: 'ListUserPoolReplicas', send: {} },
    { operation: 'UpdateUserPoolReplica', send: { RegionName: 'eu-west-3', Status: 'INACTIVE' } },
    { operation: 'DeleteUserPoolReplica', send: { RegionName: 'eu-west-3' } },
  ].map(
    ({ operation, send }): ContractCase => ({
      name: `${operation} reports a missing pool`,
      source: { kind: 'modelled', where: 'the public API model' },
      steps: [
        {
          call: `cognito-idp.${operation}`,
          send: { UserPoolId: '<missing>', ...send },
          response: { error: 'ResourceNotFoundException' },
        },
      ],
    }),
  ),
  {
    name: 'CreateUserPoolReplica requires the tier Essentials or Plus',
    source: { kind: 'unverified', where: 'the tier: developer guide; the error name: the public API model' },
    steps: [
      {
        call: 'cognito-idp.CreateUserPoolReplica',
        send: { UserPoolId: '<lite>', RegionName: 'eu-west-3' },
        response: { error: 'FeatureUnavailableInTierException' },
      },
    ],
  },
  {
    name: 'CreateUserPoolReplica rejects the Region of the pool',
    source: { kind: 'unverified', where: 'the public API model' },
    steps: [
      {
        call: 'cognito-idp.CreateUserPoolReplica',
        send: { UserPoolId: '<essentials>', RegionName: '<region>' },
        response: { error: 'InvalidParameterException' },
      },
    ],
  },
  {
    name: 'ListUserPoolReplicas returns the primary of a pool without a replica',
    source: { kind: 'unverified', where: 'the public API model' },
    steps: [
      {
        call: 'cognito-idp.ListUserPoolReplicas',
        send: { UserPoolId: '<essentials>' },
        response: {
          body: {
            UserPoolReplicas: [
              {
                RegionName: '<region>',
                Role: 'PRIMARY',
                Status: 'ACTIVE',
                UserPoolArn: 'arn:<partition>:cognito-idp:<region>:<account>:userpool/<essentials>',
              },
            ],
          },
        },
      },
    ],
  },
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
