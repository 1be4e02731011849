import type { ContractCase } from '../case.ts';

const documentedIn = (operation: string) =>
  ({ kind: 'documented', where: `the API documentation of ${operation}` }) as const;
const unverified = { kind: 'unverified', where: 'the local cloud does what is most likely' } as const;
const yace = {
  kind: 'measured',
  where: 'prometheus-community/yet-another-cloudwatch-exporter issue 385',
} as const;

const query = (changes: object = {}) => ({
  Id: 'a',
  MetricStat: {
    Metric: {
      Namespace: 'AWS/Cognito',
      MetricName: 'NoRisk',
      Dimensions: [
        { Name: 'UserPoolId', Value: '<missing>' },
        { Name: 'Operation', Value: 'SignIn' },
      ],
    },
    Period: 300,
    Stat: 'Sum',
    ...changes,
  },
});
const input = (...MetricDataQueries: readonly object[]) => ({
  MetricDataQueries,
  StartTime: 1_795_000_000,
  EndTime: 1_795_003_600.5,
});
const getMetricData = 'cloudwatch.GetMetricData' as const;
const invalid = { error: 'ValidationException' };

export const metrics: readonly ContractCase[] = [
  {
    name: 'GetMetricData returns empty and complete lists for a metric that does not exist',
    source: documentedIn('GetMetricData'),
    steps: [
      {
        call: getMetricData,
        send: input(query()),
        response: {
          body: {
            MetricDataResults: [
              { Id: 'a', Label: 'NoRisk', Timestamps: [], Values: [], StatusCode: 'Complete' },
            ],
            Messages: [],
          },
          without: ['NextToken'],
        },
      },
    ],
  },
  {
    name: 'GetMetricData rejects an unknown statistic',
    source: yace,
    steps: [
      {
        call: getMetricData,
        send: input(query({ Stat: 'None' })),
        response: {
          error: 'ValidationException',
          message: {
            contains:
              'The value None for parameter MetricDataQueries.member.1.MetricStat.Stat is not a valid statistic.',
          },
        },
      },
    ],
  },
  ...[
    ['the same ID twice', input(query(), query())],
    ['an ID that begins with an uppercase letter', input({ ...query(), Id: 'A' })],
    ['a query with neither a metric nor an expression', input({ Id: 'a' })],
    ['a period of 61 seconds', input(query({ Period: 61 }))],
    ['more than 500 queries', input(...Array.from({ length: 501 }, (_, n) => ({ ...query(), Id: `q${n}` })))],
  ].map(
    ([what, send]): ContractCase => ({
      name: `GetMetricData rejects ${what}`,
      source: documentedIn('GetMetricData'),
      steps: [{ call: getMetricData, send, response: invalid }],
    }),
  ),
  {
    name: 'GetMetricData rejects a start time that is not before the end time',
    source: unverified,
    steps: [{ call: getMetricData, send: { ...input(query()), EndTime: 1_795_000_000 }, response: invalid }],
  },
  {
    name: 'GetMetricData rejects an invalid token',
    source: documentedIn('GetMetricData'),
    steps: [
      {
        call: getMetricData,
        send: { ...input(query()), NextToken: 'x' },
        response: { error: 'InvalidNextToken' },
      },
    ],
  },
  {
    name: 'ListMetrics returns an empty list for a metric that does not exist',
    source: documentedIn('ListMetrics'),
    steps: [
      {
        call: 'cloudwatch.ListMetrics',
        send: {
          Namespace: 'AWS/Cognito',
          MetricName: 'NoRisk',
          Dimensions: [{ Name: 'UserPoolId', Value: '<missing>' }],
          RecentlyActive: 'PT3H',
        },
        response: { body: { Metrics: [] }, without: ['NextToken'] },
      },
    ],
  },
  {
    name: 'ListMetrics rejects an invalid token',
    source: unverified,
    steps: [
      {
        call: 'cloudwatch.ListMetrics',
        send: { NextToken: 'x' },
        response: { error: 'InvalidParameterValueException' },
      },
    ],
  },
];
