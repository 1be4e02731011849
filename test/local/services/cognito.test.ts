import {
  type CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  GetLogDeliveryConfigurationCommand,
  ListUserPoolsCommand,
  type LogConfigurationType,
  SetLogDeliveryConfigurationCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { useLocalCloud } from '../../support/local-cloud.ts';
import { clientsAt } from '../clients.ts';

const notifications: LogConfigurationType = {
  EventSource: 'userNotification',
  LogLevel: 'ERROR',
  CloudWatchLogsConfiguration: { LogGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/x' },
};
const authEvents: LogConfigurationType = {
  EventSource: 'userAuthEvents',
  LogLevel: 'INFO',
  FirehoseConfiguration: { StreamArn: 'arn:aws:firehose:us-east-1:000000000000:deliverystream/x' },
};

const cloud = useLocalCloud({ quotaScale: 'off', seed: 1 });
let cognito: CognitoIdentityProviderClient;
beforeAll(() => {
  ({ cognito } = clientsAt(cloud.url));
});

async function createPool(settings: Partial<CreateUserPoolCommandInput> = {}): Promise<string> {
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'test', ...settings }));
  return UserPool?.Id ?? '';
}

const set = (UserPoolId: string, LogConfigurations: LogConfigurationType[]) =>
  cognito.send(new SetLogDeliveryConfigurationCommand({ UserPoolId, LogConfigurations }));

async function stored(UserPoolId: string): Promise<LogConfigurationType[]> {
  const response = await cognito.send(new GetLogDeliveryConfigurationCommand({ UserPoolId }));
  return response.LogDeliveryConfiguration?.LogConfigurations ?? [];
}

describe('log delivery', () => {
  test('returns an empty list of log configurations for a new pool', async () => {
    expect(await stored(await createPool())).toEqual([]);
  });

  test('SetLogDeliveryConfiguration replaces the whole list, and an empty list clears it', async () => {
    const id = await createPool({ UserPoolTier: 'PLUS' });
    const response = await set(id, [notifications]);
    expect(response.LogDeliveryConfiguration).toEqual({ UserPoolId: id, LogConfigurations: [notifications] });
    await set(id, [authEvents]);
    expect(await stored(id)).toEqual([authEvents]);
    await set(id, []);
    expect(await stored(id)).toEqual([]);
  });

  test('GetLogDeliveryConfiguration returns two entries in either order', async () => {
    const id = await createPool({ UserPoolTier: 'PLUS' });
    await set(id, [notifications, authEvents]);
    const firsts = new Set<string | undefined>();
    for (let read = 0; read < 40; read += 1) firsts.add((await stored(id))[0]?.EventSource);
    expect(firsts).toEqual(new Set(['userNotification', 'userAuthEvents']));
  });

  const rejections: [string, LogConfigurationType[], string, RegExp | string][] = [
    [
      'an entry without a destination',
      [{ EventSource: 'userNotification', LogLevel: 'ERROR' }],
      'InvalidParameterException',
      'Request validation Failed. Following event sources in request have no destination: [userNotification].',
    ],
    [
      'an entry with a destination without an ARN',
      [{ EventSource: 'userNotification', LogLevel: 'ERROR', CloudWatchLogsConfiguration: {} }],
      'InvalidParameterException',
      'Request validation Failed. Following event sources in request have no destination: [userNotification].',
    ],
    [
      'the same event source twice',
      [notifications, notifications],
      'InvalidParameterException',
      'Request validation Failed. Following event sources appear more then once in a request: [userNotification].',
    ],
    [
      'userAuthEvents on a pool below the Plus tier',
      [authEvents],
      'FeatureUnavailableInTierException',
      /userAuthEvents/,
    ],
    [
      'a log level that the event source does not allow',
      [{ ...notifications, LogLevel: 'INFO' }],
      'InvalidParameterException',
      /userNotification .* ERROR/,
    ],
    [
      'a destination that the event source does not allow',
      [
        {
          EventSource: 'userNotification',
          LogLevel: 'ERROR',
          S3Configuration: { BucketArn: 'arn:aws:s3:::b' },
        },
      ],
      'InvalidParameterException',
      /CloudWatchLogsConfiguration/,
    ],
    [
      'two destinations in one entry',
      [{ ...notifications, FirehoseConfiguration: authEvents.FirehoseConfiguration }],
      'InvalidParameterException',
      /more than one destination/,
    ],
  ];
  test.each(rejections)(
    'rejects %s and leaves the configuration unchanged',
    async (_, entries, name, message) => {
      const id = await createPool();
      const before = {
        ...notifications,
        CloudWatchLogsConfiguration: { LogGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:old' },
      };
      await set(id, [before]);
      const expected = typeof message === 'string' ? message : expect.stringMatching(message);
      await expect(set(id, entries)).rejects.toMatchObject({ name, message: expected });
      expect(await stored(id)).toEqual([before]);
    },
  );

  test('reports an unknown pool as not found, after it has checked the shape of the request', async () => {
    const unknown = 'us-east-1_unknown';
    await expect(stored(unknown)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(set(unknown, [])).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(set(unknown, [notifications, notifications, notifications])).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

describe('pools', () => {
  test('creates pools with an ID in the format of AWS and the tier ESSENTIALS by default', async () => {
    const id = await createPool();
    expect(id).toMatch(/^us-east-1_[0-9A-Za-z]{9}$/);
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: id }));
    expect(UserPool).toMatchObject({
      Arn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${id}`,
      UserPoolTier: 'ESSENTIALS',
      CreationDate: expect.any(Date),
    });
  });

  test('UpdateUserPool resets every setting that the request omits, except the tier', async () => {
    const id = await createPool({
      UserPoolTier: 'PLUS',
      UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
      UserPoolTags: { team: 'a' },
      DeletionProtection: 'ACTIVE',
    });
    await cognito.send(new UpdateUserPoolCommand({ UserPoolId: id, UserPoolTags: { team: 'b' } }));
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: id }));
    expect(UserPool).toMatchObject({
      Name: 'test',
      UserPoolTier: 'PLUS',
      UserPoolTags: { team: 'b' },
      DeletionProtection: 'INACTIVE',
    });
    expect(UserPool?.UserPoolAddOns).toBeUndefined();
  });

  test('accepts userAuthEvents after the pool was moved to the Plus tier', async () => {
    const id = await createPool();
    await expect(set(id, [authEvents])).rejects.toMatchObject({ name: 'FeatureUnavailableInTierException' });
    await cognito.send(new UpdateUserPoolCommand({ UserPoolId: id, UserPoolTier: 'PLUS' }));
    await set(id, [authEvents]);
    expect(await stored(id)).toEqual([authEvents]);
  });

  test('rejects threat protection below the Plus tier', async () => {
    const UserPoolAddOns = { AdvancedSecurityMode: 'ENFORCED' as const };
    await expect(createPool({ UserPoolAddOns })).rejects.toMatchObject({
      name: 'FeatureUnavailableInTierException',
    });
    const id = await createPool();
    await expect(
      cognito.send(new UpdateUserPoolCommand({ UserPoolId: id, UserPoolAddOns })),
    ).rejects.toMatchObject({ name: 'FeatureUnavailableInTierException' });
  });

  test('ListUserPools returns each pool once, in pages, without its tier', async () => {
    const { cognito: elsewhere } = clientsAt(cloud.url, { account: '111111111111' });
    const ids = new Set<string | undefined>();
    for (let index = 0; index < 7; index += 1)
      ids.add((await elsewhere.send(new CreateUserPoolCommand({ PoolName: `p${index}` }))).UserPool?.Id);
    const seen: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await elsewhere.send(new ListUserPoolsCommand({ MaxResults: 3, NextToken }));
      expect(page.UserPools?.length).toBeLessThanOrEqual(3);
      for (const pool of page.UserPools ?? []) {
        expect(pool).not.toHaveProperty('UserPoolTier');
        seen.push(pool.Id);
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(seen).toHaveLength(7);
    expect(new Set(seen)).toEqual(ids);
  });

  test('ListUserPools rejects a NextToken that it did not return', async () => {
    await expect(
      cognito.send(new ListUserPoolsCommand({ MaxResults: 3, NextToken: 'nonsense' })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('deletes a pool, unless deletion protection is active', async () => {
    const id = await createPool({ DeletionProtection: 'ACTIVE' });
    const remove = () => cognito.send(new DeleteUserPoolCommand({ UserPoolId: id }));
    await expect(remove()).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await cognito.send(new UpdateUserPoolCommand({ UserPoolId: id }));
    await remove();
    await expect(stored(id)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(remove()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
