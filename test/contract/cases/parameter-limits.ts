import { type ContractCase, documented, type Expected, modelled, unverified } from '../case.ts';
import { invalid, numbersTo, put } from './parameter-steps.ts';

/** Names, values, paths and tokens at and beyond their limits. */
export const parameterLimits: readonly ContractCase[] = [
  ...(
    [
      [
        'accepts a standard value of 4,096 bytes',
        { Value: 'x'.repeat(4096) },
        { body: { Tier: 'Standard' } },
      ],
      ['rejects a standard value of 4,097 bytes', { Value: 'x'.repeat(4097) }, invalid()],
      ['rejects a value of 2,049 characters with 4,098 bytes', { Value: 'é'.repeat(2049) }, invalid()],
      [
        'accepts an advanced value of 8,192 bytes',
        { Value: 'x'.repeat(8192), Tier: 'Advanced' },
        { body: { Tier: 'Advanced' } },
      ],
      ['rejects an advanced value of 8,193 bytes', { Value: 'x'.repeat(8193), Tier: 'Advanced' }, invalid()],
      [
        'stores 4,097 bytes with Intelligent-Tiering in the advanced tier',
        { Value: 'x'.repeat(4097), Tier: 'Intelligent-Tiering' },
        { body: { Tier: 'Advanced' } },
      ],
      ['rejects a value with {{ and }}', { Value: '{{ssm:/a}}' }, invalid()],
      ['accepts JSON that ends in }}', { Value: '{"a":{"b":1}}' }, { body: { Version: 1 } }],
      [
        'rejects a value that does not match its pattern',
        { AllowedPattern: '^\\d+$' },
        { error: 'ParameterPatternMismatchException' },
      ],
      ['accepts a value that matches its pattern', { AllowedPattern: '^v$' }, { body: { Version: 1 } }],
      ['rejects an invalid pattern', { AllowedPattern: '(' }, { error: 'InvalidAllowedPatternException' }],
      ['rejects a new parameter without a type', { Type: null }, invalid()],
    ] satisfies [string, object, Expected][]
  ).map(
    ([behavior, changes, response]): ContractCase => ({
      name: `PutParameter ${behavior}`,
      source: documented('parameter-values'),
      steps: [put('a', changes, response)],
    }),
  ),
  ...(
    [
      ['rejects a name with a space', 'a b', 'ValidationException'],
      ['accepts a name with 15 levels', numbersTo(13).join('/'), undefined],
      ['rejects a name with 16 levels', numbersTo(14).join('/'), 'HierarchyLevelLimitExceededException'],
      ['rejects a name with an undocumented character', 'a$', 'ValidationException'],
    ] satisfies [string, string, string | undefined][]
  ).map(
    ([behavior, tail, error]): ContractCase => ({
      name: `PutParameter ${behavior}`,
      source: unverified('parameter-store'),
      steps: [put(tail, {}, error === undefined ? {} : { error })],
    }),
  ),
  {
    name: 'PutParameter rejects a name that begins with aws',
    source: documented('parameter-store'),
    steps: [
      {
        call: 'ssm.PutParameter',
        send: { Name: 'awsome', Value: 'v', Type: 'String' },
        response: invalid(),
      },
    ],
  },
  {
    name: 'GetParametersByPath rejects a path without a leading slash',
    source: documented('parameter-store'),
    steps: [{ call: 'ssm.GetParametersByPath', send: { Path: 'x' }, response: invalid() }],
  },
  {
    name: 'GetParametersByPath rejects a token that it did not return',
    source: modelled('parameter-pages'),
    steps: [
      {
        call: 'ssm.GetParametersByPath',
        send: { Path: '/x', NextToken: 'nonsense' },
        response: { error: 'InvalidNextToken' },
      },
    ],
  },
];
