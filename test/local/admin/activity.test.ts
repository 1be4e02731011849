import { GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { UntagDeliveryStreamCommand } from '@aws-sdk/client-firehose';
import { DeleteBucketCommand } from '@aws-sdk/client-s3';
import { useLocalCloud } from '../../support/local-cloud.ts';
import { clientsAt } from '../clients.ts';

const NOW = Date.UTC(2026, 10, 23, 12, 0, 30);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const POOL = 'us-east-1_a';
const arns = {
  logs: 'arn:aws:logs:us-east-1:000000000000:log-group:/x',
  firehose: 'arn:aws:firehose:us-east-1:000000000000:deliverystream/s',
  s3: 'arn:aws:s3:::bucket',
};
const destinations = {
  logs: { CloudWatchLogsConfiguration: { LogGroupArn: arns.logs } },
  firehose: { FirehoseConfiguration: { StreamArn: arns.firehose } },
  s3: { S3Configuration: { BucketArn: arns.s3 } },
};
type Destination = keyof typeof destinations;

const cloud = useLocalCloud({ per: 'each', now: () => NOW, quotaScale: 'off', seed: 1 });
let clients: ReturnType<typeof clientsAt>;
beforeEach(() => {
  clients = clientsAt(cloud.url);
});

async function send(path: string, body?: object) {
  const response = await fetch(`${cloud.url}/_local/${path}`, {
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  });
  return JSON.parse(await response.text());
}

const seeded = (destination: Destination | undefined, changes: object = {}) => ({
  Id: POOL,
  UserPoolTier: 'PLUS',
  AdvancedSecurityMode: 'AUDIT',
  LogConfigurations:
    destination === undefined
      ? []
      : [{ EventSource: 'userAuthEvents', LogLevel: 'INFO', ...destinations[destination] }],
  ...changes,
});
const seed = (destination?: Destination, changes: object = {}) =>
  send('seed', { pools: [seeded(destination, changes)] });
const act = (...activity: object[]) =>
  send('activity', { activity: activity.map((one) => ({ UserPoolId: POOL, ...one })) });
const deliveries = async () => (await send('deliveries')).deliveries;

async function records(): Promise<
  { timestamp: number; ingestionTime: number; record: Record<string, unknown> }[]
> {
  const { events = [] } = await clients.logs.send(new FilterLogEventsCommand({ logGroupName: '/x' }));
  return events.map(({ timestamp = 0, ingestionTime = 0, message = '' }) => ({
    timestamp,
    ingestionTime,
    record: JSON.parse(message),
  }));
}

/** Returns the sums by the start of their minute, as ISO times. */
async function sums(Namespace: string, MetricName: string, dimensions: Record<string, string>) {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const { MetricDataResults } = await clients.cloudwatch.send(
    new GetMetricDataCommand({
      MetricDataQueries: [
        {
          Id: 'a',
          MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: 60, Stat: 'Sum' },
        },
      ],
      StartTime: new Date(NOW - 15 * DAY),
      EndTime: new Date(NOW + 15 * DAY),
    }),
  );
  const [{ Timestamps = [], Values = [] } = {}] = MetricDataResults ?? [];
  return Object.fromEntries(Timestamps.map((at, index) => [at.toISOString().slice(0, 16), Values[index]]));
}
const activity = (metric: 'NoRisk' | 'Risk', Operation = 'SignIn') =>
  sums('AWS/Cognito', metric, { UserPoolId: POOL, Operation });

test('counts activity as metrics by risk and operation, at the time of the activity', async () => {
  await seed();
  expect(
    await act(
      { Count: 3 },
      { Risk: true },
      { Operation: 'SignUp', At: '2026-11-23T11:00:10Z' },
      { At: '2026-11-23T13:00:00+02:00' },
    ),
  ).toEqual({
    account: '000000000000',
    region: 'us-east-1',
    metrics: 6,
    records: { delivered: 0, underway: 0, lost: 0 },
  });
  expect(await activity('NoRisk')).toEqual({ '2026-11-23T12:00': 3, '2026-11-23T11:00': 1 });
  expect(await activity('Risk')).toEqual({ '2026-11-23T12:00': 1 });
  expect(await activity('NoRisk', 'SignUp')).toEqual({ '2026-11-23T11:00': 1 });
});

test('delivers a record of each activity to a log group, and counts them there', async () => {
  await seed('logs');
  const answer = await act(
    { Count: 2 },
    {
      Operation: 'PasswordChange',
      Risk: true,
      UserName: 'ada',
      IpAddress: '2001:db8::1',
      At: '2026-11-23T11:59:00Z',
    },
  );
  expect(answer).toMatchObject({ metrics: 3, records: { delivered: 3, underway: 0, lost: 0 } });
  const [first, ...others] = await records();
  const at = Date.UTC(2026, 10, 23, 11, 59);
  expect(first).toMatchObject({
    timestamp: at,
    ingestionTime: at,
    record: {
      eventTimestamp: String(at),
      logLevel: 'INFO',
      message: {
        eventType: 'PasswordChange',
        userName: 'ada',
        userPoolId: POOL,
        ipAddress: '2001:db8::1',
        riskLevel: 'High',
      },
      logSourceId: { userPoolId: POOL },
    },
  });
  expect(others.map(({ timestamp }) => timestamp)).toEqual([NOW, NOW]);
  const of = { LogGroupName: '/x' };
  expect(await sums('AWS/Logs', 'IncomingLogEvents', of)).toEqual({
    '2026-11-23T12:00': 2,
    '2026-11-23T11:59': 1,
  });
  const bytes = others.reduce((sum, { record }) => sum + JSON.stringify(record).length, 0);
  expect(await sums('AWS/Logs', 'IncomingBytes', of)).toMatchObject({ '2026-11-23T12:00': bytes });
  expect(await deliveries()).toEqual([
    {
      destination: arns.logs,
      delivered: 3,
      lost: 0,
      underway: 0,
      pools: [
        { UserPoolId: POOL, delivered: 3, lost: 0, underway: 0, lastArrival: new Date(NOW).toISOString() },
      ],
    },
  ]);
});

test('counts the records of a stream, and the objects of a bucket', async () => {
  await seed('firehose');
  await act({ Count: 5 });
  const of = { DeliveryStreamName: 's' };
  expect(await sums('AWS/Firehose', 'IncomingRecords', of)).toEqual({ '2026-11-23T12:00': 5 });
  expect(Object.keys(await sums('AWS/Firehose', 'IncomingBytes', of))).toEqual(['2026-11-23T12:00']);
  await seed('s3');
  await act({ Count: 5 }, { Count: 1 });
  expect(await deliveries()).toMatchObject([
    { destination: arns.firehose, delivered: 5 },
    { destination: arns.s3, delivered: 6, objects: 2 },
  ]);
});

test.each([
  ['without the tier PLUS', { UserPoolTier: 'ESSENTIALS' }],
  ['with threat protection off', { AdvancedSecurityMode: 'OFF' }],
])('a pool %s has neither metrics nor records', async (_, changes) => {
  await seed('logs', changes);
  expect(await act({})).toMatchObject({ metrics: 0, records: { delivered: 0, underway: 0, lost: 0 } });
  expect((await clients.cloudwatch.send(new ListMetricsCommand({}))).Metrics).toEqual([]);
  expect(await deliveries()).toEqual([]);
});

test('a pool whose threat protection a client turned off has no more metrics', async () => {
  await seed('logs');
  await act({});
  await clients.cognito.send(new UpdateUserPoolCommand({ UserPoolId: POOL, UserPoolTier: 'PLUS' }));
  expect(await act({})).toMatchObject({ metrics: 0 });
});

test('delivers nothing for userNotification', async () => {
  await seed(undefined, {
    LogConfigurations: [{ EventSource: 'userNotification', LogLevel: 'ERROR', ...destinations.logs }],
  });
  expect(await act({})).toMatchObject({ metrics: 1, records: { delivered: 0, underway: 0, lost: 0 } });
});

test.each<[string, Destination, () => Promise<unknown>]>([
  ['a deleted log group', 'logs', () => clients.logs.send(new DeleteLogGroupCommand({ logGroupName: '/x' }))],
  [
    'an encrypted log group',
    'logs',
    () => clients.logs.send(new CreateLogGroupCommand({ logGroupName: '/x', kmsKeyId: 'key' })),
  ],
  [
    'a stream without its tag',
    'firehose',
    () =>
      clients.firehose.send(
        new UntagDeliveryStreamCommand({ DeliveryStreamName: 's', TagKeys: ['LogDeliveryEnabled'] }),
      ),
  ],
  ['a deleted bucket', 's3', () => clients.s3.send(new DeleteBucketCommand({ Bucket: 'bucket' }))],
])('loses the records for %s', async (_, destination, prepare) => {
  await seed(destination);
  await prepare();
  expect(await act({ Count: 2 })).toMatchObject({
    metrics: 2,
    records: { delivered: 0, underway: 0, lost: 2 },
  });
  expect(await deliveries()).toMatchObject([
    { destination: arns[destination], lost: 2, pools: [{ UserPoolId: POOL, lost: 2 }] },
  ]);
});

test.each([
  arns.logs.replace('000000000000', '999999999999'),
  arns.logs.replace('east', 'west'),
  `${arns.logs}:*`,
  'nonsense',
])('loses the records for the log group %s', async (LogGroupArn) => {
  const LogConfigurations = [
    { EventSource: 'userAuthEvents', LogLevel: 'INFO', CloudWatchLogsConfiguration: { LogGroupArn } },
  ];
  await seed(undefined, { LogConfigurations });
  expect(await act({})).toMatchObject({ records: { lost: 1 } });
});

test('delivers to the destination that the pool has at the time of the request', async () => {
  await seed('logs');
  await act({});
  await seed('firehose');
  await act({});
  expect(await deliveries()).toMatchObject([
    { destination: arns.logs, delivered: 1 },
    { destination: arns.firehose, delivered: 1 },
  ]);
});

test('loses a share of the records, for one destination and one pool', async () => {
  await seed('logs');
  await send('seed', { pools: [{ ...seeded('logs'), Id: 'us-east-1_b' }] });
  await send('faults', { deliveries: 'lose', destination: arns.logs, pool: POOL, percent: 30 });
  await send('faults', { deliveries: 'lose', destination: arns.s3, percent: 100 });
  const { lost } = (await act({ Count: 1000 })).records;
  expect(lost).toBeGreaterThan(200);
  expect(lost).toBeLessThan(400);
  expect(await act({ UserPoolId: 'us-east-1_b', Count: 100 })).toMatchObject({ records: { lost: 0 } });
  expect(await records()).toHaveLength(1100 - lost);
});

test('loses one record without a frequency, as many as its count, and all with 100 percent', async () => {
  await seed('logs');
  await send('faults', { deliveries: 'lose' });
  expect(await act({ Count: 5 })).toMatchObject({ records: { delivered: 4, lost: 1 } });
  await send('faults', { deliveries: 'lose', count: 3 });
  expect(await act({ Count: 5 })).toMatchObject({ records: { delivered: 2, lost: 3 } });
  await send('faults', { deliveries: 'lose', percent: 100 });
  for (const _ of [1, 2])
    expect(await act({ Count: 5 })).toMatchObject({ records: { delivered: 0, lost: 5 } });
});

test('delivers a delayed record when the time has come, and counts it at its arrival', async () => {
  await seed('logs');
  await send('faults', { deliveries: 'delay', delay: 10 * MINUTE, percent: 100 });
  const answer = await act({ Count: 2 }, { At: '2026-11-23T11:30:00Z' });
  expect(answer).toMatchObject({ metrics: 3, records: { delivered: 1, underway: 2, lost: 0 } });
  expect((await records()).map(({ timestamp }) => timestamp)).toEqual([Date.UTC(2026, 10, 23, 11, 30)]);
  expect(await deliveries()).toMatchObject([{ delivered: 1, underway: 2 }]);
  const arrived = () => sums('AWS/Logs', 'IncomingLogEvents', { LogGroupName: '/x' });
  cloud.moveTime(10 * MINUTE - 1);
  expect(await arrived()).toEqual({ '2026-11-23T11:40': 1 });
  cloud.moveTime(1);
  expect(await arrived()).toEqual({ '2026-11-23T11:40': 1, '2026-11-23T12:10': 2 });
  expect(await deliveries()).toMatchObject([{ delivered: 3, underway: 0 }]);
  expect((await records()).slice(1)).toMatchObject(
    Array.from({ length: 2 }, () => ({ timestamp: NOW, ingestionTime: NOW + 10 * MINUTE })),
  );
});

test('loses a delayed record whose log group was deleted before its arrival', async () => {
  await seed('logs');
  await send('faults', { deliveries: 'delay', delay: MINUTE, count: 1 });
  await act({});
  await clients.logs.send(new DeleteLogGroupCommand({ logGroupName: '/x' }));
  cloud.moveTime(MINUTE);
  expect(await deliveries()).toMatchObject([{ delivered: 0, lost: 1, underway: 0 }]);
});

test.each([
  ['a pool that does not exist', { UserPoolId: 'us-east-1_none' }, 'activity.1.UserPoolId'],
  ['a time in the future', { At: '2026-11-23T12:00:31Z' }, 'activity.1.At'],
  ['a time more than 14 days ago', { At: '2026-11-09T12:00:29Z' }, 'activity.1.At'],
  ['a time without a time zone', { At: '2026-11-23T12:00:00' }, 'activity.1.At'],
  ['an unknown operation', { Operation: 'SignOut' }, 'activity.1.Operation'],
  ['an invalid IP address', { IpAddress: 'x' }, 'activity.1.IpAddress'],
  ['no activity', { Count: 0 }, 'activity.1.Count'],
  ['more activities than one request can have', { Count: 100_000 }, 'activity'],
])('rejects %s, and carries out nothing', async (_, invalid, field) => {
  await seed('logs');
  expect(await act({}, invalid)).toEqual({ errors: [{ field, message: expect.any(String) }] });
  expect(await activity('NoRisk')).toEqual({});
});

test('rejects an unknown kind of fault and a destination that is not a text', async () => {
  expect(await send('faults', { deliveries: 'eat', destination: 1 })).toMatchObject({
    errors: [{ field: 'deliveries' }, { field: 'destination' }],
  });
});

test('a reset removes metrics, events, deliveries and records on their way', async () => {
  await seed('logs');
  await act({});
  await send('faults', { deliveries: 'delay', delay: MINUTE });
  await act({});
  await send('reset', {});
  cloud.moveTime(MINUTE);
  expect(await deliveries()).toEqual([]);
  expect(await records()).toEqual([]);
  expect((await clients.cloudwatch.send(new ListMetricsCommand({}))).Metrics).toEqual([]);
});

test('carries out the activity of 1,000 of 10,000 pools in one request', async () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => `us-east-1_p${index}`);
  await send('seed', { pools: ids.map((Id) => ({ ...seeded('logs'), Id })) });
  const start = performance.now();
  const entries = ids.slice(0, 1000).map((UserPoolId) => ({ UserPoolId, Count: 10 }));
  expect(await act(...entries)).toMatchObject({ metrics: 10_000, records: { delivered: 10_000 } });
  expect(performance.now() - start).toBeLessThan(3000);
  expect((await deliveries())[0].pools).toHaveLength(1000);
}, 20_000);

test('keeps the activity of another account and Region separate', async () => {
  const elsewhere = { account: '999999999999', region: 'eu-west-1' };
  await send('seed', { ...elsewhere, pools: [seeded(undefined, { Id: 'eu-west-1_a' })] });
  const body = { ...elsewhere, activity: [{ UserPoolId: 'eu-west-1_a' }] };
  expect(await send('activity', body)).toMatchObject({ ...elsewhere, metrics: 1 });
  const { Metrics } = await clientsAt(cloud.url, elsewhere).cloudwatch.send(new ListMetricsCommand({}));
  expect(Metrics).toHaveLength(1);
  expect((await clients.cloudwatch.send(new ListMetricsCommand({}))).Metrics).toEqual([]);
});
