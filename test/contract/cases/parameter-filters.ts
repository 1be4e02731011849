import { type ContractCase, type Expected, unverified } from '../case.ts';
import { put } from './parameter-steps.ts';

const moto = {
  kind: 'unverified',
  where: 'getmoto/moto, moto/ssm/models.py and tests/test_ssm/test_ssm.py',
} as const;
const PATH =
  'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with \\"aws\\" or \\"ssm\\" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.';

const describes = (filters: readonly object[], response: Expected) =>
  ({ call: 'ssm.DescribeParameters', send: { ParameterFilters: filters }, response }) as const;
const byPath = (filter: object, response: Expected) =>
  ({
    call: 'ssm.GetParametersByPath',
    send: { Path: '/none', ParameterFilters: [filter] },
    response,
  }) as const;
const error = (name: string, message: string): Expected => ({ error: name, message });

/** The filters of DescribeParameters and GetParametersByPath that AWS rejects. */
export const parameterFilters: readonly ContractCase[] = [
  ...['Name', 'Type', 'Path', 'Tier', 'KeyId', 'DataType'].flatMap((Key): readonly ContractCase[] => [
    {
      name: `DescribeParameters rejects the filter ${Key} without values`,
      source: moto,
      steps: [
        describes(
          [{ Key }],
          error(
            'InvalidFilterValue',
            `The following filter values are missing : null for filter key ${Key}.`,
          ),
        ),
      ],
    },
    {
      name: `DescribeParameters rejects a request with the filter ${Key} twice`,
      source: moto,
      steps: [
        describes(
          [1, 2].map(() => ({ Key, Values: [validValue(Key)] })),
          error(
            'InvalidFilterKey',
            `The following filter is duplicated in the request: ${Key}. A request can contain only one occurrence of a specific filter.`,
          ),
        ),
      ],
    },
  ]),
  ...(
    [
      ['Type', 'test', 'String, StringList, SecureString'],
      ['Type', 'string', 'String, StringList, SecureString'],
      ['Tier', 'test', 'Standard, Advanced, Intelligent-Tiering'],
      ['DataType', 'foo', 'text, aws:ec2:image, aws:ssm:integration'],
    ] satisfies [string, string, string][]
  ).map(
    ([Key, value, values]): ContractCase => ({
      name: `DescribeParameters rejects the value ${value} of the filter ${Key}`,
      source: moto,
      steps: [
        describes(
          [{ Key, Values: [validValue(Key), value] }],
          error(
            'InvalidFilterOption',
            `The following filter value is not valid: ${value}. Valid values include: [${values}].`,
          ),
        ),
      ],
    }),
  ),
  {
    name: 'DescribeParameters rejects an unknown value of the older member Filters',
    source: moto,
    steps: [
      {
        call: 'ssm.DescribeParameters',
        send: { Filters: [{ Key: 'Type', Values: ['foo'] }] },
        response: { error: 'InvalidFilterOption' },
      },
    ],
  },
  ...['//', '/a//b', '/###', 'test', '/a b'].map(
    (path): ContractCase => ({
      name: `DescribeParameters and GetParametersByPath reject the path ${path}`,
      source: { kind: 'measured', where: 'aws/copilot-cli issue 66 and aws/aws-sdk-js-v3 issue 5928' },
      steps: [
        describes([{ Key: 'Path', Values: ['/a', path] }], error('ValidationException', PATH)),
        {
          call: 'ssm.GetParametersByPath',
          send: { Path: path },
          response: error('ValidationException', PATH),
        },
      ],
    }),
  ),
  {
    name: 'DescribeParameters rejects a path with the prefix aws or ssm',
    source: moto,
    steps: ['/aws', '/SSM/x'].map((path) =>
      describes(
        [{ Key: 'Path', Values: [path] }],
        error(
          'ValidationException',
          'Filters for common parameters can\'t be prefixed with "aws" or "ssm" (case-insensitive). When using global parameters, please specify within a global namespace.',
        ),
      ),
    ),
  },
  {
    name: 'DescribeParameters rejects an option that the filter does not have',
    source: moto,
    steps: [
      describes(
        [{ Key: 'Path', Option: 'Equals', Values: ['/a'] }],
        error(
          'InvalidFilterOption',
          'The following filter option is not valid: Equals. Valid options include: [Recursive, OneLevel].',
        ),
      ),
      describes(
        [{ Key: 'Type', Option: 'Contains', Values: ['String'] }],
        error(
          'InvalidFilterOption',
          'The following filter option is not valid: Contains. Valid options include: [BeginsWith, Equals].',
        ),
      ),
    ],
  },
  {
    name: 'GetParametersByPath rejects the filters that only DescribeParameters has',
    source: { kind: 'documented', where: 'the API documentation of ParameterStringFilter' },
    steps: ['Name', 'Path', 'Tier', 'DataType', 'tag:x'].map((Key) =>
      byPath({ Key, Values: ['x'] }, { error: 'InvalidFilterKey' }),
    ),
  },
  {
    name: 'GetParametersByPath rejects a filter without values, an unknown type, and an option of Label',
    source: unverified('parameter-filters'),
    steps: [
      byPath({ Key: 'Type' }, { error: 'InvalidFilterValue' }),
      byPath({ Key: 'Type', Values: ['foo'] }, { error: 'InvalidFilterOption' }),
      byPath({ Key: 'Label', Option: 'BeginsWith', Values: ['l'] }, { error: 'InvalidFilterOption' }),
    ],
  },
  {
    name: 'DescribeParameters finds a name with and without its leading slash',
    source: { kind: 'documented', where: 'getmoto/moto, tests/test_ssm/test_ssm.py' },
    steps: [
      { call: 'ssm.PutParameter', send: { Name: 'clr-contract-name', Value: 'v', Type: 'String' } },
      ...(
        [
          ['Equals', 'clr-contract-name'],
          ['Equals', '/clr-contract-name'],
          ['BeginsWith', '/clr-contract-n'],
          ['Contains', '/clr-contract-n'],
        ] satisfies [string, string][]
      ).map(([Option, value]) =>
        describes([{ Key: 'Name', Option, Values: [value] }], {
          body: { Parameters: [{ Name: 'clr-contract-name' }] },
        }),
      ),
    ],
  },
  {
    name: 'DescribeParameters returns the KMS key of a SecureString and filters by it',
    source: { kind: 'documented', where: 'getmoto/moto, tests/test_ssm/test_ssm.py' },
    steps: [
      put('a', { Type: 'SecureString' }),
      put('b'),
      describes(
        [
          { Key: 'Path', Values: ['<path>'] },
          { Key: 'KeyId', Values: ['alias/aws/ssm'] },
        ],
        { body: { Parameters: [{ Name: '<path>/a', KeyId: 'alias/aws/ssm' }] } },
      ),
      describes([{ Key: 'Name', Values: ['<path>/b'] }], { without: ['KeyId'] }),
    ],
  },
];

function validValue(key: string): string {
  return { Type: 'String', Tier: 'Standard', DataType: 'text', Path: '/a' }[key] ?? 'x';
}
