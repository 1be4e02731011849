import { type ContractCase, modelled, unverified } from '../case.ts';
import { get, invalid, numbersTo, overwrite, put } from './parameter-steps.ts';

const moto = (kind: 'documented' | 'unverified') => ({
  kind,
  where: 'getmoto/moto, tests/test_ssm/test_ssm.py',
});
const resource = (ResourceId = '<path>/a') => ({ ResourceType: 'Parameter', ResourceId });
const tag = (Key: string, Value = 'v') => ({ Key, Value });
const add = (Tags: readonly object[], ResourceId?: string) => ({
  call: 'ssm.AddTagsToResource' as const,
  send: { ...resource(ResourceId), Tags },
});
const remove = (...TagKeys: string[]) => ({
  call: 'ssm.RemoveTagsFromResource' as const,
  send: { ...resource(), TagKeys },
});
const lists = (TagList: readonly object[], ResourceId?: string) => ({
  call: 'ssm.ListTagsForResource' as const,
  send: resource(ResourceId),
  response: { body: { TagList } },
});
const operations = [
  { call: 'ssm.ListTagsForResource', send: {} },
  { call: 'ssm.AddTagsToResource', send: { Tags: [tag('k')] } },
  { call: 'ssm.RemoveTagsFromResource', send: { TagKeys: ['k'] } },
] as const;

/** The tags of parameters: what Terraform's aws_ssm_parameter needs. */
export const parameterTags: readonly ContractCase[] = [
  {
    name: 'ListTagsForResource returns the tags that PutParameter stored with a new parameter',
    source: modelled('parameter-tags'),
    steps: [put('a', { Tags: [tag('k'), tag('empty', '')] }), lists([tag('k'), tag('empty', '')])],
  },
  {
    name: 'ListTagsForResource returns an empty list for a parameter without tags',
    source: modelled('parameter-tags'),
    steps: [put('a'), lists([])],
  },
  {
    name: 'AddTagsToResource adds tags and replaces the value of an existing key',
    source: modelled('parameter-tags'),
    steps: [put('a', { Tags: [tag('k')] }), add([tag('l'), tag('k', 'w')]), lists([tag('k', 'w'), tag('l')])],
  },
  {
    name: 'RemoveTagsFromResource removes the given keys and ignores keys that do not exist',
    source: modelled('parameter-tags'),
    steps: [put('a', { Tags: [tag('k'), tag('l')] }), remove('k', 'none'), lists([tag('l')])],
  },
  {
    name: 'PutParameter rejects tags together with Overwrite and does not change the parameter',
    source: { kind: 'measured', where: 'getmoto/moto issue 4283' },
    steps: [
      put('a'),
      put(
        'a',
        { Value: 'w', Overwrite: true, Tags: [tag('k')] },
        {
          error: 'ValidationException',
          message:
            "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
        },
      ),
      get('a', { body: { Parameter: { Value: 'v', Version: 1 } } }),
    ],
  },
  {
    name: 'PutParameter rejects tags together with Overwrite for a new parameter',
    source: { kind: 'measured', where: 'hashicorp/terraform-provider-aws issue 18550' },
    steps: [put('a', { Overwrite: true, Tags: [tag('k')] }, invalid('tags and overwrite'))],
  },
  {
    name: 'PutParameter accepts an empty list of tags together with Overwrite',
    source: unverified('parameter-tags'),
    steps: [put('a', { Overwrite: true, Tags: [] })],
  },
  {
    name: 'PutParameter with Overwrite keeps the tags',
    source: moto('documented'),
    steps: [put('a', { Tags: [tag('k')] }), overwrite('a', 'w'), lists([tag('k')])],
  },
  {
    name: 'A parameter that is created again after its deletion has no tags',
    source: moto('documented'),
    steps: [
      put('a', { Tags: [tag('k')] }),
      { call: 'ssm.DeleteParameter', send: { Name: '<path>/a' } },
      put('a'),
      lists([]),
      add([tag('k')]),
      { call: 'ssm.DeleteParameters', send: { Names: ['<path>/a'] } },
      put('a'),
      lists([]),
    ],
  },
  ...operations.map(
    ({ call, send }): ContractCase => ({
      name: `${call} rejects a parameter that does not exist with an error without a message`,
      source: { kind: 'measured', where: 'getmoto/moto issue 4360' },
      steps: [
        {
          call,
          send: { ...resource('<path>/none'), ...send },
          response: { error: 'InvalidResourceId', message: null },
        },
      ],
    }),
  ),
  ...operations.map(
    ({ call, send }): ContractCase => ({
      name: `${call} rejects an unknown type of resource`,
      source: moto('unverified'),
      steps: [
        {
          call,
          send: { ResourceType: 'foo', ResourceId: 'x', ...send },
          response: { error: 'InvalidResourceType', message: null },
        },
      ],
    }),
  ),
  ...['Document', 'MaintenanceWindow', 'PatchBaseline'].map(
    (ResourceType): ContractCase => ({
      name: `ListTagsForResource rejects a ${ResourceType} that does not exist`,
      source: moto('documented'),
      steps: [
        {
          call: 'ssm.ListTagsForResource',
          send: { ResourceType, ResourceId: '<path>/none' },
          response: { error: 'InvalidResourceId' },
        },
      ],
    }),
  ),
  {
    name: 'AddTagsToResource rejects the version of a parameter as a resource',
    source: unverified('parameter-tags'),
    steps: [put('a'), { ...add([tag('k')], '<path>/a:1'), response: { error: 'InvalidResourceId' } }],
  },
  {
    name: 'AddTagsToResource accepts 50 tags and rejects one more without storing it',
    source: unverified('parameter-tags'),
    steps: [
      put('a'),
      add(numbersTo(50).map((index) => tag(`k${index}`))),
      { ...add([tag('k1', 'new'), tag('another')]), response: { error: 'TooManyTagsError', message: null } },
      remove(...numbersTo(49).map((index) => `k${index + 1}`)),
      lists([tag('k1')]),
    ],
  },
  {
    name: 'AddTagsToResource rejects a key with the reserved prefix aws:',
    source: unverified('parameter-tags'),
    steps: [put('a'), { ...add([tag('aws:x')]), response: invalid() }, lists([])],
  },
  {
    name: 'A failed put with tags stores neither the parameter nor its tags',
    source: unverified('parameter-tags'),
    steps: [
      put('a', { Tags: [tag('aws:x')] }, invalid()),
      get('a', { error: 'ParameterNotFound' }),
      put('a'),
      lists([]),
    ],
  },
  {
    name: 'DescribeParameters filters by the value of a tag, and by its key if the filter has no values',
    source: { kind: 'measured', where: 'getmoto/moto issue 6233' },
    steps: [
      put('a', { Tags: [tag('clr', 'one')] }),
      put('b', { Tags: [tag('clr', 'two')] }),
      put('c'),
      ...(
        [
          [{ Key: 'tag:clr', Values: ['one'] }, ['a']],
          [{ Key: 'tag:clr', Option: 'BeginsWith', Values: ['o', 't'] }, ['a', 'b']],
          [{ Key: 'tag:clr' }, ['a', 'b']],
          [{ Key: 'tag:none' }, []],
        ] satisfies [object, readonly string[]][]
      ).map(([filter, found]) => ({
        call: 'ssm.DescribeParameters' as const,
        send: { ParameterFilters: [{ Key: 'Path', Values: ['<path>'] }, filter] },
        response: { body: { Parameters: found.map((name) => ({ Name: `<path>/${name}` })) } },
      })),
    ],
  },
];
