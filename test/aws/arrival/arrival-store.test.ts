import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { dynamoArrivals } from '../../../lib/aws/arrival/arrival-store.ts';
import { dynamoDeliveryRecords } from '../../../lib/aws/arrival/delivery-records.ts';
import { itemOf } from '../../../lib/aws/record-item.ts';
import type { Arrivals, PoolArrival } from '../../../lib/domain/arrival/arrival.ts';
import { blankRecord, type PoolRecord } from '../../../lib/domain/record.ts';
import { startDynalite, type Table } from '../../support/dynalite.ts';
import { toLogGroup, toStream } from '../../support/situation.ts';

let dynamo: Table;
beforeAll(async () => {
  dynamo = await startDynalite();
});
afterAll(() => dynamo.close());

const SINCE = '2026-03-01T12:00:00.000Z';
const arn = (at: number) => `arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/${at}`;
const results: readonly Omit<PoolArrival, 'UserPoolId' | 'Destination'>[] = [
  { Result: 'Arriving', Since: SINCE, Missed: 0, LastRecordAt: SINCE },
  { Result: 'Unknown', Reason: 'OneWindow', Since: SINCE, Missed: 1, MissedSince: SINCE },
  { Result: 'NotArriving', Since: SINCE, Missed: 12, MissedSince: SINCE, LastRecordAt: SINCE },
  { Result: 'NoActivity', Since: SINCE, Missed: 0 },
];
const arrivals = (count: number): Arrivals => ({
  At: '2026-03-01T18:00:00.000Z',
  To: '2026-03-01T16:45:00.000Z',
  Pools: new Map(
    Array.from({ length: count }, (_, at) => {
      const UserPoolId = `eu-west-1_aBc${at}`;
      const result = results[at % results.length];
      if (result === undefined) throw new Error('no result');
      return [UserPoolId, { UserPoolId, Destination: arn(at), ...result }];
    }),
  ),
});

test('reads the results that were written last, and nothing before the first write', async () => {
  const store = dynamoArrivals(dynamo.client, await dynamo.create());
  expect(await store.read()).toBeUndefined();
  for (const count of [4, 0, 10_000, 1]) {
    await store.write(arrivals(count));
    expect(await store.read()).toEqual(arrivals(count));
  }
});

test('results with a missing or unreadable item count as missing', async () => {
  const TableName = await dynamo.create();
  const store = dynamoArrivals(dynamo.client, TableName);
  await store.write(arrivals(10_000));
  await dynamo.client.send(new DeleteItemCommand({ TableName, Key: { Id: { S: 'arrival#1' } } }));
  expect(await store.read()).toBeUndefined();
  const Item = marshall({ Id: 'arrival#0', Parts: 1, WriteId: 'x', At: SINCE, To: SINCE, Pools: [['a']] });
  await dynamo.client.send(new PutItemCommand({ TableName, Item }));
  expect(await store.read()).toBeUndefined();
});

test('lists where pools deliver, of their own parameters, of policies and of version 0.1', async () => {
  const TableName = await dynamo.create();
  const put = (item: Readonly<Record<string, unknown>>) =>
    dynamo.client.send(
      new PutItemCommand({ TableName, Item: marshall(item, { removeUndefinedValues: true }) }),
    );
  const Intent = { Outcome: 'Applied', At: SINCE } as const;
  const own: PoolRecord = {
    ...blankRecord('eu-west-1_own', new Date(SINCE)),
    LastApplied: [toLogGroup(), toStream()],
    LastAppliedAt: SINCE,
    Finding: { Problem: 'ThreatProtectionOff', Since: SINCE },
    Intent,
  };
  const { Status, Repairs, DriftCount } = own;
  const source = { Status: { ...Status, Outcome: 'Applied' as const }, Repairs, DriftCount };
  await put(itemOf(own));
  await put(
    itemOf({
      ...blankRecord('eu-west-1_policy', new Date(SINCE)),
      Sources: {
        userAuthEvents: { ...source, Intent, LastApplied: [toStream()], LastAppliedAt: SINCE },
      },
    }),
  );
  await put(itemOf({ ...blankRecord('eu-west-1_other', new Date(SINCE)), Sources: {} }));
  const { LastApplied, ...old } = itemOf({ ...own, UserPoolId: 'eu-west-1_old' });
  await put({ ...old, Put: LastApplied });
  const found = [];
  for await (const page of dynamoDeliveryRecords(dynamo.client, TableName).pages()) found.push(...page);
  const byId = new Map(found.map((record) => [record.UserPoolId, record]));
  expect([...byId.keys()].toSorted()).toEqual([
    'eu-west-1_old',
    'eu-west-1_other',
    'eu-west-1_own',
    'eu-west-1_policy',
  ]);
  const whole = { Status, Intent, LastApplied: own.LastApplied, LastAppliedAt: SINCE, Finding: own.Finding };
  expect(byId.get('eu-west-1_own')).toEqual({ UserPoolId: 'eu-west-1_own', ...whole });
  expect(byId.get('eu-west-1_old')).toEqual({ UserPoolId: 'eu-west-1_old', ...whole });
  expect(byId.get('eu-west-1_policy')?.Sources).toEqual({
    userAuthEvents: { Status: source.Status, Intent, LastApplied: [toStream()], LastAppliedAt: SINCE },
  });
  expect(byId.get('eu-west-1_other')?.Sources).toEqual({});
});
