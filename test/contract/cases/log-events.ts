import type { ContractCase, Expected, Source } from '../case.ts';

const documented = { kind: 'documented', where: 'the API documentation of FilterLogEvents' } as const;
const unverified = { kind: 'unverified', where: 'the local cloud does what is most likely' } as const;
const karpenter = { kind: 'measured', where: 'aws/karpenter-provider-aws pull request 9567' } as const;

const invalid = { error: 'InvalidParameterException' };
const filter = (name: string, source: Source, send: object, response: Expected): ContractCase => ({
  name: `FilterLogEvents ${name}`,
  source,
  steps: [{ call: 'logs.FilterLogEvents', send: { logGroupIdentifier: '<logGroup>', ...send }, response }],
});

/** A group that no run creates. In the local cloud, it counts as existing until it is deleted. */
const logGroupName = '/aws/vendedlogs/clr-contract-class';

export const logEvents: readonly ContractCase[] = [
  filter(
    'accepts a log group by its ARN, a pattern, a time range and a limit',
    documented,
    {
      startTime: 1_795_000_000_000,
      endTime: 1_795_000_000_001,
      filterPattern: '{ $.logSourceId.userPoolId = "<missing>" }',
      limit: 1,
    },
    { body: { events: [], searchedLogStreams: [] } },
  ),
  filter(
    'accepts the newest events first',
    documented,
    { startFromHead: false, startTime: 1_795_000_000_000 },
    {
      with: ['events'],
    },
  ),
  filter(
    'rejects the newest events first with a start time before 2024',
    documented,
    { startFromHead: false, startTime: 1_704_067_199_999 },
    invalid,
  ),
  filter(
    'rejects the newest events first without a start time',
    unverified,
    { startFromHead: false },
    invalid,
  ),
  filter(
    'rejects both a name and an identifier',
    documented,
    { logGroupName: '/aws/vendedlogs/contract' },
    invalid,
  ),
  filter(
    'rejects both names and a prefix of log streams',
    documented,
    { logStreamNames: ['a'], logStreamNamePrefix: 'a' },
    invalid,
  ),
  filter('rejects a pattern without its end', documented, { filterPattern: '{ $.a = "x"' }, invalid),
  filter('rejects an invalid token', unverified, { nextToken: 'x' }, invalid),
  {
    name: 'FilterLogEvents rejects a request without a log group',
    source: documented,
    steps: [{ call: 'logs.FilterLogEvents', send: {}, response: invalid }],
  },
  {
    name: 'FilterLogEvents rejects a log group of the class INFREQUENT_ACCESS',
    source: karpenter,
    only: 'local',
    steps: [
      { call: 'logs.CreateLogGroup', send: { logGroupName, logGroupClass: 'INFREQUENT_ACCESS' } },
      {
        call: 'logs.FilterLogEvents',
        send: { logGroupName },
        response: {
          error: 'InvalidOperationException',
          message: `The log group ${logGroupName} is of log-group-class INFREQUENT_ACCESS. FilterLogEvents is not supported for this log class.`,
        },
      },
      { call: 'logs.DeleteLogGroup', send: { logGroupName } },
      {
        call: 'logs.FilterLogEvents',
        send: { logGroupName },
        response: { error: 'ResourceNotFoundException' },
      },
    ],
  },
];
