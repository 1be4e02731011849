import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { dynamoFleet } from '../../lib/aws/fleet.ts';
import type { Fleet } from '../../lib/reconcile/fleet.ts';
import { NOON } from '../support/situation.ts';

const client = new DynamoDBClient({ region: 'eu-west-1' });
const dynamo = mockClient(client);
const fleet: Fleet = {
  SweepId: NOON.toISOString(),
  At: NOON.toISOString(),
  Result: 'Swept',
  Managed: 2,
  Unmanaged: 1,
  UnmanagedSample: ['eu-west-1_x'],
  IgnoredParameters: 0,
  Lost: 0,
  Held: false,
  PoolsNotDelivering: 0,
  DestinationsMissing: 0,
  Replicated: 0,
  Outcomes: { InSync: 2 },
  NewUnmanagedPools: 0,
  Gauges: { SweepHeld: { Zeros: 4, PublishedAt: NOON.toISOString() } },
};

test('stores the result of a sweep in one item', async () => {
  dynamo.on(PutItemCommand).resolves({});
  await dynamoFleet(client, 'state').write(fleet);
  expect(dynamo).toHaveReceivedCommandWith(PutItemCommand, {
    TableName: 'state',
    Item: marshall({ Id: 'fleet', ...fleet }),
  });
});

test('reads the gauges of the last sweep, also those of another version', async () => {
  const Gauges = { ...fleet.Gauges, FutureGauge: { Zeros: 1, PublishedAt: NOON.toISOString() } };
  dynamo.on(GetItemCommand).resolves({ Item: marshall({ Id: 'fleet', ...fleet, Gauges }) });
  expect(await dynamoFleet(client, 'state').read()).toMatchObject({ Gauges });
});

test('reads the result of a sweep of a version without gauges', async () => {
  const { Gauges: _, NewUnmanagedPools: __, ...older } = fleet;
  dynamo.on(GetItemCommand).resolves({ Item: marshall({ Id: 'fleet', ...older }) });
  expect(await dynamoFleet(client, 'state').read()).toEqual({
    SweepId: fleet.SweepId,
    At: fleet.At,
    Held: false,
  });
});
