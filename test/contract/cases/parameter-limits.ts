import { type ContractCase, documented, type Expected, modelled, unverified } from '../case.ts';
import { invalid, many, put } from './parameter-steps.ts';

/** Names, values, paths and tokens that pass or do not. */
export const parameterLimits: readonly ContractCase[] = [
  ...(
    [
      ['a standard value of 4,096 bytes', { Value: 'x'.repeat(4096) }, { body: { Tier: 'Standard' } }],
      ['a standard value of 4,097 bytes', { Value: 'x'.repeat(4097) }, invalid()],
      ['bytes are counted, not characters', { Value: 'é'.repeat(2049) }, invalid()],
      [
        'an advanced value of 8,192 bytes',
        { Value: 'x'.repeat(8192), Tier: 'Advanced' },
        { body: { Tier: 'Advanced' } },
      ],
      ['an advanced value of 8,193 bytes', { Value: 'x'.repeat(8193), Tier: 'Advanced' }, invalid()],
      [
        'Intelligent-Tiering and 4,097 bytes',
        { Value: 'x'.repeat(4097), Tier: 'Intelligent-Tiering' },
        { body: { Tier: 'Advanced' } },
      ],
      ['{{ and }} in the value', { Value: '{{ssm:/a}}' }, invalid()],
      ['JSON that ends in }}', { Value: '{"a":{"b":1}}' }, { body: { Version: 1 } }],
      [
        'a pattern that the value does not match',
        { AllowedPattern: '^\\d+$' },
        { error: 'ParameterPatternMismatchException' },
      ],
      ['a pattern that the value matches', { AllowedPattern: '^v$' }, { body: { Version: 1 } }],
      ['a pattern that is none', { AllowedPattern: '(' }, { error: 'InvalidAllowedPatternException' }],
      ['no type for a new parameter', { Type: null }, invalid()],
    ] satisfies [string, object, Expected][]
  ).map(
    ([name, changes, answer]): ContractCase => ({
      name: `PutParameter: ${name}`,
      source: documented(5),
      steps: [put('a', changes, answer)],
    }),
  ),
  ...(
    [
      ['a space inside', 'a b', 'ValidationException'],
      ['fifteen levels', many(13).join('/'), undefined],
      ['sixteen levels', many(14).join('/'), 'HierarchyLevelLimitExceededException'],
      ['a letter outside the documented ones', 'a$', 'ValidationException'],
    ] satisfies [string, string, string | undefined][]
  ).map(
    ([name, tail, error]): ContractCase => ({
      name: `A name with ${name}`,
      source: unverified(5),
      steps: [put(tail, {}, error === undefined ? {} : { error })],
    }),
  ),
  {
    name: 'A name that begins with aws',
    source: documented(5),
    steps: [
      {
        call: 'ssm.PutParameter',
        send: { Name: 'awsome', Value: 'v', Type: 'String' },
        answer: invalid(),
      },
    ],
  },
  {
    name: 'A path without its leading slash',
    source: documented(5),
    steps: [{ call: 'ssm.GetParametersByPath', send: { Path: 'x' }, answer: invalid() }],
  },
  {
    name: 'A token that is none of its own',
    source: modelled(5),
    steps: [
      {
        call: 'ssm.GetParametersByPath',
        send: { Path: '/x', NextToken: 'nonsense' },
        answer: { error: 'InvalidNextToken' },
      },
    ],
  },
];
