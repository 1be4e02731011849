import { type ContractCase, documented, modelled, unverified } from '../case.ts';
import { changeEvent, get, invalid, numbersTo, overwrite, put } from './parameter-steps.ts';

export const parameters: readonly ContractCase[] = [
  {
    name: 'Each change of a parameter emits one event with operation, name, type and description',
    source: documented('parameter-events'),
    only: 'local',
    steps: [
      put('a', { Description: 'd' }),
      overwrite('a', 'w'),
      { call: 'ssm.DeleteParameter', send: { Name: '<path>/a' } },
    ],
    events: [
      changeEvent('Create', 'a', { description: 'd' }),
      changeEvent('Update', 'a', { description: 'd' }),
      changeEvent('Delete', 'a', { description: 'd' }),
    ],
  },
  {
    name: 'PutParameter increments the version with each overwrite and has no compare-and-set',
    source: documented('parameter-versions'),
    steps: [
      put('a', {}, { body: { Version: 1, Tier: 'Standard' } }),
      overwrite('a', 'w', { body: { Version: 2 } }),
      overwrite('a', 'x', { body: { Version: 3 } }),
      get('a', { body: { Parameter: { Name: '<path>/a', Value: 'x', Version: 3, Type: 'String' } } }),
    ],
  },
  {
    name: 'PutParameter rejects an existing parameter without Overwrite',
    source: modelled('parameter-store'),
    steps: [
      put('a'),
      put('a', {}, { error: 'ParameterAlreadyExists' }),
      get('a', { body: { Parameter: { Version: 1 } } }),
    ],
  },
  {
    name: 'GetParameter returns the version in name:version and reports a missing version',
    source: documented('parameter-versions'),
    steps: [
      put('a'),
      overwrite('a', 'w'),
      get('a:1', { body: { Parameter: { Value: 'v', Version: 1, Selector: ':1' } } }),
      get('a:9', { error: 'ParameterVersionNotFound' }),
    ],
  },
  {
    name: 'PutParameter starts at version 1 again after the parameter was deleted',
    source: unverified('parameter-versions'),
    steps: [
      put('a'),
      overwrite('a', 'w'),
      { call: 'ssm.DeleteParameter', send: { Name: '<path>/a' } },
      put('a', {}, { body: { Version: 1 } }),
    ],
  },
  {
    name: 'PutParameter keeps the newest 100 versions',
    source: documented('parameter-limits'),
    steps: [
      put('a'),
      ...numbersTo(101).map((value) => overwrite('a', String(value))),
      get('a:2', { error: 'ParameterVersionNotFound' }),
      get('a:3', { body: { Parameter: { Value: '2' } } }),
      get('a', { body: { Parameter: { Version: 102 } } }),
    ],
  },
  {
    name: 'GetParametersByPath returns at most 10 parameters and a NextToken',
    source: documented('parameter-pages'),
    steps: [
      ...numbersTo(11).map((index) => put(`p${index}`)),
      {
        call: 'ssm.GetParametersByPath',
        send: { Path: '<path>' },
        response: { length: { of: 'Parameters', atMost: 10 }, with: ['NextToken'] },
      },
    ],
  },
  {
    name: 'GetParametersByPath returns an empty list for a path without parameters',
    source: documented('parameter-pages'),
    steps: [
      {
        call: 'ssm.GetParametersByPath',
        send: { Path: '<path>/none' },
        response: { body: { Parameters: [] } },
      },
    ],
  },
  {
    name: 'GetParameters returns unknown names and versions in InvalidParameters',
    source: documented('parameter-batch'),
    steps: [
      put('a'),
      {
        call: 'ssm.GetParameters',
        send: { Names: ['<path>/a', '<path>/b', '<path>/a:7'] },
        response: { body: { Parameters: [{ Name: '<path>/a', Value: 'v' }] } },
      },
      {
        call: 'ssm.GetParameters',
        send: { Names: ['<path>/b'] },
        response: { body: { Parameters: [], InvalidParameters: ['<path>/b'] } },
      },
    ],
  },
  {
    name: 'GetParameters rejects eleven names',
    source: modelled('parameter-batch'),
    steps: [
      {
        call: 'ssm.GetParameters',
        send: { Names: numbersTo(11).map((index) => `<path>/p${index}`) },
        response: invalid(
          "at 'names' failed to satisfy constraint: Member must have length less than or equal to 10",
        ),
      },
    ],
  },
  {
    name: 'GetParameter, GetParameterHistory and DeleteParameter report a missing parameter',
    source: modelled('parameter-store'),
    steps: (['GetParameter', 'GetParameterHistory', 'DeleteParameter'] as const).map((operation) => ({
      call: `ssm.${operation}` as const,
      send: { Name: '<path>/none' },
      response: { error: 'ParameterNotFound' },
    })),
  },
  {
    name: 'GetParameterHistory returns the versions, oldest first',
    source: modelled('parameter-versions'),
    steps: [
      put('a'),
      overwrite('a', 'w'),
      {
        call: 'ssm.GetParameterHistory',
        send: { Name: '<path>/a' },
        response: {
          body: {
            Parameters: [
              { Version: 1, Value: 'v' },
              { Version: 2, Value: 'w' },
            ],
          },
        },
      },
    ],
  },
  {
    name: 'DeleteParameters returns the deleted names and the unknown names',
    source: modelled('parameter-store'),
    steps: [
      put('a'),
      {
        call: 'ssm.DeleteParameters',
        send: { Names: ['<path>/a', '<path>/b'] },
        response: { body: { DeletedParameters: ['<path>/a'], InvalidParameters: ['<path>/b'] } },
      },
    ],
  },
  {
    name: 'DescribeParameters returns no values',
    source: modelled('parameter-store'),
    steps: [
      put('a'),
      {
        call: 'ssm.DescribeParameters',
        send: { ParameterFilters: [{ Key: 'Name', Values: ['<path>/a'] }] },
        response: { without: ['Value'] },
      },
    ],
  },
];
