import { type ContractCase, documented, type Expected, modelled, unverified } from '../case.ts';

const arnOf = (pool: string) => `arn:<partition>:cognito-idp:<region>:<account>:userpool/<${pool}>`;
const get = (send: object, response?: Expected) => ({
  call: 'tagging.GetResources' as const,
  send,
  ...(response && { response }),
});
const invalid: Expected = { error: 'InvalidParameterException' };
const plus = { ResourceARNList: [arnOf('plus')] };
const returns = (list: readonly object[]): Expected => ({
  body: { PaginationToken: '', ResourceTagMappingList: list },
});
const setTags = (call: 'TagResource' | 'UntagResource', send: object) => ({
  call: `cognito-idp.${call}` as const,
  send: { ResourceArn: arnOf('plus'), ...send },
});

/** AWS returns changes after some time, so the cases that change tags run on the local cloud only. */
export const taggedResources: readonly ContractCase[] = [
  {
    name: 'GetResources does not return a pool that never had a tag',
    source: documented('tagged-resources'),
    steps: [get({ ResourceARNList: [arnOf('essentials'), arnOf('missing')] }, returns([]))],
  },
  {
    name: 'GetResources returns a pool with its tags, and without tags after they are removed',
    source: documented('tagged-resources'),
    only: 'local',
    steps: [
      setTags('TagResource', { Tags: { k: 'v' } }),
      get(plus, returns([{ ResourceARN: arnOf('plus'), Tags: [{ Key: 'k', Value: 'v' }] }])),
      setTags('UntagResource', { TagKeys: ['k'] }),
      get(plus, returns([{ ResourceARN: arnOf('plus'), Tags: [] }])),
      get({ ...plus, TagFilters: [{ Key: 'k' }] }, returns([])),
    ],
  },
  {
    name: 'GetResources reports a pool as compliant when there is no tag policy',
    source: modelled('tagged-resources'),
    only: 'local',
    steps: [
      setTags('TagResource', { Tags: { k: 'v' } }),
      get(
        { ...plus, IncludeComplianceDetails: true },
        returns([{ ResourceARN: arnOf('plus'), ComplianceDetails: { ComplianceStatus: true } }]),
      ),
      get({ ...plus, IncludeComplianceDetails: true, ExcludeCompliantResources: true }, returns([])),
      setTags('UntagResource', { TagKeys: ['k'] }),
    ],
  },
  ...[
    ['a page length of 0', { ResourcesPerPage: 0 }],
    ['a page length of 101', { ResourcesPerPage: 101 }],
    ['101 types of resources', { ResourceTypeFilters: Array.from({ length: 101 }, () => 'cognito-idp') }],
    ['ARNs together with a page length', { ...plus, ResourcesPerPage: 1 }],
    ['ARNs together with a token', { ...plus, PaginationToken: 'x' }],
    ['the exclusion of compliant resources without compliance details', { ExcludeCompliantResources: true }],
  ].map(
    ([condition, send]): ContractCase => ({
      name: `GetResources rejects ${condition}`,
      source: documented('tagged-resources'),
      steps: [get(Object(send), invalid)],
    }),
  ),
  ...[
    ['a filter without a key', { TagFilters: [{ Values: ['v'] }] }],
    ['a token that it did not return', { PaginationToken: 'nonsense' }],
  ].map(
    ([condition, send]): ContractCase => ({
      name: `GetResources rejects ${condition}`,
      source: unverified('tagged-resources'),
      steps: [get(Object(send), invalid)],
    }),
  ),
];
