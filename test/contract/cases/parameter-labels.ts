import { type ContractCase, documented, type Expected, unverified } from '../case.ts';
import { changeEvent, get, numbersTo, overwrite, put } from './parameter-steps.ts';

const source = { kind: 'documented', where: 'the API documentation of LabelParameterVersion' } as const;
const label = (Labels: readonly string[], ParameterVersion?: number, response?: Expected) => ({
  call: 'ssm.LabelParameterVersion' as const,
  send: { Name: '<path>/a', Labels, ...(ParameterVersion !== undefined && { ParameterVersion }) },
  ...(response !== undefined && { response }),
});
const unlabel = (Labels: readonly string[], ParameterVersion: number, response: Expected) => ({
  call: 'ssm.UnlabelParameterVersion' as const,
  send: { Name: '<path>/a', Labels, ParameterVersion },
  response,
});
const history = (...labels: readonly (readonly string[])[]) => ({
  call: 'ssm.GetParameterHistory' as const,
  send: { Name: '<path>/a' },
  response: { body: { Parameters: labels.map((Labels) => ({ Labels })) } },
});

export const parameterLabels: readonly ContractCase[] = [
  {
    name: 'GetParameter returns the version in name:label',
    source,
    steps: [
      put('a'),
      overwrite('a', 'w'),
      label(['live'], 1, { body: { InvalidLabels: [], ParameterVersion: 1 } }),
      get('a:live', { body: { Parameter: { Value: 'v', Version: 1, Selector: ':live' } } }),
      {
        call: 'ssm.GetParameters',
        send: { Names: ['<path>/a:live', '<path>/a:none'] },
        response: { body: { Parameters: [{ Version: 1 }], InvalidParameters: ['<path>/a:none'] } },
      },
    ],
  },
  {
    name: 'GetParameter reports an unknown label like an unknown version',
    source: unverified('parameter-versions'),
    steps: [put('a'), get('a:none', { error: 'ParameterVersionNotFound' })],
  },
  {
    name: 'LabelParameterVersion labels the latest version if the request has no version',
    source,
    steps: [
      put('a'),
      overwrite('a', 'w'),
      label(['live'], undefined, { body: { ParameterVersion: 2 } }),
      history([], ['live']),
    ],
  },
  {
    name: 'LabelParameterVersion moves a label from another version',
    source,
    steps: [
      put('a'),
      overwrite('a', 'w'),
      label(['one', 'two'], 1),
      label(['two', 'three'], 2),
      history(['one'], ['two', 'three']),
    ],
  },
  {
    name: 'LabelParameterVersion returns the labels that break the rules and adds the others',
    source,
    steps: [
      put('a'),
      label(['awsabc', 'SSMabc', '9abc', 'abc/123', 'valid'], 1, {
        body: { InvalidLabels: ['awsabc', 'SSMabc', '9abc', 'abc/123'] },
      }),
      history(['valid']),
    ],
  },
  {
    name: 'LabelParameterVersion rejects the eleventh label of a version',
    source,
    steps: [
      put('a'),
      label(
        numbersTo(10).map((index) => `l${index}`),
        1,
      ),
      label(['l1'], 1),
      label(['l11'], 1, { error: 'ParameterVersionLabelLimitExceeded' }),
    ],
  },
  {
    name: 'LabelParameterVersion and UnlabelParameterVersion report a missing parameter and a missing version',
    source,
    steps: [
      label(['l'], 1, { error: 'ParameterNotFound' }),
      unlabel(['l'], 1, { error: 'ParameterNotFound' }),
      put('a'),
      label(['l'], 5, { error: 'ParameterVersionNotFound' }),
      unlabel(['l'], 5, { error: 'ParameterVersionNotFound' }),
    ],
  },
  {
    name: 'UnlabelParameterVersion removes labels and returns those that the version does not have',
    source,
    steps: [
      put('a'),
      label(['one', 'two'], 1),
      unlabel(['one', 'three'], 1, { body: { RemovedLabels: ['one'], InvalidLabels: ['three'] } }),
      history(['two']),
    ],
  },
  {
    name: 'PutParameter keeps the labels on their versions',
    source,
    steps: [put('a'), label(['live'], 1), overwrite('a', 'w'), history(['live'], [])],
  },
  {
    name: 'PutParameter does not delete the oldest of 100 versions while it has a label',
    source: documented('parameter-limits'),
    steps: [
      put('a'),
      ...numbersTo(99).map((value) => overwrite('a', String(value))),
      label(['live'], 1),
      overwrite('a', 'new', {
        error: 'ParameterMaxVersionLimitExceeded',
        message: {
          contains:
            "Version 1, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.",
        },
      }),
      label(['live'], 2),
      overwrite('a', 'new', { body: { Version: 101 } }),
    ],
  },
  {
    name: 'GetParametersByPath filters by label',
    source: { kind: 'measured', where: 'localstack/localstack, tests/aws/services/ssm/test_ssm.py' },
    steps: [
      put('a'),
      put('b'),
      label(['live'], 1),
      {
        call: 'ssm.GetParametersByPath',
        send: { Path: '<path>', ParameterFilters: [{ Key: 'Label', Values: ['live'] }] },
        response: { body: { Parameters: [{ Name: '<path>/a', Value: 'v' }] } },
      },
    ],
  },
  {
    name: 'LabelParameterVersion emits an event',
    source: documented('parameter-events'),
    only: 'local',
    steps: [put('a'), label(['live'], 1)],
    events: [changeEvent('Create', 'a'), changeEvent('LabelParameterVersion', 'a')],
  },
];
