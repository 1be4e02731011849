import {
  type CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  GetResourcesCommand,
  type GetResourcesCommandInput,
  paginateGetResources,
  type ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { useLocalCloud } from '../../support/local-cloud.ts';
import { clientsAt } from '../clients.ts';

type Clients = Readonly<{
  cognito: CognitoIdentityProviderClient;
  tagging: ResourceGroupsTaggingAPIClient;
}>;

async function create(
  { cognito }: Clients,
  PoolName: string,
  UserPoolTags?: Record<string, string>,
): Promise<{ readonly id: string; readonly arn: string }> {
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName, UserPoolTags }));
  return { id: UserPool?.Id ?? '', arn: UserPool?.Arn ?? '' };
}

async function found({ tagging: client }: Clients, input: GetResourcesCommandInput = {}): Promise<string[]> {
  const arns: string[] = [];
  for await (const page of paginateGetResources({ client }, input))
    arns.push(...(page.ResourceTagMappingList ?? []).map(({ ResourceARN }) => ResourceARN ?? ''));
  return arns.sort();
}

describe('filters and pages', () => {
  const cloud = useLocalCloud({ quotaScale: 'off', seed: 3, emptyPages: 0.5 });
  let clients: Clients;
  const arns = new Map<string, string>();
  beforeAll(async () => {
    clients = clientsAt(cloud.url);
    const pools = [
      ['never', undefined],
      ['shop', { team: 'shop', env: 'prod' }],
      ['shop-test', { team: 'shop', env: 'test' }],
      ['pay', { team: 'pay', env: '' }],
    ] as const;
    for (const [name, tags] of pools) arns.set(name, (await create(clients, name, tags)).arn);
  });
  const of = (...names: string[]) => names.map((name) => arns.get(name)).sort();

  test.each<[string, GetResourcesCommandInput, string[]]>([
    ['no filter', {}, ['shop', 'shop-test', 'pay']],
    ['a value', { TagFilters: [{ Key: 'team', Values: ['shop'] }] }, ['shop', 'shop-test']],
    ['one of two values', { TagFilters: [{ Key: 'team', Values: ['pay', 'none'] }] }, ['pay']],
    ['a key without values', { TagFilters: [{ Key: 'env' }] }, ['shop', 'shop-test', 'pay']],
    ['an empty list of values', { TagFilters: [{ Key: 'env', Values: [] }] }, ['shop', 'shop-test', 'pay']],
    ['an empty value', { TagFilters: [{ Key: 'env', Values: [''] }] }, ['pay']],
    [
      'two keys',
      {
        TagFilters: [
          { Key: 'team', Values: ['shop'] },
          { Key: 'env', Values: ['prod', ''] },
        ],
      },
      ['shop'],
    ],
    ['a key in another case', { TagFilters: [{ Key: 'Team' }] }, []],
    ['the name of a method', { TagFilters: [{ Key: 'toString' }] }, []],
    ['the service', { ResourceTypeFilters: ['cognito-idp'] }, ['shop', 'shop-test', 'pay']],
    ['the type', { ResourceTypeFilters: ['cognito-idp:userpool'] }, ['shop', 'shop-test', 'pay']],
    ['other types', { ResourceTypeFilters: ['cognito-identity', 'cognito-idp:user', 's3'] }, []],
    ['pages of one', { ResourcesPerPage: 1 }, ['shop', 'shop-test', 'pay']],
  ])('returns the pools that match %s, over all pages', async (_, input, names) => {
    expect(await found(clients, input)).toEqual(of(...names));
  });

  test('rejects a token that is older than 15 minutes', async () => {
    const first = await clients.tagging.send(new GetResourcesCommand({ ResourcesPerPage: 1 }));
    expect(first.PaginationToken).toMatch(/./);
    const next = () =>
      clients.tagging.send(new GetResourcesCommand({ PaginationToken: first.PaginationToken }));
    await next();
    cloud.moveTime(15 * 60_000 + 1);
    await expect(next()).rejects.toMatchObject({ name: 'PaginationTokenExpiredException' });
  });

  test('returns only the pools of the account and Region of the call', async () => {
    expect(await found(clientsAt(cloud.url, { region: 'eu-west-1' }))).toEqual([]);
  });
});

describe('with lag and quotas', () => {
  const lag = 3_600_000;
  const cloud = useLocalCloud({ seed: 3, emptyPages: 0, readLag: lag });

  test('returns old tags and deleted pools until the lag has passed', async () => {
    const clients = clientsAt(cloud.url);
    const { id, arn } = await create(clients, 'p', { team: 'a' });
    expect(await found(clients)).toEqual([]);
    cloud.moveTime(lag);
    expect(await found(clients)).toEqual([arn]);
    await clients.cognito.send(new TagResourceCommand({ ResourceArn: arn, Tags: { team: 'b' } }));
    const old = { TagFilters: [{ Key: 'team', Values: ['a'] }] };
    expect(await found(clients, old)).toEqual([arn]);
    cloud.moveTime(lag);
    expect(await found(clients, old)).toEqual([]);
    await clients.cognito.send(new DeleteUserPoolCommand({ UserPoolId: id }));
    expect(await found(clients)).toEqual([arn]);
    cloud.moveTime(lag);
    expect(await found(clients)).toEqual([]);
  });

  test('throttles GetResources with ThrottledException, and TagResource with TooManyRequestsException', async () => {
    const { cognito, tagging } = clientsAt(cloud.url);
    const names = async (send: () => Promise<unknown>) =>
      Promise.all(
        Array.from({ length: 30 }, () =>
          send().then(
            () => 'ok',
            (error: Error) => error.name,
          ),
        ),
      );
    expect(await names(() => tagging.send(new GetResourcesCommand({})))).toContain('ThrottledException');
    const ResourceArn = 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_none';
    expect(await names(() => cognito.send(new TagResourceCommand({ ResourceArn, Tags: {} })))).toContain(
      'TooManyRequestsException',
    );
  });
});
