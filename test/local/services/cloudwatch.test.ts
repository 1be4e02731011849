import {
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  ListMetricsCommand,
  type ListMetricsCommandInput,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import type { LocalAccountRegion } from '../../../local/account-regions/local-account-region.ts';
import { METRICS_PER_PAGE } from '../../../local/services/cloudwatch/list-metrics.ts';
import { useLocalCloud } from '../../support/local-cloud.ts';
import { clientsAt, post } from '../clients.ts';

/** A full hour, so that every period begins at the same time as this one. */
const START = Date.UTC(2026, 10, 23, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const cloud = useLocalCloud({ per: 'each', now: () => START + 30 * MINUTE });
let clients: ReturnType<typeof clientsAt>;
let accountRegion: LocalAccountRegion;
beforeEach(async () => {
  clients = clientsAt(cloud.url);
  accountRegion = await cloud.accountRegion('000000000000', 'us-east-1');
});

const put = (name: string, at: number, value = 1, count = 1, dimensions = [{ Name: 'D', Value: 'v' }]) =>
  accountRegion.metrics.put({ namespace: 'N', name, dimensions, unit: 'Count' }, at, value, count);

const query = (
  Id: string,
  changes: Partial<NonNullable<MetricDataQuery['MetricStat']>> = {},
  MetricName = 'm',
) => ({
  Id,
  MetricStat: {
    Metric: { Namespace: 'N', MetricName, Dimensions: [{ Name: 'D', Value: 'v' }] },
    Period: 60,
    Stat: 'Sum',
    ...changes,
  },
});

async function read(queries: MetricDataQuery[], input: Partial<GetMetricDataCommandInput> = {}) {
  return clients.cloudwatch.send(
    new GetMetricDataCommand({
      MetricDataQueries: queries,
      StartTime: new Date(START - HOUR),
      EndTime: new Date(START + HOUR),
      ScanBy: 'TimestampAscending',
      ...input,
    }),
  );
}

const list = (input: ListMetricsCommandInput = {}) => clients.cloudwatch.send(new ListMetricsCommand(input));
const names = async (input: ListMetricsCommandInput) =>
  (await list(input)).Metrics?.map(({ MetricName }) => MetricName);

test.each([
  ['Sum', [7, 6]],
  ['SampleCount', [4, 2]],
  ['Average', [1.75, 3]],
  ['Minimum', [1, 3]],
  ['Maximum', [2, 3]],
])('returns the statistic %s of each period', async (Stat, Values) => {
  put('m', START);
  put('m', START + 59_999, 2, 3);
  put('m', START + 5 * MINUTE, 3, 2);
  expect(await read([query('a', { Stat })])).toMatchObject({
    MetricDataResults: [
      {
        Id: 'a',
        Label: 'm',
        StatusCode: 'Complete',
        Timestamps: [new Date(START), new Date(START + 5 * MINUTE)],
        Values,
      },
    ],
  });
});

test('adds the minutes of a longer period, and returns the newest period first by default', async () => {
  for (const minute of [0, 4, 5, 11]) put('m', START + minute * MINUTE);
  const input = { StartTime: new Date(START + 1), ScanBy: undefined };
  const { MetricDataResults } = await read([query('a', { Period: 300 })], input);
  expect(MetricDataResults?.[0]).toMatchObject({
    Timestamps: [10, 5, 0].map((minute) => new Date(START + minute * MINUTE)),
    Values: [1, 1, 2],
  });
});

test('includes the start time and excludes the end time', async () => {
  for (const minute of [0, 1, 2]) put('m', START + minute * MINUTE, minute);
  const input = { StartTime: new Date(START + MINUTE), EndTime: new Date(START + 2 * MINUTE) };
  expect((await read([query('a')], input)).MetricDataResults?.[0]?.Values).toEqual([1]);
});

test('returns empty and complete lists for a metric that does not exist, and for another unit', async () => {
  put('m', START);
  const other = { Metric: { Namespace: 'N', MetricName: 'm', Dimensions: [] } };
  const { MetricDataResults } = await read([
    query('a', other),
    query('b', { Unit: 'Bytes' }),
    query('c', {}, 'other'),
  ]);
  expect(
    MetricDataResults?.map(({ Values, Timestamps, StatusCode }) => [Values, Timestamps, StatusCode]),
  ).toEqual(Array.from({ length: 3 }, () => [[], [], 'Complete']));
});

test('finds a metric by its dimensions in any order', async () => {
  const Dimensions = [
    { Name: 'A', Value: '1' },
    { Name: 'B', Value: '2' },
  ];
  put('m', START, 4, 1, Dimensions);
  const Metric = { Namespace: 'N', MetricName: 'm', Dimensions: Dimensions.toReversed() };
  expect((await read([query('a', { Metric })])).MetricDataResults?.[0]?.Values).toEqual([4]);
});

test('omits a query that is not to be returned, and uses a given label', async () => {
  const { MetricDataResults } = await read([
    { ...query('a'), ReturnData: false },
    { ...query('b'), Label: 'of b' },
  ]);
  expect(MetricDataResults?.map(({ Id, Label }) => [Id, Label])).toEqual([['b', 'of b']]);
});

test('divides data points into pages of MaxDatapoints', async () => {
  for (const minute of [0, 1, 2]) {
    put('m', START + minute * MINUTE, minute);
    put('o', START + minute * MINUTE, 10 + minute);
  }
  const pages: unknown[] = [];
  let NextToken: string | undefined;
  do {
    const page = await read([query('a'), query('b', {}, 'o'), query('c', {}, 'none')], {
      MaxDatapoints: 2,
      NextToken,
    });
    pages.push(page.MetricDataResults?.map(({ Id, Values, StatusCode }) => [Id, Values, StatusCode]));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  expect(pages).toEqual([
    [
      ['a', [0, 1], 'PartialData'],
      ['b', [], 'PartialData'],
      ['c', [], 'Complete'],
    ],
    [
      ['a', [2], 'Complete'],
      ['b', [10], 'PartialData'],
      ['c', [], 'Complete'],
    ],
    [
      ['b', [11, 12], 'Complete'],
      ['c', [], 'Complete'],
    ],
  ]);
});

test('accepts 500 queries and returns them in their order', async () => {
  const { MetricDataResults = [] } = await read(
    Array.from({ length: 500 }, (_, index) => query(`q${index}`)),
  );
  expect(MetricDataResults).toHaveLength(500);
  expect(MetricDataResults[499]?.Id).toBe('q499');
});

test.each<[string, MetricDataQuery[], Partial<GetMetricDataCommandInput>, RegExp]>([
  ['501 queries', Array.from({ length: 501 }, (_, n) => query(`q${n}`)), {}, /size greater than 500/],
  ['the same ID twice', [query('a'), query('a')], {}, /not unique/],
  ['an ID that does not begin with a lowercase letter', [query('A')], {}, /expected pattern/],
  ['a query without a metric', [{ Id: 'a' }], {}, /Exactly one/],
  ['an expression', [{ Id: 'a', Expression: 'SUM(METRICS())' }], {}, /not supported by the local cloud/],
  ['a metric without a name', [query('a', { Metric: { Namespace: 'N' } })], {}, /required/],
  [
    'an unknown statistic',
    [query('a', { Stat: 'None' })],
    {},
    /The value None for parameter MetricDataQueries.member.1.MetricStat.Stat is not a valid statistic/,
  ],
  ['a percentile', [query('a', { Stat: 'p99' })], {}, /not supported by the local cloud/],
  ['a period of 61 seconds', [query('a', { Period: 61 })], {}, /multiple of 60/],
  ['a start that is not before the end', [query('a')], { StartTime: new Date(START + HOUR) }, /must be less/],
  ['too many data points', [query('a')], { MaxDatapoints: 100_801 }, /MaxDatapoints/],
])('rejects %s', async (_, queries, input, message) => {
  await expect(read(queries, input)).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(message),
    Code: 'ValidationError',
  });
});

test.each(['nonsense', Buffer.from('5 after:').toString('base64url')])(
  'rejects the token %s',
  async (NextToken) => {
    await expect(read([query('a')], { NextToken })).rejects.toMatchObject({ name: 'InvalidNextToken' });
    if (NextToken === 'nonsense')
      await expect(list({ NextToken })).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  },
);

test('responds in AWS JSON 1.0, with times in seconds and the error name of the query protocol', async () => {
  put('m', START);
  const send = (input: object) =>
    post(cloud.url, 'GraniteServiceVersion20100801.GetMetricData', JSON.stringify(input));
  const input = { MetricDataQueries: [query('a')], StartTime: START / 1000, EndTime: START / 1000 + 60.5 };
  const response = await send(input);
  expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.0');
  expect(await response.json()).toMatchObject({ MetricDataResults: [{ Timestamps: [START / 1000] }] });
  const rejected = await send({ ...input, EndTime: 0 });
  expect(rejected.headers.get('x-amzn-query-error')).toBe('ValidationError;Sender');
});

test('lists metrics by namespace, name and dimensions', async () => {
  put('a', START);
  put('b', START, 1, 1, [
    { Name: 'D', Value: 'w' },
    { Name: 'E', Value: 'v' },
  ]);
  expect((await list({})).Metrics).toEqual([
    { Namespace: 'N', MetricName: 'a', Dimensions: [{ Name: 'D', Value: 'v' }] },
    {
      Namespace: 'N',
      MetricName: 'b',
      Dimensions: [
        { Name: 'D', Value: 'w' },
        { Name: 'E', Value: 'v' },
      ],
    },
  ]);
  expect(await names({ Namespace: 'N', MetricName: 'b' })).toEqual(['b']);
  expect(await names({ Namespace: 'other' })).toEqual([]);
  expect(await names({ Dimensions: [{ Name: 'D' }] })).toEqual(['a', 'b']);
  expect(await names({ Dimensions: [{ Name: 'D', Value: 'v' }] })).toEqual(['a']);
  expect(await names({ Dimensions: [{ Name: 'D' }, { Name: 'E' }] })).toEqual(['b']);
  expect(await names({ OwningAccount: '999999999999', IncludeLinkedAccounts: true })).toEqual([]);
  expect((await list({ IncludeLinkedAccounts: true })).OwningAccounts).toEqual(Array(2).fill('000000000000'));
});

test('lists only metrics with data in the last two weeks, or in the last three hours', async () => {
  put('now', START + 30 * MINUTE);
  put('hours', START - 4 * HOUR);
  put('days', START - 13 * DAY);
  put('weeks', START - 14.5 * DAY);
  expect(await names({})).toEqual(['days', 'hours', 'now']);
  expect(await names({ RecentlyActive: 'PT3H' })).toEqual(['now']);
  cloud.moveTime(14 * DAY);
  expect(await names({})).toEqual(['now']);
});

test('deletes data points after 15 days', async () => {
  put('m', START);
  cloud.moveTime(15 * DAY);
  put('other', START + 15 * DAY);
  const { MetricDataResults } = await read([query('a')]);
  expect(MetricDataResults?.[0]?.Values).toEqual([]);
  expect(
    accountRegion.metrics.get({ namespace: 'N', name: 'm', dimensions: [{ Name: 'D', Value: 'v' }] }),
  ).toBe(undefined);
});

test('lists 10,000 metrics in pages', async () => {
  for (let index = 0; index < 10_000; index += 1)
    put('m', START, 1, 1, [{ Name: 'UserPoolId', Value: `us-east-1_${index}` }]);
  const seen = new Set<string | undefined>();
  let pages = 0;
  let NextToken: string | undefined;
  do {
    const page = await list({ Namespace: 'N', MetricName: 'm', NextToken });
    expect(page.Metrics?.length).toBe(METRICS_PER_PAGE);
    for (const { Dimensions } of page.Metrics ?? []) seen.add(Dimensions?.[0]?.Value);
    pages += 1;
    NextToken = page.NextToken;
    // More than the quota of one second.
    if (pages % 10 === 0) cloud.moveTime(1000);
  } while (NextToken !== undefined);
  expect([pages, seen.size]).toEqual([20, 10_000]);
});

test('throttles each operation by its own quota', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 30 }, () =>
      list().then(
        () => 'ok',
        (error: Error) => error.name,
      ),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(25);
  // An error that the model does not contain has its name in the query protocol.
  expect(new Set(outcomes)).toEqual(new Set(['ok', 'Throttling']));
  expect((await read([query('a')])).MetricDataResults).toHaveLength(1);
});

test('stores the metrics of another account and Region separately', async () => {
  put('m', START);
  for (const elsewhere of [{ account: '999999999999' }, { region: 'us-west-2' }]) {
    const { Metrics } = await clientsAt(cloud.url, elsewhere).cloudwatch.send(new ListMetricsCommand({}));
    expect(Metrics).toEqual([]);
  }
});
