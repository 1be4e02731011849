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
import { type LocalCloud, startLocalCloud } from '../../../local/cloud.ts';
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

let cloud: LocalCloud;
let cognito: CognitoIdentityProviderClient;

beforeAll(async () => {
  cloud = await startLocalCloud({ quotaScale: 'off', seed: 1 });
  ({ cognito } = clientsAt(cloud.url));
});
afterAll(() => cloud.close());

async function createPool(settings: Partial<CreateUserPoolCommandInput> = {}): Promise<string> {
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'test', ...settings }));
  return UserPool?.Id ?? '';
}

const set = (UserPoolId: string, LogConfigurations: LogConfigurationType[]) =>
  cognito.send(new SetLogDeliveryConfigurationCommand({ UserPoolId, LogConfigurations }));

async function stored(UserPoolId: string): Promise<LogConfigurationType[]> {
  const answer = await cognito.send(new GetLogDeliveryConfigurationCommand({ UserPoolId }));
  return answer.LogDeliveryConfiguration?.LogConfigurations ?? [];
}

describe('log delivery', () => {
  test('a new pool has an empty list', async () => {
    expect(await stored(await createPool())).toEqual([]);
  });

  test('Set replaces the whole list, and an empty list clears it', async () => {
    const id = await createPool({ UserPoolTier: 'PLUS' });
    const answer = await set(id, [notifications]);
    expect(answer.LogDeliveryConfiguration).toEqual({ UserPoolId: id, LogConfigurations: [notifications] });
    await set(id, [authEvents]);
    expect(await stored(id)).toEqual([authEvents]);
    await set(id, []);
    expect(await stored(id)).toEqual([]);
  });

  test('the entries come back in either order', async () => {
    const id = await createPool({ UserPoolTier: 'PLUS' });
    await set(id, [notifications, authEvents]);
    const firsts = new Set<string | undefined>();
    for (let look = 0; look < 40; look += 1) firsts.add((await stored(id))[0]?.EventSource);
    expect(firsts).toEqual(new Set(['userNotification', 'userAuthEvents']));
  });

  const refusals: [string, LogConfigurationType[], string, RegExp | string][] = [
    [
      'an entry without destination',
      [{ EventSource: 'userNotification', LogLevel: 'ERROR' }],
      'InvalidParameterException',
      'Request validation Failed. Following event sources in request have no destination: [userNotification].',
    ],
    [
      'an entry whose destination names no ARN',
      [{ EventSource: 'userNotification', LogLevel: 'ERROR', CloudWatchLogsConfiguration: {} }],
      'InvalidParameterException',
      'Request validation Failed. Following event sources in request have no destination: [userNotification].',
    ],
    [
      'a source twice',
      [notifications, notifications],
      'InvalidParameterException',
      'Request validation Failed. Following event sources appear more then once in a request: [userNotification].',
    ],
    [
      'userAuthEvents below the Plus tier',
      [authEvents],
      'FeatureUnavailableInTierException',
      /userAuthEvents/,
    ],
    [
      'a level that does not go with the source',
      [{ ...notifications, LogLevel: 'INFO' }],
      'InvalidParameterException',
      /userNotification .* ERROR/,
    ],
    [
      'a destination that does not go with the source',
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
  test.each(refusals)('%s is refused and changes nothing', async (_, entries, name, message) => {
    const id = await createPool();
    const before = {
      ...notifications,
      CloudWatchLogsConfiguration: { LogGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:old' },
    };
    await set(id, [before]);
    const expected = typeof message === 'string' ? message : expect.stringMatching(message);
    await expect(set(id, entries)).rejects.toMatchObject({ name, message: expected });
    expect(await stored(id)).toEqual([before]);
  });

  test('an unknown pool is not found, and shape comes before existence', async () => {
    const unknown = 'us-east-1_unknown';
    await expect(stored(unknown)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(set(unknown, [])).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(set(unknown, [notifications, notifications, notifications])).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

describe('pools', () => {
  test('have ids as AWS makes them and the tier ESSENTIALS unless said', async () => {
    const id = await createPool();
    expect(id).toMatch(/^us-east-1_[0-9A-Za-z]{9}$/);
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: id }));
    expect(UserPool).toMatchObject({
      Arn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${id}`,
      UserPoolTier: 'ESSENTIALS',
      CreationDate: expect.any(Date),
    });
  });

  test('an update resets what it does not name, the tier apart', async () => {
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

  test('a raised tier lets userAuthEvents in', async () => {
    const id = await createPool();
    await expect(set(id, [authEvents])).rejects.toMatchObject({ name: 'FeatureUnavailableInTierException' });
    await cognito.send(new UpdateUserPoolCommand({ UserPoolId: id, UserPoolTier: 'PLUS' }));
    await set(id, [authEvents]);
    expect(await stored(id)).toEqual([authEvents]);
  });

  test('threat protection needs the Plus tier', async () => {
    const UserPoolAddOns = { AdvancedSecurityMode: 'ENFORCED' as const };
    await expect(createPool({ UserPoolAddOns })).rejects.toMatchObject({
      name: 'FeatureUnavailableInTierException',
    });
    const id = await createPool();
    await expect(
      cognito.send(new UpdateUserPoolCommand({ UserPoolId: id, UserPoolAddOns })),
    ).rejects.toMatchObject({ name: 'FeatureUnavailableInTierException' });
  });

  test('are listed in pages, each once, without tier and tags', async () => {
    const { cognito: elsewhere } = clientsAt(cloud.url, { account: '111111111111' });
    const ids = new Set<string | undefined>();
    for (let made = 0; made < 7; made += 1)
      ids.add((await elsewhere.send(new CreateUserPoolCommand({ PoolName: `p${made}` }))).UserPool?.Id);
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

  test('a token that was never given is refused', async () => {
    await expect(
      cognito.send(new ListUserPoolsCommand({ MaxResults: 3, NextToken: 'nonsense' })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('are gone once deleted, unless protected', async () => {
    const id = await createPool({ DeletionProtection: 'ACTIVE' });
    const remove = () => cognito.send(new DeleteUserPoolCommand({ UserPoolId: id }));
    await expect(remove()).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await cognito.send(new UpdateUserPoolCommand({ UserPoolId: id }));
    await remove();
    await expect(stored(id)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(remove()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
