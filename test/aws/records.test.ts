import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { dynamoRecords } from '../../lib/aws/records.ts';
import { blankRecord, type PoolRecord } from '../../lib/domain/record.ts';
import { anyRecord } from '../support/any-record.ts';
import { startDynalite, type Table } from '../support/dynalite.ts';
import { cases } from '../support/random-cases.ts';
import { applied, NOON, POOL } from '../support/situation.ts';

const itemOf = (record: PoolRecord) => marshall({ Id: `pool#${record.UserPoolId}`, ...record });

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

  test('returns undefined for a pool without a record', async () => {
    expect(await dynamoRecords(dynamo.client, name).read(POOL)).toBeUndefined();
  });

  test('reads any record with exactly the values that were written', async () => {
    const records = dynamoRecords(dynamo.client, name);
    let pools = 0;
    await fc.assert(
      fc.asyncProperty(anyRecord, async (record) => {
        const first = { ...record, UserPoolId: `eu-west-1_p${pools++}`, Revision: 1 };
        expect(await records.write(first)).toBe('Stored');
        expect(await records.read(first.UserPoolId)).toEqual(first);
      }),
      { numRuns: cases(60) },
    );
  });

  test('stores exactly one record when several writers write the same revision', async () => {
    const records = dynamoRecords(dynamo.client, name);
    for (const Revision of [1, 2, 3]) {
      const writers = Array.from({ length: 8 }, (_, at) => applied({ Revision, DriftCount: at }));
      const ends = await Promise.all(writers.map((record) => records.write(record)));
      expect(ends.filter((end) => end === 'Stored')).toHaveLength(1);
      expect(await records.read(POOL)).toEqual(writers[ends.indexOf('Stored')]);
    }
  });

  test('returns Conflict for a record whose revision is not the next one', async () => {
    const records = dynamoRecords(dynamo.client, name);
    await records.write(applied({ Revision: 1 }));
    await records.write(applied({ Revision: 2 }));
    expect(await records.write(applied({ Revision: 2, DriftCount: 9 }))).toBe('Conflict');
    expect(await records.write(applied({ Revision: 1, DriftCount: 9 }))).toBe('Conflict');
    expect(await records.write(applied({ Revision: 4 }))).toBe('Conflict');
    expect(await records.read(POOL)).toEqual(applied({ Revision: 2 }));
  });
});

describe('with a mocked DynamoDB', () => {
  const client = new DynamoDBClient({ region: 'eu-west-1' });
  const dynamo = mockClient(client);
  const records = dynamoRecords(client, 'state');
  const conditionFailed = new ConditionalCheckFailedException({ message: 'no', $metadata: {} });
  beforeEach(() => dynamo.reset());

  test('reads a record with strong consistency', async () => {
    dynamo.on(GetItemCommand).resolves({ Item: itemOf(applied()) });
    expect(await records.read(POOL)).toEqual(applied());
    expect(dynamo).toHaveReceivedCommandWith(GetItemCommand, {
      TableName: 'state',
      Key: { Id: { S: `pool#${POOL}` } },
      ConsistentRead: true,
    });
  });

  test('rejects an item that is not a record', async () => {
    dynamo.on(GetItemCommand).resolves({ Item: { Id: { S: `pool#${POOL}` }, Revision: { S: 'x' } } });
    await expect(records.read(POOL)).rejects.toThrow('Revision');
  });

  test('writes the first record only if none is stored', async () => {
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

  test('writes a later record only if the previous revision is stored', async () => {
    dynamo.on(PutItemCommand).resolves({});
    await records.write(applied({ Revision: 7 }));
    expect(dynamo).toHaveReceivedCommandWith(PutItemCommand, {
      ConditionExpression: 'Revision = :before',
      ExpressionAttributeValues: { ':before': { N: '6' } },
    });
  });

  test('returns Stored when a retry of the SDK finds the same record', async () => {
    dynamo.on(PutItemCommand).rejects(conditionFailed);
    dynamo.on(GetItemCommand).resolves({ Item: itemOf(applied()) });
    expect(await records.write(applied())).toBe('Stored');
  });

  test('returns Conflict when the stored record of the same revision is different', async () => {
    dynamo.on(PutItemCommand).rejects(conditionFailed);
    dynamo.on(GetItemCommand).resolves({ Item: itemOf(applied({ DriftCount: 1 })) });
    expect(await records.write(applied())).toBe('Conflict');
  });

  test('returns Conflict when the record was deleted', async () => {
    dynamo.on(PutItemCommand).rejects(conditionFailed);
    dynamo.on(GetItemCommand).resolves({});
    expect(await records.write(applied())).toBe('Conflict');
  });
});
