import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateUserPoolCommand,
  CreateUserPoolReplicaCommand,
  DescribeUserPoolCommand,
  GetLogDeliveryConfigurationCommand,
  ListUserPoolReplicasCommand,
  paginateListUserPools,
  SetLogDeliveryConfigurationCommand,
  UpdateUserPoolCommand,
  UpdateUserPoolReplicaCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  ListTagsForDeliveryStreamCommand,
  TagDeliveryStreamCommand,
  UntagDeliveryStreamCommand,
} from '@aws-sdk/client-firehose';
import { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import { DeleteBucketCommand, HeadBucketCommand } from '@aws-sdk/client-s3';
import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  LabelParameterVersionCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  paginateGetParametersByPath,
} from '@aws-sdk/client-ssm';
import { startLocalCloud } from '../../../local/cloud.ts';
import { clientsAt, eventually } from '../clients.ts';

let folder: string;
let data: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-cloud-'));
  data = join(folder, 'state.json');
});
afterEach(() => rm(folder, { recursive: true }));

const start = () => startLocalCloud({ data, quotaScale: 'off', seed: 1, emptyPages: 0 });
type Clients = ReturnType<typeof clientsAt>;
const stream = { DeliveryStreamName: 's' };
const LogConfigurations = [
  {
    EventSource: 'userAuthEvents' as const,
    LogLevel: 'INFO' as const,
    S3Configuration: { BucketArn: 'arn:aws:s3:::x' },
  },
];

test('restores pools with their configurations and parameters with their versions, labels and tags after a restart', async () => {
  const first = await start();
  const { cognito, ssm } = clientsAt(first.url, { account: '111111111111', region: 'eu-west-1' });
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({ PoolName: 'x', UserPoolTier: 'PLUS', UserPoolTags: { a: 'b' } }),
  );
  const pool = { UserPoolId: UserPool?.Id };
  await cognito.send(new SetLogDeliveryConfigurationCommand({ ...pool, LogConfigurations }));
  for (const Value of ['v', 'w'])
    await ssm.send(
      new PutParameterCommand({ Name: '/a', Value, Type: 'String', Description: 'd', Overwrite: true }),
    );
  await ssm.send(new PutParameterCommand({ Name: '/deleted', Value: 'v', Type: 'String' }));
  await ssm.send(new DeleteParameterCommand({ Name: '/deleted' }));
  const ofParameter = { ResourceType: 'Parameter', ResourceId: '/a' } as const;
  await ssm.send(new AddTagsToResourceCommand({ ...ofParameter, Tags: [{ Key: 'k', Value: 'v' }] }));
  await ssm.send(new LabelParameterVersionCommand({ Name: '/a', ParameterVersion: 1, Labels: ['live'] }));
  const untagged = await cognito.send(new CreateUserPoolCommand({ PoolName: 'y', UserPoolTags: { a: 'b' } }));
  await cognito.send(new UpdateUserPoolCommand({ UserPoolId: untagged.UserPool?.Id }));
  const described = await cognito.send(new DescribeUserPoolCommand(pool));
  await first.close();

  const second = await start();
  const again = clientsAt(second.url, { account: '111111111111', region: 'eu-west-1' });
  const response = await again.cognito.send(new DescribeUserPoolCommand(pool));
  expect(response.UserPool).toEqual(described.UserPool);
  const configuration = await again.cognito.send(new GetLogDeliveryConfigurationCommand(pool));
  expect(configuration.LogDeliveryConfiguration?.LogConfigurations).toEqual(LogConfigurations);
  const history = await again.ssm.send(new GetParameterHistoryCommand({ Name: '/a' }));
  expect(history.Parameters).toMatchObject([
    { Value: 'v', Version: 1, Labels: ['live'] },
    { Value: 'w', Version: 2, Description: 'd', Labels: [] },
  ]);
  const tags = await again.ssm.send(new ListTagsForResourceCommand(ofParameter));
  expect(tags.TagList).toEqual([{ Key: 'k', Value: 'v' }]);
  await expect(again.ssm.send(new GetParameterCommand({ Name: '/deleted' }))).rejects.toMatchObject({
    name: 'ParameterNotFound',
  });
  const tagged = await again.tagging.send(new GetResourcesCommand({}));
  expect(tagged.ResourceTagMappingList).toEqual(
    [
      { ResourceARN: described.UserPool?.Arn, Tags: [{ Key: 'a', Value: 'b' }] },
      { ResourceARN: untagged.UserPool?.Arn, Tags: [] },
    ].sort((a, b) => (String(a.ResourceARN) < String(b.ResourceARN) ? -1 : 1)),
  );
  await second.close();
});

test('writes a change to the state file soon after it is made', async () => {
  const cloud = await start();
  const { ssm } = clientsAt(cloud.url);
  await ssm.send(new PutParameterCommand({ Name: '/a', Value: 'v', Type: 'String' }));
  await eventually(async () => {
    const text = await readFile(data, 'utf8').catch(() => '');
    return text.includes('"/a"') ? true : undefined;
  });
  expect(await readdir(folder)).toEqual(['state.json']);
  await cloud.close();
});

test('restores 10,000 seeded pools and 10,000 parameters after a restart', async () => {
  const first = await start();
  const names = Array.from({ length: 10_000 }, (_, index) => String(index).padStart(5, '0'));
  const seeded = await fetch(`${first.url}/_local/seed`, {
    method: 'POST',
    body: JSON.stringify({
      pools: names.map((name) => ({ Id: `us-east-1_${name}`, UserPoolTier: 'PLUS', LogConfigurations })),
      parameters: names.map((name) => ({ Name: `/p/${name}`, Value: '{"LogConfigurations":[]}' })),
    }),
  });
  expect(seeded.status).toBe(200);
  await first.close();
  const second = await start();
  const { cognito, ssm } = clientsAt(second.url);
  const pools: (string | undefined)[] = [];
  for await (const page of paginateListUserPools({ client: cognito }, { MaxResults: 60 }))
    pools.push(...(page.UserPools ?? []).map(({ Id }) => Id));
  expect(pools).toEqual(names.map((name) => `us-east-1_${name}`));
  const parameters: (string | undefined)[] = [];
  for await (const page of paginateGetParametersByPath({ client: ssm }, { Path: '/p' }))
    parameters.push(...(page.Parameters ?? []).map(({ Name }) => Name));
  expect(parameters).toEqual(names.map((name) => `/p/${name}`));
  await second.close();
}, 180_000);

test.each([
  ['{', /does not contain a state of this version: .*JSON/],
  ['{"version":2,"cells":[]}', /does not contain a state of this version: version: /],
  [
    '{"version":1,"cells":[{"account":"1","region":"us-east-1","pools":[],"parameters":[]}]}',
    /version: cells\.0\.account: /,
  ],
])('rejects a state file with the content %s and leaves it unchanged', async (text, message) => {
  await writeFile(data, text);
  await expect(start()).rejects.toThrow(message);
  expect(await readFile(data, 'utf8')).toBe(text);
});

test('rejects a state file that cannot be written when the cloud starts', async () => {
  const data = join(folder, 'none', 'state.json');
  await expect(startLocalCloud({ data, seed: 1 })).rejects.toThrow(
    /^Cannot write the state file .*none\/state\.json: ENOENT/,
  );
});

test('reports a failed write when the cloud closes, and still ends all connections', async () => {
  const away = join(folder, 'away');
  await mkdir(away);
  const cloud = await startLocalCloud({ data: join(away, 'state.json'), seed: 1 });
  await rm(away, { recursive: true });
  const { ssm } = clientsAt(cloud.url);
  await ssm.send(new PutParameterCommand({ Name: '/a', Value: 'v', Type: 'String' }));
  await expect(cloud.close()).rejects.toThrow(/ENOENT/);
  await expect(fetch(cloud.url)).rejects.toThrow();
});

test('restores created and deleted destinations after a restart', async () => {
  const first = await start();
  const { logs, firehose, s3 } = clientsAt(first.url);
  await logs.send(new DeleteLogGroupCommand({ logGroupName: '/deleted' }));
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/created', kmsKeyId: 'key' }));
  await firehose.send(new UntagDeliveryStreamCommand({ ...stream, TagKeys: ['LogDeliveryEnabled'] }));
  await s3.send(new DeleteBucketCommand({ Bucket: 'deleted' }));
  await first.close();

  const second = await start();
  const again = clientsAt(second.url);
  const describe = (logGroupNamePrefix: string) =>
    again.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
  expect((await describe('/deleted')).logGroups).toEqual([]);
  expect((await describe('/created')).logGroups).toMatchObject([
    { logGroupName: '/created', kmsKeyId: 'key' },
  ]);
  expect((await again.firehose.send(new ListTagsForDeliveryStreamCommand(stream))).Tags).toEqual([]);
  await expect(again.s3.send(new HeadBucketCommand({ Bucket: 'deleted' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
  await second.close();
});

test.each([
  [
    'log group',
    '/deleted',
    ({ logs }: Clients) => logs.send(new DeleteLogGroupCommand({ logGroupName: '/deleted' })),
  ],
  [
    'stream',
    'LogDeliveryEnabled',
    ({ firehose }: Clients) =>
      firehose.send(
        new TagDeliveryStreamCommand({ ...stream, Tags: [{ Key: 'LogDeliveryEnabled', Value: 'no' }] }),
      ),
  ],
  ['bucket', 'deleted', ({ s3 }: Clients) => s3.send(new DeleteBucketCommand({ Bucket: 'deleted' }))],
])('writes the state when only a %s has changed', async (_, name, change) => {
  const cloud = await start();
  await change(clientsAt(cloud.url));
  await cloud.close();
  expect(await readFile(data, 'utf8')).toContain(`"${name}"`);
});

test('reads a state file without destinations, which older versions wrote', async () => {
  const empty = { account: '111111111111', region: 'eu-west-1', pools: [], parameters: [] };
  await writeFile(data, JSON.stringify({ version: 1, cells: [empty] }));
  const cloud = await start();
  await cloud.close();
});

test('reads a state file with a pool that older versions wrote', async () => {
  const pool = {
    id: 'us-east-1_old',
    arn: 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_old',
    name: 'old',
    tier: 'PLUS',
    settings: {},
    logConfigurations: LogConfigurations,
    createdAt: 1,
    changedAt: 1,
  };
  const cell = { account: '000000000000', region: 'us-east-1', pools: [pool], parameters: [] };
  await writeFile(data, JSON.stringify({ version: 1, cells: [cell] }));
  const cloud = await start();
  const { cognito } = clientsAt(cloud.url);
  const replicas = await cognito.send(new ListUserPoolReplicasCommand({ UserPoolId: pool.id }));
  expect(replicas.UserPoolReplicas).toMatchObject([{ Role: 'PRIMARY', UserPoolArn: pool.arn }]);
  await cloud.close();
});

test('restores a replica with its own log configurations, and its link to the primary, after a restart', async () => {
  const first = await start();
  const { cognito: east } = clientsAt(first.url);
  const { cognito: west } = clientsAt(first.url, { region: 'us-west-2' });
  const { UserPool } = await east.send(new CreateUserPoolCommand({ PoolName: 'x', UserPoolTier: 'PLUS' }));
  const pool = { UserPoolId: UserPool?.Id };
  const replica = { ...pool, RegionName: 'us-west-2' };
  await east.send(new CreateUserPoolReplicaCommand(replica));
  await west.send(new UpdateUserPoolReplicaCommand({ ...replica, Status: 'ACTIVE' }));
  await west.send(new SetLogDeliveryConfigurationCommand({ ...pool, LogConfigurations }));
  const listed = await east.send(new ListUserPoolReplicasCommand(pool));
  await first.close();

  const second = await start();
  const { cognito: eastAgain } = clientsAt(second.url);
  const { cognito: westAgain } = clientsAt(second.url, { region: 'us-west-2' });
  const get = new GetLogDeliveryConfigurationCommand(pool);
  expect((await eastAgain.send(get)).LogDeliveryConfiguration?.LogConfigurations).toEqual([]);
  expect((await westAgain.send(get)).LogDeliveryConfiguration?.LogConfigurations).toEqual(LogConfigurations);
  for (const cognito of [eastAgain, westAgain]) {
    const again = await cognito.send(new ListUserPoolReplicasCommand(pool));
    expect(again.UserPoolReplicas).toEqual(listed.UserPoolReplicas);
  }
  await eastAgain.send(new UpdateUserPoolReplicaCommand({ ...replica, Status: 'INACTIVE' }));
  await second.close();
});
