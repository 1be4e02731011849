import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  type DescribeLogGroupsCommandInput,
  DescribeResourcePoliciesCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud.ts';
import { clientsAt } from '../clients.ts';

const account = '123456789012';
const region = 'eu-central-1';

let cloud: LocalCloud;
let clients: ReturnType<typeof clientsAt>;
beforeEach(async () => {
  cloud = await startLocalCloud();
  clients = clientsAt(cloud.url, { account, region });
});
afterEach(() => cloud.close());

const create = (logGroupName: string) => clients.logs.send(new CreateLogGroupCommand({ logGroupName }));
const remove = (logGroupName: string) => clients.logs.send(new DeleteLogGroupCommand({ logGroupName }));
async function names(input: DescribeLogGroupsCommandInput): Promise<readonly (string | undefined)[]> {
  const { logGroups = [] } = await clients.logs.send(new DescribeLogGroupsCommand(input));
  return logGroups.map(({ logGroupName }) => logGroupName);
}

test('one that nobody made is there where its whole name is asked for, and in no other list', async () => {
  await create('/a/b');
  expect(await names({ logGroupNamePrefix: '/a' })).toEqual(['/a', '/a/b']);
  expect(await names({ logGroupNamePattern: '/b' })).toEqual(['/a/b', '/b']);
  expect(await names({ logGroupIdentifiers: [`arn:aws:logs:${region}:${account}:log-group:/x`] })).toEqual([
    '/x',
  ]);
  expect(await names({})).toEqual(['/a/b']);
});

test('one that was deleted is missing until it is made again', async () => {
  await remove('/a');
  expect(await names({ logGroupNamePrefix: '/a' })).toEqual([]);
  await expect(remove('/a')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await create('/a');
  expect(await names({ logGroupNamePrefix: '/a' })).toEqual(['/a']);
});

test('one that was made is shown as it was made, and cannot be made twice', async () => {
  const logGroupName = '/aws/vendedlogs/x';
  const made = { logGroupName, kmsKeyId: 'key', logGroupClass: 'INFREQUENT_ACCESS' as const };
  await clients.logs.send(new CreateLogGroupCommand(made));
  await expect(create(logGroupName)).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
  const { logGroups } = await clients.logs.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName, logGroupClass: 'INFREQUENT_ACCESS' }),
  );
  const arn = `arn:aws:logs:${region}:${account}:log-group:${logGroupName}`;
  expect(logGroups).toEqual([expect.objectContaining({ ...made, arn: `${arn}:*`, logGroupArn: arn })]);
  expect(await names({ logGroupNamePrefix: logGroupName, logGroupClass: 'STANDARD' })).toEqual([]);
});

test('are told in pages, sorted', async () => {
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
])('two ways of asking at once are refused: %j', async (input) => {
  await expect(names(input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('aws/ is no beginning of a name', async () => {
  await expect(create('aws/x')).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test.each([
  ['account', { account: '999999999999', region }],
  ['Region', { account, region: 'us-west-2' }],
])('another %s has its own', async (_, elsewhere) => {
  await remove('/a');
  const { logGroups } = await clientsAt(cloud.url, elsewhere).logs.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: '/a' }),
  );
  expect(logGroups).toHaveLength(1);
});

test('there are no resource policies', async () => {
  const answer = await clients.logs.send(new DescribeResourcePoliciesCommand({ limit: 50 }));
  expect(answer.resourcePolicies).toEqual([]);
});
