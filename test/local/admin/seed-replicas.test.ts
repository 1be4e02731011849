import {
  DescribeUserPoolCommand,
  GetLogDeliveryConfigurationCommand,
  ListUserPoolReplicasCommand,
  ListUserPoolsCommand,
  SetLogDeliveryConfigurationCommand,
  UpdateUserPoolCommand,
  UpdateUserPoolReplicaCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { useLocalCloud } from '../../support/local-cloud.ts';
import { clientsAt } from '../clients.ts';

const cloud = useLocalCloud({ per: 'each', quotaScale: 'off', seed: 1 });

const clientIn = (region: string) => clientsAt(cloud.url, { region }).cognito;

async function seed(content: object) {
  const response = await fetch(`${cloud.url}/_local/seed`, { method: 'POST', body: JSON.stringify(content) });
  return { status: response.status, body: await response.text() };
}

const notifications = (logGroup: string) => ({
  EventSource: 'userNotification' as const,
  LogLevel: 'ERROR' as const,
  CloudWatchLogsConfiguration: { LogGroupArn: `arn:aws:logs:us-east-1:000000000000:log-group:${logGroup}` },
});

async function stored(region: string, UserPoolId: string) {
  const response = await clientIn(region).send(new GetLogDeliveryConfigurationCommand({ UserPoolId }));
  return response.LogDeliveryConfiguration?.LogConfigurations;
}

async function regionsOf(region: string, UserPoolId: string) {
  const response = await clientIn(region).send(new ListUserPoolReplicasCommand({ UserPoolId }));
  return response.UserPoolReplicas?.map(({ RegionName, Role, Status }) => `${Role} ${RegionName} ${Status}`);
}

async function listedIn(region: string) {
  const { UserPools } = await clientIn(region).send(new ListUserPoolsCommand({ MaxResults: 60 }));
  return UserPools?.map(({ Id }) => Id);
}

const both = ['PRIMARY us-east-1 ACTIVE', 'SECONDARY us-west-2 INACTIVE'];

test('seeds a pool and its replica, each with its own log configurations', async () => {
  await seed({
    pools: [
      {
        Id: 'us-east-1_both',
        UserPoolTier: 'PLUS',
        LogConfigurations: [notifications('east')],
        ReplicaRegion: 'us-west-2',
        ReplicaLogConfigurations: [notifications('west')],
      },
      { Id: 'us-east-1_empty', LogConfigurations: [notifications('east')], ReplicaRegion: 'us-west-2' },
    ],
  });
  expect(await stored('us-east-1', 'us-east-1_both')).toEqual([notifications('east')]);
  expect(await stored('us-west-2', 'us-east-1_both')).toEqual([notifications('west')]);
  expect(await stored('us-west-2', 'us-east-1_empty')).toEqual([]);
  for (const region of ['us-east-1', 'us-west-2'])
    expect(await regionsOf(region, 'us-east-1_both')).toEqual(both);
  const west = clientIn('us-west-2');
  const { UserPool } = await west.send(new DescribeUserPoolCommand({ UserPoolId: 'us-east-1_both' }));
  expect(UserPool).toMatchObject({ UserPoolTier: 'PLUS', Arn: expect.stringContaining(':us-west-2:') });
});

test('keeps the replica of a pool that is seeded again, and gives it the new global settings', async () => {
  const Id = 'us-east-1_a';
  await seed({
    pools: [{ Id, ReplicaRegion: 'us-west-2', ReplicaLogConfigurations: [notifications('west')] }],
  });
  await seed({ pools: [{ Id, PoolName: 'new', UserPoolTags: { side: 'east' } }] });
  await seed({ pools: [{ Id, UserPoolTier: 'PLUS', ReplicaRegion: 'us-west-2' }] });
  expect(await regionsOf('us-east-1', Id)).toEqual(both);
  expect(await stored('us-west-2', Id)).toEqual([notifications('west')]);
  const { UserPool } = await clientIn('us-west-2').send(new DescribeUserPoolCommand({ UserPoolId: Id }));
  expect(UserPool).toMatchObject({ Name: 'new', UserPoolTier: 'PLUS', UserPoolTags: {} });
  await seed({ pools: [{ Id, ReplicaRegion: 'us-west-2', ReplicaLogConfigurations: [] }] });
  expect(await stored('us-west-2', Id)).toEqual([]);
});

test('moves the replica of a pool that is seeded with another Region', async () => {
  await seed({ pools: [{ Id: 'us-east-1_a', ReplicaRegion: 'us-west-2' }] });
  await seed({ pools: [{ Id: 'us-east-1_a', ReplicaRegion: 'eu-west-1' }] });
  expect(await regionsOf('us-east-1', 'us-east-1_a')).toEqual([
    'SECONDARY eu-west-1 INACTIVE',
    'PRIMARY us-east-1 ACTIVE',
  ]);
  await expect(stored('us-west-2', 'us-east-1_a')).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('removes the replica of a pool that is seeded with ReplicaRegion null', async () => {
  await seed({ pools: [{ Id: 'us-east-1_a', ReplicaRegion: 'us-west-2' }] });
  await seed({ pools: [{ Id: 'us-east-1_a', ReplicaRegion: null }] });
  expect(await regionsOf('us-east-1', 'us-east-1_a')).toEqual(both.slice(0, 1));
  await expect(stored('us-west-2', 'us-east-1_a')).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('seeds a secondary without its primary, which accepts the calls of a secondary', async () => {
  await seed({
    region: 'us-west-2',
    pools: [{ Id: 'us-east-1_bare', PoolName: 'bare', LogConfigurations: [notifications('west')] }],
  });
  const west = clientIn('us-west-2');
  const UserPoolId = 'us-east-1_bare';
  await west.send(new SetLogDeliveryConfigurationCommand({ UserPoolId, LogConfigurations: [] }));
  expect(await stored('us-west-2', UserPoolId)).toEqual([]);
  await west.send(new UpdateUserPoolCommand({ UserPoolId, UserPoolTags: { side: 'west' } }));
  const { UserPool } = await west.send(new DescribeUserPoolCommand({ UserPoolId }));
  expect(UserPool).toMatchObject({ Name: 'bare', UserPoolTags: { side: 'west' } });
  const activate = { UserPoolId, RegionName: 'us-west-2', Status: 'ACTIVE' as const };
  await west.send(new UpdateUserPoolReplicaCommand(activate));
  expect(await regionsOf('us-west-2', UserPoolId)).toEqual(['SECONDARY us-west-2 ACTIVE']);
  expect(await listedIn('us-west-2')).toEqual([]);
  await expect(stored('us-east-1', UserPoolId)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('lists a seeded pool with an ID that does not start with a Region', async () => {
  await seed({ pools: [{ Id: 'pool_1' }] });
  expect(await listedIn('us-east-1')).toEqual(['pool_1']);
});

test.each([
  [{ ReplicaRegion: 'us-east-1' }, 'ReplicaRegion must be a Region other than us-east-1.'],
  [{ Id: 'us-west-2_a', ReplicaRegion: 'us-west-2' }, 'requires an Id that starts with us-east-1_'],
  [{ ReplicaLogConfigurations: [] }, 'ReplicaLogConfigurations requires ReplicaRegion.'],
  [{ ReplicaRegion: null, ReplicaLogConfigurations: [] }, 'ReplicaLogConfigurations requires ReplicaRegion.'],
  [{ ReplicaRegion: 'nowhere' }, 'pools.1.ReplicaRegion'],
])('rejects the seeded pool %j and stores nothing', async (pool, message) => {
  const response = await seed({ pools: [{ Id: 'us-east-1_first' }, pool] });
  expect(response).toMatchObject({ status: 400, body: expect.stringContaining(message) });
  expect(await listedIn('us-east-1')).toEqual([]);
});
