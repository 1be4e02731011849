import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LocalAccountRegion } from '../../../local/account-regions/local-account-region.ts';
import { LOG_STREAM, MAX_SEARCHED_EVENTS } from '../../../local/services/logs/filter-log-events.ts';
import { MAX_LOG_EVENTS } from '../../../local/services/logs/log-events.ts';
import { useLocalCloud } from '../../support/local-cloud.ts';
import { clientsAt } from '../clients.ts';

const START = Date.UTC(2026, 10, 23, 12);
const GROUP = '/aws/vendedlogs/x';
const ARN = `arn:aws:logs:us-east-1:000000000000:log-group:${GROUP}`;

const cloud = useLocalCloud({ per: 'each', quotaScale: 'off' });
let clients: ReturnType<typeof clientsAt>;
let accountRegion: LocalAccountRegion;
beforeEach(async () => {
  clients = clientsAt(cloud.url);
  accountRegion = await cloud.accountRegion('000000000000', 'us-east-1');
});

const add = (timestamp: number, content: object = { n: timestamp - START }, ingestionTime = timestamp) =>
  accountRegion.logs.events.add(GROUP, { timestamp, ingestionTime, content });

const filter = (input: FilterLogEventsCommandInput = {}) =>
  clients.logs.send(new FilterLogEventsCommand({ logGroupName: GROUP, ...input }));

async function messages(input: FilterLogEventsCommandInput = {}) {
  const { events = [] } = await filter(input);
  return events.map(({ message = '' }) => JSON.parse(message).n);
}

async function allPages(input: FilterLogEventsCommandInput) {
  const pages: unknown[] = [];
  let nextToken: string | undefined;
  do {
    const page = await filter({ ...input, nextToken });
    pages.push((page.events ?? []).map(({ message = '' }) => JSON.parse(message).n));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return pages;
}

test('returns events with all members, and no searched log streams', async () => {
  add(START, { a: { b: 'x' } }, START + 5);
  const page = await filter();
  expect(page).toMatchObject({
    events: [
      {
        logStreamName: LOG_STREAM,
        timestamp: START,
        ingestionTime: START + 5,
        message: '{"a":{"b":"x"}}',
        eventId: expect.stringMatching(/^\d{56}$/),
      },
    ],
    searchedLogStreams: [],
  });
  expect(page.nextToken).toBeUndefined();
});

test('orders events by time and then by arrival, in both directions', async () => {
  for (const [at, n, arrival] of [
    [2, 'c', 9],
    [1, 'b', 8],
    [2, 'd', 9],
    [1, 'a', 7],
  ] as const)
    add(START + at, { n }, START + arrival);
  expect(await messages()).toEqual(['a', 'b', 'c', 'd']);
  const newest = { startFromHead: false, startTime: START };
  expect(await messages(newest)).toEqual(['d', 'c', 'b', 'a']);
  expect(await allPages({ limit: 1 })).toEqual([['a'], ['b'], ['c'], ['d']]);
  expect(await allPages({ ...newest, limit: 3 })).toEqual([['d', 'c', 'b'], ['a']]);
});

test('includes the start time and the end time', async () => {
  for (const n of [0, 1, 2, 3]) add(START + n);
  expect(await messages({ startTime: START + 1, endTime: START + 2 })).toEqual([1, 2]);
  const newest = { startFromHead: false, startTime: START + 1, endTime: START + 2 };
  expect(await messages(newest)).toEqual([2, 1]);
});

test('continues in the direction of the token', async () => {
  for (const n of [0, 1, 2]) add(START + n);
  const newest = { startFromHead: false, startTime: START, limit: 1 };
  const { nextToken } = await filter(newest);
  expect(await messages({ nextToken, startFromHead: true })).toEqual([1, 0]);
});

test('returns neither gaps nor repetitions when events arrive between two pages', async () => {
  for (const n of [0, 2, 4]) add(START + n);
  const { nextToken } = await filter({ limit: 2 });
  add(START + 1);
  add(START + 3);
  expect(await messages({ nextToken })).toEqual([3, 4]);
});

test('returns only events that match the filter pattern', async () => {
  for (const n of [0, 1, 2]) add(START + n, { n, pool: { id: n === 1 ? 'b' : 'a' } });
  expect(await messages({ filterPattern: '{ $.pool.id = "a" && $.n > 0 }' })).toEqual([2]);
  await expect(filter({ filterPattern: 'ERROR' })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining('does not support'),
  });
});

test('searches a limited number of events in one call, so that a page can be empty', async () => {
  for (let n = 0; n <= MAX_SEARCHED_EVENTS; n += 1) add(START + n);
  const last = `{ $.n = ${MAX_SEARCHED_EVENTS} }`;
  expect(await allPages({ filterPattern: last, limit: 1 })).toEqual([[], [MAX_SEARCHED_EVENTS]]);
  const newest = { startFromHead: false, startTime: START };
  expect(await allPages({ filterPattern: '{ $.n = 0 }', ...newest })).toEqual([[], [0]]);
});

test('returns at most 1 MB of events in a page', async () => {
  for (let n = 0; n < 3; n += 1) add(START + n, { n, text: 'x'.repeat(600_000) });
  expect(await allPages({})).toEqual([[0], [1], [2]]);
});

test('keeps the newest events of a log group, and searches a part of them with each call', async () => {
  for (let n = 0; n < MAX_LOG_EVENTS + 10; n += 1) add(START + ((n * 7919) % 1000), { n });
  expect(accountRegion.logs.events.in(GROUP)).toHaveLength(MAX_LOG_EVENTS);
  const search = { startFromHead: false, startTime: START, limit: 1, filterPattern: '{ $.n = -1 }' };
  const page = await filter(search);
  expect(page).toMatchObject({ events: [], nextToken: expect.any(String) });
}, 20_000);

test.each([
  ['the ARN', { logGroupIdentifier: ARN }],
  ['the name as identifier', { logGroupIdentifier: GROUP }],
])('finds a log group by %s', async (_, input) => {
  add(START);
  expect(await messages({ logGroupName: undefined, ...input })).toEqual([0]);
});

test('finds events by the name of their log stream', async () => {
  add(START);
  expect(await messages({ logStreamNames: [LOG_STREAM] })).toEqual([0]);
  expect(await messages({ logStreamNames: ['other'] })).toEqual([]);
  expect(await messages({ logStreamNamePrefix: LOG_STREAM.slice(0, 3) })).toEqual([0]);
  expect(await messages({ logStreamNamePrefix: 'other' })).toEqual([]);
});

test.each<[string, FilterLogEventsCommandInput]>([
  ['no log group', { logGroupName: undefined }],
  ['two log groups', { logGroupIdentifier: GROUP }],
  ['two selections of log streams', { logStreamNames: ['a'], logStreamNamePrefix: 'a' }],
  ['the newest events first without a start time', { startFromHead: false }],
  ['the newest events first before 2024', { startFromHead: false, startTime: Date.UTC(2024, 0, 1) - 1 }],
  ['an end before the start', { startTime: 2, endTime: 1 }],
  ['an ARN that ends in :*', { logGroupName: undefined, logGroupIdentifier: `${ARN}:*` }],
  ['an invalid token', { nextToken: 'nonsense' }],
])('rejects %s', async (_, input) => {
  await expect(filter(input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('accepts the newest events first from 2024 on, and ignores interleaved and unmask', async () => {
  add(START);
  const input = { startFromHead: false, startTime: Date.UTC(2024, 0, 1), interleaved: false, unmask: true };
  expect(await messages(input)).toEqual([0]);
});

test.each(['INFREQUENT_ACCESS', 'DELIVERY'] as const)(
  'rejects a log group of the class %s',
  async (logGroupClass) => {
    await clients.logs.send(new CreateLogGroupCommand({ logGroupName: GROUP, logGroupClass }));
    await expect(filter()).rejects.toMatchObject({
      name: 'InvalidOperationException',
      message: `The log group ${GROUP} is of log-group-class ${logGroupClass}. FilterLogEvents is not supported for this log class.`,
    });
  },
);

test('a deleted log group is missing, and its events are gone when it is created again', async () => {
  add(START);
  await clients.logs.send(new DeleteLogGroupCommand({ logGroupName: GROUP }));
  await expect(filter()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await clients.logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
  expect(await messages()).toEqual([]);
});

test('a log group of another account or Region does not exist', async () => {
  for (const logGroupIdentifier of [ARN.replace('000000000000', '999999999999'), ARN.replace('east', 'west')])
    await expect(filter({ logGroupName: undefined, logGroupIdentifier })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
});
