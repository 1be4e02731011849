import {
  type CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  CreateUserPoolReplicaCommand,
  DeleteUserPoolCommand,
  DeleteUserPoolReplicaCommand,
  DescribeUserPoolCommand,
  GetLogDeliveryConfigurationCommand,
  ListUserPoolReplicasCommand,
  ListUserPoolsCommand,
  type LogConfigurationType,
  SetLogDeliveryConfigurationCommand,
  UpdateUserPoolCommand,
  type UpdateUserPoolCommandInput,
  UpdateUserPoolReplicaCommand,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { useLocalCloud } from '../../support/local-cloud.ts';
import { clientsAt } from '../clients.ts';

const EAST = 'us-east-1';
const WEST = 'us-west-2';
const ACCOUNT = '000000000000';

const cloud = useLocalCloud({ quotaScale: 'off', seed: 1 });
let east: CognitoIdentityProviderClient;
let west: CognitoIdentityProviderClient;
beforeAll(() => {
  ({ cognito: east } = clientsAt(cloud.url));
  ({ cognito: west } = clientsAt(cloud.url, { region: WEST }));
});

const arnIn = (region: string, id: string) => `arn:aws:cognito-idp:${region}:${ACCOUNT}:userpool/${id}`;

function notifications(region: string): LogConfigurationType {
  return {
    EventSource: 'userNotification',
    LogLevel: 'ERROR',
    CloudWatchLogsConfiguration: { LogGroupArn: `arn:aws:logs:${region}:${ACCOUNT}:log-group:/aws/x` },
  };
}

async function createPool(settings: Partial<CreateUserPoolCommandInput> = {}): Promise<string> {
  const { UserPool } = await east.send(new CreateUserPoolCommand({ PoolName: 'test', ...settings }));
  return UserPool?.Id ?? '';
}

async function createReplicatedPool(settings: Partial<CreateUserPoolCommandInput> = {}): Promise<string> {
  const UserPoolId = await createPool(settings);
  await east.send(new CreateUserPoolReplicaCommand({ UserPoolId, RegionName: WEST }));
  return UserPoolId;
}

async function describePool(client: CognitoIdentityProviderClient, id: string): Promise<UserPoolType> {
  const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId: id }));
  if (UserPool === undefined) throw new Error('The response has no user pool.');
  return UserPool;
}

const update = (client: CognitoIdentityProviderClient, input: UpdateUserPoolCommandInput) =>
  client.send(new UpdateUserPoolCommand(input));

const set = (
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
  LogConfigurations: LogConfigurationType[],
) => client.send(new SetLogDeliveryConfigurationCommand({ UserPoolId, LogConfigurations }));

async function stored(client: CognitoIdentityProviderClient, id: string) {
  const response = await client.send(new GetLogDeliveryConfigurationCommand({ UserPoolId: id }));
  return response.LogDeliveryConfiguration?.LogConfigurations;
}

async function replicasOf(client: CognitoIdentityProviderClient, id: string) {
  const response = await client.send(new ListUserPoolReplicasCommand({ UserPoolId: id }));
  return response.UserPoolReplicas;
}

async function listed(client: CognitoIdentityProviderClient, id: string) {
  const { UserPools } = await client.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  return UserPools?.find(({ Id }) => Id === id);
}

describe('the replica of a pool', () => {
  test('has the ID of its primary, an ARN in its own Region and the status INACTIVE', async () => {
    const UserPoolId = await createPool();
    const { UserPoolReplica } = await east.send(
      new CreateUserPoolReplicaCommand({ UserPoolId, RegionName: WEST, UserPoolTags: { side: 'west' } }),
    );
    expect(UserPoolReplica).toEqual({
      RegionName: WEST,
      Role: 'SECONDARY',
      Status: 'CREATING',
      UserPoolArn: arnIn(WEST, UserPoolId),
    });
    expect(await describePool(west, UserPoolId)).toMatchObject({
      Id: UserPoolId,
      Arn: arnIn(WEST, UserPoolId),
      UserPoolTags: { side: 'west' },
    });
    const both = [
      { RegionName: EAST, Role: 'PRIMARY', Status: 'ACTIVE', UserPoolArn: arnIn(EAST, UserPoolId) },
      { RegionName: WEST, Role: 'SECONDARY', Status: 'INACTIVE', UserPoolArn: arnIn(WEST, UserPoolId) },
    ];
    expect(await replicasOf(east, UserPoolId)).toEqual(both);
    expect(await replicasOf(west, UserPoolId)).toEqual(both);
  });

  test('starts with an empty log delivery configuration', async () => {
    const UserPoolId = await createPool();
    await set(east, UserPoolId, [notifications(EAST)]);
    await east.send(new CreateUserPoolReplicaCommand({ UserPoolId, RegionName: WEST }));
    expect(await stored(west, UserPoolId)).toEqual([]);
    expect(await stored(east, UserPoolId)).toEqual([notifications(EAST)]);
  });

  test('keeps its log delivery configuration apart from that of the primary', async () => {
    const id = await createReplicatedPool();
    await set(west, id, [notifications(WEST)]);
    expect(await stored(east, id)).toEqual([]);
    await set(east, id, [notifications(EAST)]);
    expect(await stored(west, id)).toEqual([notifications(WEST)]);
    await set(east, id, []);
    expect(await stored(west, id)).toEqual([notifications(WEST)]);
    await set(east, id, [notifications(EAST)]);
    await set(west, id, []);
    expect(await stored(east, id)).toEqual([notifications(EAST)]);
  });

  test('is listed in its primary as a replica Region, and is not listed in its own Region', async () => {
    const id = await createReplicatedPool();
    const alone = await createPool();
    expect(await listed(east, id)).toMatchObject({ ReplicaRegions: [WEST] });
    expect(await listed(east, alone)).not.toHaveProperty('ReplicaRegions');
    expect(await listed(west, id)).toBeUndefined();
  });

  test('can be activated in both Regions, and is deleted only while it is inactive', async () => {
    const UserPoolId = await createReplicatedPool();
    const replica = { UserPoolId, RegionName: WEST };
    const activated = await west.send(new UpdateUserPoolReplicaCommand({ ...replica, Status: 'ACTIVE' }));
    expect(activated.UserPoolReplica).toMatchObject({ Status: 'ACTIVE', Role: 'SECONDARY' });
    expect(await replicasOf(east, UserPoolId)).toContainEqual(
      expect.objectContaining({ Status: 'ACTIVE', RegionName: WEST }),
    );
    const remove = () => east.send(new DeleteUserPoolReplicaCommand(replica));
    await expect(remove()).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await set(west, UserPoolId, [notifications(WEST)]);
    await east.send(new UpdateUserPoolReplicaCommand({ ...replica, Status: 'INACTIVE' }));
    expect((await remove()).UserPoolReplica).toEqual({
      RegionName: WEST,
      Role: 'SECONDARY',
      Status: 'DELETING',
      UserPoolArn: arnIn(WEST, UserPoolId),
    });
    await expect(stored(west, UserPoolId)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await listed(east, UserPoolId)).not.toHaveProperty('ReplicaRegions');
    await east.send(new CreateUserPoolReplicaCommand(replica));
    expect(await stored(west, UserPoolId)).toEqual([]);
  });

  test('exists in the account of its primary only', async () => {
    const id = await createReplicatedPool();
    const { cognito: other } = clientsAt(cloud.url, { account: '111111111111', region: WEST });
    await expect(stored(other, id)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('settings', () => {
  const trigger = (region: string) => ({
    PreSignUp: `arn:aws:lambda:${region}:${ACCOUNT}:function:trigger`,
  });

  test('of the primary are those of a new secondary, except the regional settings', async () => {
    const id = await createReplicatedPool({
      UserPoolTier: 'PLUS',
      UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
      UserPoolTags: { side: 'east' },
      LambdaConfig: trigger(EAST),
      EmailConfiguration: { From: 'east@example.com' },
    });
    const secondary = await describePool(west, id);
    expect(secondary).toMatchObject({
      Name: 'test',
      UserPoolTier: 'PLUS',
      UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
      UserPoolTags: {},
      LambdaConfig: {},
    });
    expect(secondary).not.toHaveProperty('EmailConfiguration');
  });

  test('follow an update of the primary, and the regional settings of the secondary stay', async () => {
    const id = await createReplicatedPool();
    const regional = { UserPoolTags: { side: 'west' }, LambdaConfig: trigger(WEST) };
    await update(west, { UserPoolId: id, ...regional });
    await update(east, {
      UserPoolId: id,
      PoolName: 'renamed',
      UserPoolTier: 'PLUS',
      DeletionProtection: 'ACTIVE',
      UserPoolTags: { side: 'east' },
    });
    expect(await describePool(west, id)).toMatchObject({
      Arn: arnIn(WEST, id),
      Name: 'renamed',
      UserPoolTier: 'PLUS',
      DeletionProtection: 'ACTIVE',
      ...regional,
    });
    expect(await describePool(east, id)).toMatchObject({ UserPoolTags: { side: 'east' }, LambdaConfig: {} });
  });

  test('of the primary can be sent to the secondary unchanged, together with regional settings', async () => {
    const settings = { MfaConfiguration: 'OFF', DeletionProtection: 'ACTIVE', UserPoolTier: 'PLUS' } as const;
    const id = await createReplicatedPool({ ...settings, UserPoolTags: { side: 'east' } });
    await update(west, { UserPoolId: id, PoolName: 'test', ...settings, UserPoolTags: { side: 'west' } });
    expect(await describePool(west, id)).toMatchObject({ ...settings, UserPoolTags: { side: 'west' } });
    expect(await describePool(east, id)).toMatchObject({ ...settings, UserPoolTags: { side: 'east' } });
  });

  const changes: [string, Omit<UpdateUserPoolCommandInput, 'UserPoolId'>][] = [
    ['the name', { PoolName: 'other', DeletionProtection: 'ACTIVE' }],
    ['the tier', { UserPoolTier: 'PLUS', DeletionProtection: 'ACTIVE' }],
    ['a global setting', { MfaConfiguration: 'OPTIONAL', DeletionProtection: 'ACTIVE' }],
    ['a global setting by omission', {}],
  ];
  test.each(changes)('rejects an update of the secondary that changes %s', async (_, change) => {
    const id = await createReplicatedPool({ DeletionProtection: 'ACTIVE' });
    await expect(
      update(west, { UserPoolId: id, UserPoolTags: { side: 'west' }, ...change }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    expect(await describePool(west, id)).toMatchObject({ UserPoolTags: {}, Name: 'test' });
  });

  test('of the primary cannot move it to the Lite tier while it has a replica', async () => {
    const id = await createReplicatedPool();
    await expect(update(east, { UserPoolId: id, UserPoolTier: 'LITE' })).rejects.toMatchObject({
      name: 'TierChangeNotAllowedException',
    });
  });

  test('a tier that the primary gets applies to log delivery in the secondary', async () => {
    const id = await createReplicatedPool();
    const authEvents: LogConfigurationType = {
      EventSource: 'userAuthEvents',
      LogLevel: 'INFO',
      FirehoseConfiguration: {
        StreamArn: `arn:aws:firehose:${WEST}:${ACCOUNT}:deliverystream/x`,
      },
    };
    await expect(set(west, id, [authEvents])).rejects.toMatchObject({
      name: 'FeatureUnavailableInTierException',
    });
    await update(east, { UserPoolId: id, UserPoolTier: 'PLUS' });
    await set(west, id, [authEvents]);
    expect(await stored(west, id)).toEqual([authEvents]);
  });
});

describe('rejected calls', () => {
  test('CreateUserPoolReplica requires the tier Essentials or Plus', async () => {
    await expect(createReplicatedPool({ UserPoolTier: 'LITE' })).rejects.toMatchObject({
      name: 'FeatureUnavailableInTierException',
    });
  });

  test('CreateUserPoolReplica rejects a second replica', async () => {
    const UserPoolId = await createReplicatedPool();
    for (const RegionName of [WEST, 'eu-west-1'])
      await expect(
        east.send(new CreateUserPoolReplicaCommand({ UserPoolId, RegionName })),
      ).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  test.each([EAST, 'nowhere', 'cn-north-1', 'east'])(
    'CreateUserPoolReplica rejects the Region %s for a pool in us-east-1',
    async (RegionName) => {
      const UserPoolId = await createPool();
      await expect(
        east.send(new CreateUserPoolReplicaCommand({ UserPoolId, RegionName })),
      ).rejects.toMatchObject({ name: 'InvalidParameterException' });
      expect(await replicasOf(east, UserPoolId)).toHaveLength(1);
    },
  );

  const missing = { UserPoolId: 'us-east-1_no' };
  const replica = { ...missing, RegionName: WEST };
  test.each([
    ['CreateUserPoolReplica', () => east.send(new CreateUserPoolReplicaCommand(replica))],
    ['ListUserPoolReplicas', () => east.send(new ListUserPoolReplicasCommand(missing))],
    [
      'UpdateUserPoolReplica',
      () => east.send(new UpdateUserPoolReplicaCommand({ ...replica, Status: 'ACTIVE' })),
    ],
    ['DeleteUserPoolReplica', () => east.send(new DeleteUserPoolReplicaCommand(replica))],
  ])('%s reports an unknown pool as not found', async (_, call) => {
    await expect(call()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('UpdateUserPoolReplica and DeleteUserPoolReplica report an unknown replica as not found', async () => {
    const UserPoolId = await createReplicatedPool();
    for (const RegionName of ['eu-west-1', 'nowhere']) {
      const replica = { UserPoolId, RegionName };
      await expect(
        east.send(new UpdateUserPoolReplicaCommand({ ...replica, Status: 'ACTIVE' })),
      ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
      await expect(east.send(new DeleteUserPoolReplicaCommand(replica))).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      });
    }
  });

  test('UpdateUserPoolReplica and DeleteUserPoolReplica reject the Region of the primary', async () => {
    const replica = { UserPoolId: await createReplicatedPool(), RegionName: EAST };
    await expect(
      west.send(new UpdateUserPoolReplicaCommand({ ...replica, Status: 'INACTIVE' })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(east.send(new DeleteUserPoolReplicaCommand(replica))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('DeleteUserPool, CreateUserPoolReplica and DeleteUserPoolReplica are not enabled in a secondary', async () => {
    const UserPoolId = await createReplicatedPool();
    const notEnabled = { name: 'OperationNotEnabledException' };
    await expect(west.send(new DeleteUserPoolCommand({ UserPoolId }))).rejects.toMatchObject(notEnabled);
    await expect(
      west.send(new CreateUserPoolReplicaCommand({ UserPoolId, RegionName: 'eu-west-1' })),
    ).rejects.toMatchObject(notEnabled);
    await expect(
      west.send(new DeleteUserPoolReplicaCommand({ UserPoolId, RegionName: WEST })),
    ).rejects.toMatchObject(notEnabled);
    expect(await replicasOf(east, UserPoolId)).toHaveLength(2);
  });

  test('DeleteUserPool rejects a primary until its replica is deleted', async () => {
    const UserPoolId = await createReplicatedPool();
    const remove = () => east.send(new DeleteUserPoolCommand({ UserPoolId }));
    await expect(remove()).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await east.send(new DeleteUserPoolReplicaCommand({ UserPoolId, RegionName: WEST }));
    await remove();
    await expect(stored(east, UserPoolId)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('ListUserPoolReplicas rejects a NextToken that it did not return', async () => {
    const UserPoolId = await createReplicatedPool();
    await expect(
      east.send(new ListUserPoolReplicasCommand({ UserPoolId, NextToken: 'nonsense' })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

test('a trail records replica calls in the Region of the call, failed ones included', async () => {
  const account = '222222222222';
  const { cognito: primary } = clientsAt(cloud.url, { account });
  const { cognito: secondary } = clientsAt(cloud.url, { account, region: WEST });
  const { UserPool } = await primary.send(new CreateUserPoolCommand({ PoolName: 'test' }));
  const replica = { UserPoolId: UserPool?.Id, RegionName: WEST };
  const eventsIn = async (region: string) =>
    (await cloud.accountRegion(account, region)).events.read().map(({ detail }) => detail);

  await primary.send(new CreateUserPoolReplicaCommand({ ...replica, UserPoolTags: { Team: 'a' } }));
  await secondary.send(new UpdateUserPoolReplicaCommand({ ...replica, Status: 'ACTIVE' }));
  await expect(primary.send(new DeleteUserPoolReplicaCommand(replica))).rejects.toThrow();
  expect(await eventsIn(EAST)).toMatchObject([
    { eventName: 'CreateUserPool' },
    {
      eventName: 'CreateUserPoolReplica',
      awsRegion: EAST,
      requestParameters: { userPoolId: UserPool?.Id, regionName: WEST, userPoolTags: { Team: 'a' } },
      responseElements: { userPoolReplica: { regionName: WEST, status: 'CREATING', role: 'SECONDARY' } },
    },
    {
      eventName: 'DeleteUserPoolReplica',
      errorCode: 'InvalidParameterException',
      requestParameters: { userPoolId: UserPool?.Id, regionName: WEST },
    },
  ]);
  expect(await eventsIn(WEST)).toMatchObject([
    // The tags of the new secondary.
    { 'changed-tag-keys': ['Team'], tags: { Team: 'a' } },
    {
      eventName: 'UpdateUserPoolReplica',
      awsRegion: WEST,
      requestParameters: { userPoolId: UserPool?.Id, regionName: WEST, status: 'ACTIVE' },
    },
  ]);
});
