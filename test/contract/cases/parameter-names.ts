import { type ContractCase, type Expected, measured, unverified } from '../case.ts';
import { put } from './parameter-steps.ts';

const INVALID =
  'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_';
const rejected = (message = INVALID): Expected => ({ error: 'ValidationException', message });

/** Names that no parameter can have, with the public report of the error. */
const invalidNames: readonly (readonly [string, string, string])[] = [
  ['several levels but no leading slash', 'a/b', 'localstack/localstack issue 11538'],
  ['a space', 'my app', 'anomalyco/sst issue 4698'],
  ['a space in a level', '/a b/c', 'anomalyco/sst issue 4698'],
  ['a brace', '{test}-test', 'localstack/localstack issue 7712'],
  ['an empty level', '/a//b', 'localstack/localstack, tests/aws/services/ssm/test_ssm.py'],
  ['a slash at its end', '/testing/', 'external-secrets/external-secrets issue 431'],
];
/** Siblings without a report. */
const unreportedNames: readonly (readonly [string, string])[] = [
  ['a tab', 'a\tb'],
  ['the prefix ssm', '/ssm/a'],
  ['only a slash', '/'],
  ['a letter that is not ASCII', 'ä'],
];

const readers = [
  ['GetParameter', (Name: string) => ({ Name })],
  ['GetParameters', (Name: string) => ({ Names: ['valid', Name] })],
  ['GetParameterHistory', (Name: string) => ({ Name })],
  ['DeleteParameter', (Name: string) => ({ Name })],
  ['DeleteParameters', (Name: string) => ({ Names: ['valid', Name] })],
  ['LabelParameterVersion', (Name: string) => ({ Name, Labels: ['l'] })],
  ['UnlabelParameterVersion', (Name: string) => ({ Name, ParameterVersion: 1, Labels: ['l'] })],
] as const;

export const parameterNames: readonly ContractCase[] = [
  ...readers.flatMap(([operation, input]) => [
    ...invalidNames.map(
      ([what, name, where]): ContractCase => ({
        name: `${operation} rejects a name with ${what}`,
        source: operation === 'GetParameter' ? { kind: 'measured', where } : unverified('parameter-names'),
        steps: [{ call: `ssm.${operation}`, send: input(name), response: rejected() }],
      }),
    ),
    ...unreportedNames.map(
      ([what, name]): ContractCase => ({
        name: `${operation} rejects a name with ${what}`,
        source: unverified('parameter-names'),
        steps: [{ call: `ssm.${operation}`, send: input(name), response: rejected() }],
      }),
    ),
  ]),
  ...(
    [
      ['several levels but no leading slash', 'a/b', 'Parameter name must be a fully qualified name.'],
      ['an e-mail address', '/a/support@gmail.com', INVALID],
      ['a space', 'my app', INVALID],
      ['an empty level', '/a//b', INVALID],
      ['a slash at its end', '/testing/', INVALID],
      ['the prefix ssm and several levels', '/SSM/PATH', INVALID],
      [
        'the prefix ssm and one level',
        'ssm_test',
        'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).',
      ],
      [
        'the prefix aws and one level',
        '/AWS_TEST',
        'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).',
      ],
    ] satisfies [string, string, string][]
  ).map(
    ([what, Name, message]): ContractCase => ({
      name: `PutParameter rejects a name with ${what} and says why`,
      source: measured('parameter-names'),
      steps: [
        { call: 'ssm.PutParameter', send: { Name, Value: 'v', Type: 'String' }, response: rejected(message) },
      ],
    }),
  ),
  {
    name: 'PutParameter denies a name in the reserved hierarchy',
    source: { kind: 'unverified', where: 'getmoto/moto, tests/test_ssm/test_ssm.py' },
    steps: [
      {
        call: 'ssm.PutParameter',
        send: { Name: '/aws_test/path', Value: 'v', Type: 'String' },
        response: {
          error: 'AccessDeniedException',
          message: 'No access to reserved parameter name: /aws_test/path.',
        },
      },
    ],
  },
  {
    name: 'GetParameter looks up the name of a public parameter and a name with two colons',
    source: unverified('parameter-names'),
    steps: ['/aws/service/none', 'a:b:c'].map((Name) => ({
      call: 'ssm.GetParameter' as const,
      send: { Name },
      response: { error: 'ParameterNotFound' },
    })),
  },
  {
    name: 'Reads and deletions remove spaces at the beginning and the end of a name',
    source: { kind: 'documented', where: 'the API documentation of GetParameter and DeleteParameter' },
    steps: [
      put('a'),
      {
        call: 'ssm.GetParameter',
        send: { Name: ' <path>/a ' },
        response: { body: { Parameter: { Name: '<path>/a' } } },
      },
      { call: 'ssm.DeleteParameter', send: { Name: ' <path>/a ' } },
      { call: 'ssm.GetParameter', send: { Name: '<path>/a' }, response: { error: 'ParameterNotFound' } },
    ],
  },
  {
    name: 'A parameter at the root has the same name with and without a leading slash',
    source: {
      kind: 'measured',
      where: 'getmoto/moto, test_parameter_lifecycle_with_leading_slash (verified on AWS)',
    },
    steps: ['clr-contract-root', '/clr-contract-root'].flatMap((Name) => {
      const other = Name.startsWith('/') ? Name.slice(1) : `/${Name}`;
      return [
        { call: 'ssm.PutParameter', send: { Name, Value: 'v', Type: 'String' } },
        {
          call: 'ssm.PutParameter',
          send: { Name: other, Value: 'w', Type: 'String' },
          response: { error: 'ParameterAlreadyExists' },
        },
        {
          call: 'ssm.GetParameter',
          send: { Name: other },
          response: { body: { Parameter: { Name: other, Value: 'v' } } },
        },
        {
          call: 'ssm.GetParameters',
          send: { Names: [other] },
          response: { body: { Parameters: [{ Name: other }], InvalidParameters: [] } },
        },
        {
          call: 'ssm.AddTagsToResource',
          send: { ResourceType: 'Parameter', ResourceId: other, Tags: [{ Key: 'k', Value: 'v' }] },
        },
        {
          call: 'ssm.ListTagsForResource',
          send: { ResourceType: 'Parameter', ResourceId: Name },
          response: { body: { TagList: [{ Key: 'k', Value: 'v' }] } },
        },
        { call: 'ssm.DeleteParameter', send: { Name: other } },
        { call: 'ssm.GetParameter', send: { Name }, response: { error: 'ParameterNotFound' } },
      ] as const;
    }),
  },
];
