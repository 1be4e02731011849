import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  type DescribeLogGroupsCommandInput,
  DescribeResourcePoliciesCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { useLocalCloud } from '../../support/local-cloud.ts';
import { clientsAt } from '../clients.ts';

const account = '123456789012';
const region = 'eu-central-1';

const cloud = useLocalCloud({ per: 'each' });
let clients: ReturnType<typeof clientsAt>;
beforeEach(() => {
  clients = clientsAt(cloud.url, { account, region });
});

const create = (logGroupName: string) => clients.logs.send(new CreateLogGroupCommand({ logGroupName }));
const remove = (logGroupName: string) => clients.logs.send(new DeleteLogGroupCommand({ logGroupName }));
async function names(input: DescribeLogGroupsCommandInput): Promise<readonly (string | undefined)[]> {
  const { logGroups = [] } = await clients.logs.send(new DescribeLogGroupsCommand(input));
  return logGroups.map(({ logGroupName }) => logGroupName);
}

test('returns a log group that was never created only to a request for its full name', async () => {
  await create('/a/b');
  expect(await names({ logGroupNamePrefix: '/a' })).toEqual(['/a', '/a/b']);
  expect(await names({ logGroupNamePattern: '/b' })).toEqual(['/a/b', '/b']);
  expect(await names({ logGroupIdentifiers: [`arn:aws:logs:${region}:${account}:log-group:/x`] })).toEqual([
    '/x',
  ]);
  expect(await names({})).toEqual(['/a/b']);
});

test('reports a deleted log group as missing until it is created again', async () => {
  await remove('/a');
  expect(await names({ logGroupNamePrefix: '/a' })).toEqual([]);
  await expect(remove('/a')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await create('/a');
  expect(await names({ logGroupNamePrefix: '/a' })).toEqual(['/a']);
});

test('returns a created log group with its settings and rejects a second creation', async () => {
  const logGroupName = '/aws/vendedlogs/x';
  const settings = { logGroupName, kmsKeyId: 'key', logGroupClass: 'INFREQUENT_ACCESS' as const };
  await clients.logs.send(new CreateLogGroupCommand(settings));
  await expect(create(logGroupName)).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
  const { logGroups } = await clients.logs.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName, logGroupClass: 'INFREQUENT_ACCESS' }),
  );
  const arn = `arn:aws:logs:${region}:${account}:log-group:${logGroupName}`;
  expect(logGroups).toEqual([expect.objectContaining({ ...settings, arn: `${arn}:*`, logGroupArn: arn })]);
  expect(await names({ logGroupNamePrefix: logGroupName, logGroupClass: 'STANDARD' })).toEqual([]);
});

test('returns log groups in sorted pages and rejects an unknown token', async () => {
  for (const name of ['/p/c', '/p/a', '/p/b']) await create(name);
  const first = await clients.logs.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: '/p/', limit: 2 }),
  );
  expect(first.logGroups?.map(({ logGroupName }) => logGroupName)).toEqual(['/p/', '/p/a']);
  expect(await names({ logGroupNamePrefix: '/p/', nextToken: first.nextToken })).toEqual(['/p/b', '/p/c']);
  await expect(names({ nextToken: 'nonsense' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test.each([
  { logGroupNamePrefix: 'a', logGroupNamePattern: 'a' },
  { logGroupNamePrefix: 'a', logGroupIdentifiers: ['a'] },
])('rejects a request with two kinds of filter: %j', async (input) => {
  await expect(names(input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('rejects a log group name that begins with aws/', async () => {
  await expect(create('aws/x')).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test.each([
  ['account', { account: '999999999999', region }],
  ['Region', { account, region: 'us-west-2' }],
])('stores the log groups of another %s separately', async (_, elsewhere) => {
  await remove('/a');
  const { logGroups } = await clientsAt(cloud.url, elsewhere).logs.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: '/a' }),
  );
  expect(logGroups).toHaveLength(1);
});

test('returns no resource policies', async () => {
  const response = await clients.logs.send(new DescribeResourcePoliciesCommand({ limit: 50 }));
  expect(response.resourcePolicies).toEqual([]);
});
