import { type ContractCase, documented, modelled, unverified } from '../case.ts';
import { again, change, get, invalid, many, put } from './parameter-steps.ts';

export const parameters: readonly ContractCase[] = [
  {
    name: 'Each change puts one event, with its operation, name, type and description, and no value or version',
    source: documented(5),
    only: 'local',
    steps: [
      put('a', { Description: 'd' }),
      again('a', 'w'),
      { call: 'ssm.DeleteParameter', send: { Name: '<path>/a' } },
    ],
    events: [
      change('Create', 'a', { description: 'd' }),
      change('Update', 'a', { description: 'd' }),
      change('Delete', 'a', { description: 'd' }),
    ],
  },
  {
    name: 'No compare-and-set: each write gets the next version, and two overwrites both succeed',
    source: documented(5),
    steps: [
      put('a', {}, { body: { Version: 1, Tier: 'Standard' } }),
      again('a', 'w', { body: { Version: 2 } }),
      again('a', 'x', { body: { Version: 3 } }),
      get('a', { body: { Parameter: { Name: '<path>/a', Value: 'x', Version: 3, Type: 'String' } } }),
    ],
  },
  {
    name: 'An existing parameter without Overwrite',
    source: modelled(5),
    steps: [
      put('a'),
      put('a', {}, { error: 'ParameterAlreadyExists' }),
      get('a', { body: { Parameter: { Version: 1 } } }),
    ],
  },
  {
    name: 'name:version reads that version and says so; one that is not there has an error of its own',
    source: documented(5),
    steps: [
      put('a'),
      again('a', 'w'),
      get('a:1', { body: { Parameter: { Value: 'v', Version: 1, Selector: ':1' } } }),
      get('a:9', { error: 'ParameterVersionNotFound' }),
    ],
  },
  {
    name: 'Versions start at 1 again when a parameter is deleted and made anew',
    source: unverified(5),
    steps: [
      put('a'),
      again('a', 'w'),
      { call: 'ssm.DeleteParameter', send: { Name: '<path>/a' } },
      put('a', {}, { body: { Version: 1 } }),
    ],
  },
  {
    name: 'Of more than 100 versions the newest 100 are kept',
    source: documented(5),
    steps: [
      put('a'),
      ...many(101).map((value) => again('a', String(value))),
      get('a:2', { error: 'ParameterVersionNotFound' }),
      get('a:3', { body: { Parameter: { Value: '2' } } }),
      get('a', { body: { Parameter: { Version: 102 } } }),
    ],
  },
  {
    name: 'GetParametersByPath gives at most 10, and a page may be empty while its token goes on',
    source: documented(5),
    steps: [
      ...many(11).map((index) => put(`p${index}`)),
      {
        call: 'ssm.GetParametersByPath',
        send: { Path: '<path>' },
        answer: { length: { of: 'Parameters', atMost: 10 }, with: ['NextToken'] },
      },
    ],
  },
  {
    name: 'GetParametersByPath of a path with nothing below it',
    source: documented(5),
    steps: [
      {
        call: 'ssm.GetParametersByPath',
        send: { Path: '<path>/none' },
        answer: { body: { Parameters: [] } },
      },
    ],
  },
  {
    name: 'GetParameters: unknown names and versions come back in InvalidParameters',
    source: documented(5),
    steps: [
      put('a'),
      {
        call: 'ssm.GetParameters',
        send: { Names: ['<path>/a', '<path>/b', '<path>/a:7'] },
        answer: { body: { Parameters: [{ Name: '<path>/a', Value: 'v' }] } },
      },
      {
        call: 'ssm.GetParameters',
        send: { Names: ['<path>/b'] },
        answer: { body: { Parameters: [], InvalidParameters: ['<path>/b'] } },
      },
    ],
  },
  {
    name: 'Eleven names to GetParameters',
    source: modelled(5),
    steps: [
      {
        call: 'ssm.GetParameters',
        send: { Names: many(11).map((index) => `<path>/p${index}`) },
        answer: invalid(
          "at 'names' failed to satisfy constraint: Member must have length less than or equal to 10",
        ),
      },
    ],
  },
  {
    name: 'A parameter that is not there, to GetParameter, GetParameterHistory and DeleteParameter',
    source: modelled(5),
    steps: (['GetParameter', 'GetParameterHistory', 'DeleteParameter'] as const).map((operation) => ({
      call: `ssm.${operation}` as const,
      send: { Name: '<path>/none' },
      answer: { error: 'ParameterNotFound' },
    })),
  },
  {
    name: 'GetParameterHistory shows the versions, oldest first',
    source: modelled(5),
    steps: [
      put('a'),
      again('a', 'w'),
      {
        call: 'ssm.GetParameterHistory',
        send: { Name: '<path>/a' },
        answer: {
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
    name: 'DeleteParameters says what it deleted and what was not there',
    source: modelled(5),
    steps: [
      put('a'),
      {
        call: 'ssm.DeleteParameters',
        send: { Names: ['<path>/a', '<path>/b'] },
        answer: { body: { DeletedParameters: ['<path>/a'], InvalidParameters: ['<path>/b'] } },
      },
    ],
  },
  {
    name: 'DescribeParameters shows no values',
    source: modelled(5),
    steps: [
      put('a'),
      {
        call: 'ssm.DescribeParameters',
        send: { ParameterFilters: [{ Key: 'Name', Values: ['<path>/a'] }] },
        answer: { without: ['Value'] },
      },
    ],
  },
];
