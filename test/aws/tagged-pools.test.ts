import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { mockClient } from 'aws-sdk-client-mock';
import { taggedPools } from '../../lib/aws/tagged-pools.ts';
import { poolArn } from '../../lib/domain/user-pool-id.ts';
import { awsError } from '../support/aws-error.ts';
import { POOL, settings } from '../support/situation.ts';
import { unlimitedRate, withoutDeadline } from '../support/unlimited-rate.ts';

const client = new ResourceGroupsTaggingAPIClient({ region: 'eu-west-1' });
const tagging = mockClient(client);
beforeEach(() => tagging.reset());

const OTHER = 'us-east-1_replica';
const tagged = (userPoolId: string, tags: Readonly<Record<string, string>>) => ({
  ResourceARN: poolArn(settings, userPoolId),
  Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
});

test('lists the tags of all pools, follows short and empty pages, and acquires a slot for each page', async () => {
  tagging
    .on(GetResourcesCommand)
    .resolvesOnce({
      ResourceTagMappingList: [tagged(POOL, { env: 'prod', owner: '' })],
      PaginationToken: 'one',
    })
    .resolvesOnce({ ResourceTagMappingList: [], PaginationToken: 'two' })
    .resolvesOnce({ PaginationToken: 'three' })
    .resolvesOnce({ ResourceTagMappingList: [tagged(OTHER, {})], PaginationToken: '' });
  const { rateLimiting, acquired, recorded } = unlimitedRate();
  expect(await taggedPools(client, settings, rateLimiting).list(withoutDeadline)).toEqual(
    new Map([
      [POOL, { env: 'prod', owner: '' }],
      [OTHER, {}],
    ]),
  );
  const page = { ResourceTypeFilters: ['cognito-idp:userpool'], ResourcesPerPage: 100 };
  expect(tagging.calls().map(({ args: [command] }) => command.input)).toEqual([
    page,
    { ...page, PaginationToken: 'one' },
    { ...page, PaginationToken: 'two' },
    { ...page, PaginationToken: 'three' },
  ]);
  expect(acquired.map(({ category }) => category)).toEqual(Array(4).fill('TagRead'));
  expect(recorded.counts).toEqual(new Map([['Calls/TagRead', 4]]));
});

test('ignores a resource that is not a pool of the account and Region, and keeps a tag named __proto__', async () => {
  tagging.on(GetResourcesCommand).resolves({
    ResourceTagMappingList: [
      {},
      { ResourceARN: 'arn:aws:s3:::a-bucket', Tags: [{ Key: 'env', Value: 'prod' }] },
      { ResourceARN: poolArn({ ...settings, region: 'us-east-1' }, POOL) },
      { ResourceARN: poolArn(settings, POOL), Tags: [{ Key: '__proto__', Value: 'x' }] },
    ],
  });
  const tags = await taggedPools(client, settings, unlimitedRate().rateLimiting).list(withoutDeadline);
  expect([...tags.keys()]).toEqual([POOL]);
  expect(Object.entries(tags.get(POOL) ?? {})).toEqual([['__proto__', 'x']]);
});

test('retries a throttled page and counts it', async () => {
  tagging.on(GetResourcesCommand).rejectsOnce(awsError('ThrottledException')).resolves({});
  const { rateLimiting, recorded, clock } = unlimitedRate();
  const list = taggedPools(client, settings, rateLimiting).list(withoutDeadline);
  await clock.drain();
  expect(await list).toEqual(new Map());
  expect(recorded.counts.get('Throttles/TagRead')).toBe(1);
});

test.each([
  ['AccessDeniedException', 'Permission'],
  ['InvalidParameterException', 'Transient'],
])('%s fails the listing as an error of the kind %s', async (name, kind) => {
  tagging.on(GetResourcesCommand).rejects(awsError(name));
  const list = taggedPools(client, settings, unlimitedRate().rateLimiting).list(withoutDeadline);
  await expect(list).rejects.toMatchObject({ kind, operation: 'GetResources', errorName: name });
});
