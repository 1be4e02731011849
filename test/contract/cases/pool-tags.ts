import { type ContractCase, documented, type Expected, modelled, type Step, unverified } from '../case.ts';

type Tags = Readonly<Record<string, string>>;
const arnOf = (pool: string) => `arn:<partition>:cognito-idp:<region>:<account>:userpool/<${pool}>`;
const tag = (pool: string, Tags: Tags, response?: Expected): Step => ({
  call: 'cognito-idp.TagResource',
  send: { ResourceArn: arnOf(pool), Tags },
  ...(response && { response }),
});
const untag = (pool: string, ...TagKeys: string[]): Step => ({
  call: 'cognito-idp.UntagResource',
  send: { ResourceArn: arnOf(pool), TagKeys },
});
const lists = (pool: string, Tags: Tags): Step => ({
  call: 'cognito-idp.ListTagsForResource',
  send: { ResourceArn: arnOf(pool) },
  response: { body: { Tags } },
});
const update = (pool: string, send: object = {}, response?: Expected): Step => ({
  call: 'cognito-idp.UpdateUserPool',
  send: { UserPoolId: `<${pool}>`, ...send },
  ...(response && { response }),
});
const invalid = (contains: string): Expected => ({
  error: 'InvalidParameterException',
  message: { contains },
});
const numbered = (count: number): Tags =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));
const trailed = (eventName: string, requestParameters: object) => ({
  source: 'aws.cognito-idp',
  'detail-type': 'AWS API Call via CloudTrail',
  detail: { eventName, requestParameters, responseElements: null, readOnly: false },
});
const changed = (keys: readonly string[], tags: Tags) => ({
  source: 'aws.tag',
  'detail-type': 'Tag Change on Resource',
  resources: [arnOf('lite')],
  detail: {
    'changed-tag-keys': keys,
    service: 'cognito-idp',
    'resource-type': 'userpool',
    tags,
  },
});

const operations = [
  { call: 'cognito-idp.TagResource', send: { Tags: { k: 'v' } } },
  { call: 'cognito-idp.UntagResource', send: { TagKeys: ['k'] } },
  { call: 'cognito-idp.ListTagsForResource', send: {} },
] as const;

/** The pools are those of the run, so each case removes its tags. The pool `essentials` never has a tag. */
export const poolTags: readonly ContractCase[] = [
  {
    name: 'TagResource adds tags and replaces the value of an existing key',
    source: modelled('pool-tags'),
    steps: [
      tag('plus', { k: 'v', other: '' }),
      tag('plus', { k: 'w' }),
      lists('plus', { k: 'w', other: '' }),
      {
        call: 'cognito-idp.DescribeUserPool',
        send: { UserPoolId: '<plus>' },
        response: { body: { UserPool: { UserPoolTags: { k: 'w', other: '' } } } },
      },
      untag('plus', 'k', 'other'),
    ],
  },
  {
    name: 'UntagResource removes the given keys and ignores keys that do not exist',
    source: unverified('pool-tags'),
    steps: [
      tag('plus', { k: 'v', other: 'w' }),
      untag('plus', 'k', 'none'),
      lists('plus', { other: 'w' }),
      untag('plus', 'other'),
      lists('plus', {}),
    ],
  },
  {
    name: 'UpdateUserPool replaces all tags, and removes them when they are omitted',
    source: documented('pool-tags'),
    steps: [
      tag('lite', { k: 'v', other: 'w' }),
      update('lite', { UserPoolTags: { k: 'x' } }),
      lists('lite', { k: 'x' }),
      update('lite'),
      lists('lite', {}),
    ],
  },
  {
    name: 'TagResource accepts 50 tags and rejects one more without storing it',
    source: unverified('pool-tags'),
    steps: [
      tag('plus', numbered(50)),
      tag('plus', { k0: 'new', another: 'v' }, invalid('50 tags')),
      lists('plus', { k0: 'v' }),
      untag('plus', ...Object.keys(numbered(50))),
      tag('plus', numbered(51), invalid('50 tags')),
      lists('plus', {}),
    ],
  },
  ...[
    ['a key with the reserved prefix aws:', { 'aws:x': 'v' }],
    ['a key with the reserved prefix in another case', { 'AWS:x': 'v' }],
    ['a key with a character that is not allowed', { 'a#b': 'v' }],
    ['a value with a character that is not allowed', { k: 'a#b' }],
  ].map(
    ([condition, Tags]): ContractCase => ({
      name: `TagResource, CreateUserPool and UpdateUserPool reject ${condition}`,
      source: unverified('pool-tags'),
      steps: [
        { ...tag('plus', {}, invalid(' tag')), send: { ResourceArn: arnOf('plus'), Tags } },
        update('plus', { UserPoolTier: 'PLUS', UserPoolTags: Tags }, invalid(' tag')),
        {
          call: 'cognito-idp.CreateUserPool',
          send: { PoolName: 'clr-contract-tags', UserPoolTags: Tags },
          response: invalid(' tag'),
        },
        lists('plus', {}),
      ],
    }),
  ),
  {
    name: 'TagResource accepts the characters that the developer guide allows',
    source: documented('pool-tags'),
    steps: [
      tag('plus', { 'a Z0_.:/=+-@': 'a Z0_.:/=+-@' }),
      lists('plus', { 'a Z0_.:/=+-@': 'a Z0_.:/=+-@' }),
      untag('plus', 'a Z0_.:/=+-@'),
    ],
  },
  ...operations.map(
    ({ call, send }): ContractCase => ({
      name: `${call} reports a missing pool, and a pool of another account, as not found`,
      source: unverified('pool-tags'),
      steps: ['<account>:userpool/<missing>', '000000000009:userpool/<plus>'].map((end) => ({
        call,
        send: { ResourceArn: `arn:<partition>:cognito-idp:<region>:${end}`, ...send },
        response: { error: 'ResourceNotFoundException' },
      })),
    }),
  ),
  ...operations.map(
    ({ call, send }): ContractCase => ({
      name: `${call} rejects an ARN of something else than a user pool`,
      source: unverified('pool-tags'),
      steps: [
        {
          call,
          send: { ResourceArn: 'arn:aws:logs:<region>:<account>:log-group:x', ...send },
          response: { error: 'InvalidParameterException' },
        },
      ],
    }),
  ),
  {
    name: 'changes of tags emit a CloudTrail event for each call and a tag event for each change',
    source: unverified('tag-events'),
    steps: [
      tag('lite', { Team: 'a', k: 'v' }),
      tag('lite', { k: 'v' }),
      untag('lite', 'k'),
      lists('lite', { Team: 'a' }),
      update('lite'),
    ],
    events: [
      changed(['Team', 'k'], { Team: 'a', k: 'v' }),
      trailed('TagResource', { resourceArn: arnOf('lite'), tags: { Team: 'a', k: 'v' } }),
      trailed('TagResource', { resourceArn: arnOf('lite'), tags: { k: 'v' } }),
      changed(['k'], { Team: 'a' }),
      trailed('UntagResource', { resourceArn: arnOf('lite'), tagKeys: ['k'] }),
      changed(['Team'], {}),
      trailed('UpdateUserPool', { userPoolId: '<lite>' }),
    ],
  },
];
