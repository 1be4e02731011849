import 'aws-sdk-client-mock-jest';
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { dynamoFleet } from '../../lib/aws/fleet.ts';
import { dynamoRecords } from '../../lib/aws/records.ts';
import { dynamoRecordListing } from '../../lib/aws/records-list.ts';
import { blankRecord, type PoolRecord } from '../../lib/domain/record.ts';
import type { Fleet } from '../../lib/reconcile/ports.ts';
import { anyRecord } from '../support/any-record.ts';
import { awsError, pagesOf } from '../support/aws-error.ts';
import { startDynalite, type Table } from '../support/dynalite.ts';
import { applied, NOON, POOL } from '../support/situation.ts';

const itemOf = (record: PoolRecord) => marshall({ Id: `pool#${record.UserPoolId}`, ...record });
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
  Outcomes: { InSync: 2 },
};

describe('on a table', () => {
  let dynamo: Table;
  let name: string;
  beforeAll(async () => {
    dynamo = await startDynalite();
  });
  afterAll(() => dynamo.close());
  beforeEach(async () => {
    name = await dynamo.create();
  });

  test('a pool that was never seen has no record', async () => {
    expect(await dynamoRecords(dynamo.client, name).read(POOL)).toBeUndefined();
  });

  test('any record is read as it was written', async () => {
    const records = dynamoRecords(dynamo.client, name);
    let pools = 0;
    await fc.assert(
      fc.asyncProperty(anyRecord, async (record) => {
        const first = { ...record, UserPoolId: `eu-west-1_p${pools++}`, Revision: 1 };
        expect(await records.write(first)).toBe('Stored');
        expect(await records.read(first.UserPoolId)).toEqual(first);
      }),
      { numRuns: 60 },
    );
  });

  test('of many writers of one revision one stores, and the next revision is made from its record', async () => {
    const records = dynamoRecords(dynamo.client, name);
    for (const Revision of [1, 2, 3]) {
      const writers = Array.from({ length: 8 }, (_, at) => applied({ Revision, DriftCount: at }));
      const ends = await Promise.all(writers.map((record) => records.write(record)));
      expect(ends.filter((end) => end === 'Stored')).toHaveLength(1);
      expect(await records.read(POOL)).toEqual(writers[ends.indexOf('Stored')]);
    }
  });

  test('a record made from an older one is lost', async () => {
    const records = dynamoRecords(dynamo.client, name);
    await records.write(applied({ Revision: 1 }));
    await records.write(applied({ Revision: 2 }));
    expect(await records.write(applied({ Revision: 2, DriftCount: 9 }))).toBe('Conflict');
    expect(await records.write(applied({ Revision: 1, DriftCount: 9 }))).toBe('Conflict');
    expect(await records.write(applied({ Revision: 4 }))).toBe('Conflict');
    expect(await records.read(POOL)).toEqual(applied({ Revision: 2 }));
  });

  test('the listing tells every pool and neither the fleet nor the rate limiter', async () => {
    const records = dynamoRecords(dynamo.client, name);
    await dynamoFleet(dynamo.client, name).write(fleet);
    await dynamo.client.send(
      new PutItemCommand({
        TableName: name,
        Item: { Id: { S: 'budget#CognitoRead' }, Next: { N: '1' } },
      }),
    );
    const DeletedAt = NOON.toISOString();
    const kept = [
      applied({ Revision: 1, UserPoolId: 'eu-west-1_a' }),
      applied({ Revision: 1, UserPoolId: 'eu-west-1_b', DeletedAt }),
    ];
    await Promise.all(kept.map((record) => records.write(record)));
    const [page = []] = await pagesOf(dynamoRecordListing(dynamo.client, name).pages());
    expect([...page].sort((a, b) => a.UserPoolId.localeCompare(b.UserPoolId))).toEqual([
      { UserPoolId: 'eu-west-1_a', Status: applied().Status, LastApplied: applied().LastApplied },
      { UserPoolId: 'eu-west-1_b', Status: applied().Status, LastApplied: applied().LastApplied, DeletedAt },
    ]);
  });
});

describe('as DynamoDB answers', () => {
  const client = new DynamoDBClient({ region: 'eu-west-1' });
  const dynamo = mockClient(client);
  const records = dynamoRecords(client, 'state');
  const refused = new ConditionalCheckFailedException({ message: 'no', $metadata: {} });
  beforeEach(() => dynamo.reset());

  test('reads consistently', async () => {
    dynamo.on(GetItemCommand).resolves({ Item: itemOf(applied()) });
    expect(await records.read(POOL)).toEqual(applied());
    expect(dynamo).toHaveReceivedCommandWith(GetItemCommand, {
      TableName: 'state',
      Key: { Id: { S: `pool#${POOL}` } },
      ConsistentRead: true,
    });
  });

  test('an item that somebody else wrote is no record', async () => {
    dynamo.on(GetItemCommand).resolves({ Item: { Id: { S: `pool#${POOL}` }, Revision: { S: 'x' } } });
    await expect(records.read(POOL)).rejects.toThrow('Revision');
  });

  test('the first record needs that there be none', async () => {
    dynamo.on(PutItemCommand).resolves({});
    const first = { ...blankRecord(POOL, NOON), Revision: 1 };
    expect(await records.write(first)).toBe('Stored');
    const [sent] = dynamo.commandCalls(PutItemCommand);
    expect(sent?.args[0].input).toEqual({
      TableName: 'state',
      Item: itemOf(first),
      ConditionExpression: 'attribute_not_exists(Id)',
    });
  });

  test('a later record needs the revision before', async () => {
    dynamo.on(PutItemCommand).resolves({});
    await records.write(applied({ Revision: 7 }));
    expect(dynamo).toHaveReceivedCommandWith(PutItemCommand, {
      ConditionExpression: 'Revision = :before',
      ExpressionAttributeValues: { ':before': { N: '6' } },
    });
  });

  test('a write that stands already, since the SDK tried it again, was stored', async () => {
    dynamo.on(PutItemCommand).rejects(refused);
    dynamo.on(GetItemCommand).resolves({ Item: itemOf(applied()) });
    expect(await records.write(applied())).toBe('Stored');
  });

  test('a write of the same revision that differs in anything was another’s', async () => {
    dynamo.on(PutItemCommand).rejects(refused);
    dynamo.on(GetItemCommand).resolves({ Item: itemOf(applied({ DriftCount: 1 })) });
    expect(await records.write(applied())).toBe('Conflict');
  });

  test('a record that was taken away meanwhile is lost', async () => {
    dynamo.on(PutItemCommand).rejects(refused);
    dynamo.on(GetItemCommand).resolves({});
    expect(await records.write(applied())).toBe('Conflict');
  });

  test.each([
    ['ProvisionedThroughputExceededException', 'Throttled'],
    ['AccessDeniedException', 'Permission'],
    ['InternalServerError', 'Transient'],
  ])('%s is a failure of the table: %s', async (errorName, kind) => {
    dynamo.onAnyCommand().rejects(awsError(errorName));
    await expect(records.write(applied())).rejects.toMatchObject({ kind, operation: 'PutItem', errorName });
    await expect(records.read(POOL)).rejects.toMatchObject({ kind, operation: 'GetItem', errorName });
    await expect(pagesOf(dynamoRecordListing(client, 'state').pages())).rejects.toMatchObject({
      kind,
      operation: 'Scan',
    });
    await expect(dynamoFleet(client, 'state').write(fleet)).rejects.toMatchObject({
      kind,
      operation: 'PutItem',
    });
  });

  test('the listing goes on where the last page ended, through pages that the filter emptied', async () => {
    const key = { Id: { S: 'pool#x' } };
    dynamo
      .on(ScanCommand)
      .resolvesOnce({ Items: [itemOf(applied())], LastEvaluatedKey: key })
      .resolvesOnce({ LastEvaluatedKey: key })
      .resolvesOnce({ Items: [] });
    const pages = await pagesOf(dynamoRecordListing(client, 'state').pages());
    const { Status, LastApplied } = applied();
    expect(pages).toEqual([[{ UserPoolId: POOL, Status, LastApplied }], [], []]);
    const asked = dynamo.commandCalls(ScanCommand).map(({ args: [command] }) => command.input);
    expect(asked.map(({ ExclusiveStartKey }) => ExclusiveStartKey)).toEqual([undefined, key, key]);
    expect(asked[0]).toMatchObject({ TableName: 'state', ConsistentRead: true });
  });

  test('the fleet is one item', async () => {
    dynamo.on(PutItemCommand).resolves({});
    await dynamoFleet(client, 'state').write(fleet);
    expect(dynamo).toHaveReceivedCommandWith(PutItemCommand, {
      TableName: 'state',
      Item: marshall({ Id: 'fleet', ...fleet }),
    });
  });
});
