import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { dynamoRecordListing } from '../../lib/aws/records-list.ts';
import { dynamoRollouts, rolloutKey } from '../../lib/aws/rollouts.ts';
import { MAX_RANK, NO_RANK, type PolicyRollout } from '../../lib/domain/rollout/rollout.ts';
import { awsError } from '../support/aws-error.ts';
import { startDynalite, type Table } from '../support/dynalite.ts';
import { openRollout } from '../support/rollouts.ts';
import { later, NOON, POOL } from '../support/situation.ts';

const at = NOON.toISOString();
const minimal: PolicyRollout = { Name: 'prod', Revision: 1 };
/** A rollout with a value for each member. */
const complete: PolicyRollout = {
  Name: 'prod',
  Revision: 1,
  Settled: { Text: '{"Select":{}}', Version: 3, At: at },
  Open: {
    ...openRollout('{}'),
    Version: 4,
    Status: 'Halted',
    Threshold: MAX_RANK,
    Failures: [{ UserPoolId: POOL, Reason: 'a reason' }],
    Stopped: { At: at, Reason: '1 of 1 pools failed.' },
    EndedWaves: [{ Pools: 1, Failed: 0, StartedAt: at, EndedAt: later(60).toISOString() }],
  },
  DeletedAt: at,
  Restore: NO_RANK,
};
const itemOf = (rollout: PolicyRollout) => marshall({ Id: rolloutKey(rollout.Name), ...rollout });

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

  test('reads a rollout with exactly the values that were written, and nothing for other policies', async () => {
    const rollouts = dynamoRollouts(dynamo.client, name);
    expect(await rollouts.write(complete)).toBe('Stored');
    expect(await rollouts.write({ ...minimal, Name: 'dev' })).toBe('Stored');
    expect(await rollouts.read(['prod', 'dev', 'other'])).toEqual(
      new Map([
        ['prod', complete],
        ['dev', { ...minimal, Name: 'dev' }],
      ]),
    );
    expect(await rollouts.read([])).toEqual(new Map());
  });

  test('removes the members that the next revision does not have', async () => {
    const rollouts = dynamoRollouts(dynamo.client, name);
    await rollouts.write(complete);
    await rollouts.write({ ...minimal, Revision: 2 });
    expect((await rollouts.read(['prod'])).get('prod')).toEqual({ ...minimal, Revision: 2 });
  });

  test('stores exactly one rollout when several writers write the same revision', async () => {
    const rollouts = dynamoRollouts(dynamo.client, name);
    for (const Revision of [1, 2, 3]) {
      const writers = Array.from({ length: 8 }, (_, Restore) => ({ ...minimal, Revision, Restore }));
      const ends = await Promise.all(writers.map((rollout) => rollouts.write(rollout)));
      expect(ends.filter((end) => end === 'Stored')).toHaveLength(1);
      expect((await rollouts.read(['prod'])).get('prod')).toEqual(writers[ends.indexOf('Stored')]);
    }
  });

  test('returns Conflict for a rollout whose revision is not the next one', async () => {
    const rollouts = dynamoRollouts(dynamo.client, name);
    await rollouts.write(minimal);
    for (const Revision of [1, 3]) expect(await rollouts.write({ ...complete, Revision })).toBe('Conflict');
    expect((await rollouts.read(['prod'])).get('prod')).toEqual(minimal);
  });

  test('reads more rollouts than one call accepts', async () => {
    const rollouts = dynamoRollouts(dynamo.client, name);
    const names = Array.from({ length: 205 }, (_, index) => `p-${index}`);
    await Promise.all(names.map((Name) => rollouts.write({ ...minimal, Name })));
    expect([...(await rollouts.read(names)).keys()].sort()).toEqual(names.toSorted());
  });

  test('keeps rollouts out of the list of records', async () => {
    await dynamoRollouts(dynamo.client, name).write(complete);
    const pages: unknown[] = [];
    for await (const page of dynamoRecordListing(dynamo.client, name).pages()) pages.push(...page);
    expect(pages).toEqual([]);
  });
});

describe('with a mocked DynamoDB', () => {
  const client = new DynamoDBClient({ region: 'eu-west-1' });
  const dynamo = mockClient(client);
  const rollouts = dynamoRollouts(client, 'state');
  const conditionFailed = new ConditionalCheckFailedException({ message: 'no', $metadata: {} });
  const keysOf = (...names: readonly string[]) => names.map((name) => ({ Id: { S: `policy#${name}` } }));
  const found = (...items: readonly PolicyRollout[]) => ({ Responses: { state: items.map(itemOf) } });
  beforeEach(() => dynamo.reset());

  test('makes no call without names', async () => {
    expect(await rollouts.read([])).toEqual(new Map());
    expect(dynamo).not.toHaveReceivedAnyCommand();
  });

  test('reads up to 100 rollouts in each call, with strong consistency', async () => {
    dynamo.on(BatchGetItemCommand).resolves({});
    const names = Array.from({ length: 101 }, (_, index) => `p-${index}`);
    await rollouts.read(names);
    expect(dynamo.commandCalls(BatchGetItemCommand).map(({ args: [{ input }] }) => input)).toEqual(
      [names.slice(0, 100), names.slice(100)].map((some) => ({
        RequestItems: { state: { Keys: keysOf(...some), ConsistentRead: true } },
      })),
    );
  });

  test('reads the keys again that DynamoDB did not process', async () => {
    const dev = { ...minimal, Name: 'dev' };
    dynamo
      .on(BatchGetItemCommand)
      .resolvesOnce({ ...found(complete), UnprocessedKeys: { state: { Keys: keysOf('dev') } } })
      .resolvesOnce(found(dev));
    expect([...(await rollouts.read(['prod', 'dev'])).values()]).toEqual([complete, dev]);
    expect(dynamo).toHaveReceivedNthCommandWith(BatchGetItemCommand, 2, {
      RequestItems: { state: { Keys: keysOf('dev'), ConsistentRead: true } },
    });
    expect(dynamo.calls()).toHaveLength(2);
  });

  test('fails as throttled when DynamoDB never processes a key', async () => {
    dynamo.on(BatchGetItemCommand).resolves({ UnprocessedKeys: { state: { Keys: keysOf('prod') } } });
    await expect(rollouts.read(['prod'])).rejects.toMatchObject({ kind: 'Throttled' });
    expect(dynamo).toHaveReceivedCommandTimes(BatchGetItemCommand, 5);
  });

  test('rejects an item that is not a rollout', async () => {
    const item = { Id: { S: 'policy#prod' }, Name: { S: 'prod' }, Revision: { S: 'x' } };
    dynamo.on(BatchGetItemCommand).resolves({ Responses: { state: [item] } });
    await expect(rollouts.read(['prod'])).rejects.toThrow('Revision');
  });

  test('writes the first rollout only if none is stored', async () => {
    dynamo.on(PutItemCommand).resolves({});
    expect(await rollouts.write(complete)).toBe('Stored');
    const [sent] = dynamo.commandCalls(PutItemCommand);
    expect(sent?.args[0].input).toEqual({
      TableName: 'state',
      Item: itemOf(complete),
      ConditionExpression: 'attribute_not_exists(Id)',
    });
  });

  test('writes a later rollout only if the previous revision is stored', async () => {
    dynamo.on(PutItemCommand).resolves({});
    await rollouts.write({ ...minimal, Revision: 7 });
    expect(dynamo).toHaveReceivedCommandWith(PutItemCommand, {
      ConditionExpression: 'Revision = :before',
      ExpressionAttributeValues: { ':before': { N: '6' } },
    });
  });

  test.each([minimal, complete])(
    'returns Stored when a retry of the SDK finds the same rollout (%#)',
    async (rollout) => {
      dynamo.on(PutItemCommand).rejects(conditionFailed);
      dynamo.on(BatchGetItemCommand).resolves(found(rollout));
      expect(await rollouts.write(rollout)).toBe('Stored');
    },
  );

  test('returns Conflict when the stored rollout of the same revision is different', async () => {
    dynamo.on(PutItemCommand).rejects(conditionFailed);
    dynamo.on(BatchGetItemCommand).resolves(found({ ...complete, Restore: MAX_RANK }));
    expect(await rollouts.write(complete)).toBe('Conflict');
  });

  test('returns Conflict when the rollout was deleted', async () => {
    dynamo.on(PutItemCommand).rejects(conditionFailed);
    dynamo.on(BatchGetItemCommand).resolves({});
    expect(await rollouts.write(complete)).toBe('Conflict');
  });

  test('fails with the kind of the failure when DynamoDB denies a call', async () => {
    dynamo.on(PutItemCommand).rejects(awsError('AccessDeniedException'));
    await expect(rollouts.write(minimal)).rejects.toMatchObject({ kind: 'Permission', operation: 'PutItem' });
    dynamo.on(BatchGetItemCommand).rejects(awsError('ProvisionedThroughputExceededException'));
    await expect(rollouts.read(['prod'])).rejects.toMatchObject({
      kind: 'Throttled',
      operation: 'BatchGetItem',
    });
  });
});
