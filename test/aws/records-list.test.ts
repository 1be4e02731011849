import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { dynamoRecords } from '../../lib/aws/records.ts';
import { dynamoRecordListing } from '../../lib/aws/records-list.ts';
import { pagesOf } from '../support/aws-error.ts';
import { startDynalite } from '../support/dynalite.ts';
import { facts, ownedBy } from '../support/policies.ts';
import { applied, NOON, POOL } from '../support/situation.ts';

test('lists all pool records, and no other items of the table', async () => {
  const dynamo = await startDynalite();
  try {
    const TableName = await dynamo.create();
    const records = dynamoRecords(dynamo.client, TableName);
    for (const Item of [
      { Id: 'fleet', Held: false },
      { Id: 'budget#CognitoRead', Next: 1 },
    ])
      await dynamo.client.send(new PutItemCommand({ TableName, Item: marshall(Item) }));
    const DeletedAt = NOON.toISOString();
    const kept = [
      applied({ Revision: 1, UserPoolId: 'eu-west-1_a' }),
      applied({ Revision: 1, UserPoolId: 'eu-west-1_b', DeletedAt }),
    ];
    await Promise.all(kept.map((record) => records.write(record)));
    const [page = []] = await pagesOf(dynamoRecordListing(dynamo.client, TableName).pages());
    expect([...page].sort((a, b) => a.UserPoolId.localeCompare(b.UserPoolId))).toEqual([
      { UserPoolId: 'eu-west-1_a', Status: applied().Status, LastApplied: applied().LastApplied },
      { UserPoolId: 'eu-west-1_b', Status: applied().Status, LastApplied: applied().LastApplied, DeletedAt },
    ]);
  } finally {
    await dynamo.close();
  }
});

test('lists the owners and states of event sources, and facts without event sources', async () => {
  const dynamo = await startDynalite();
  try {
    const TableName = await dynamo.create();
    const records = dynamoRecords(dynamo.client, TableName);
    const { Status, Desired, Repairs, DriftCount } = applied();
    const Owner = ownedBy();
    const Intent = { Outcome: 'Repaired', At: NOON.toISOString() } as const;
    const shown = { Status, ...(Desired && { Desired }), Intent, Owner };
    const source = { ...shown, Repairs, DriftCount };
    const Unmanaged = { Outcome: 'Unmanaged', Reasons: ['tier'], Since: NOON.toISOString() } as const;
    await records.write(
      applied({ Revision: 1, UserPoolId: 'eu-west-1_a', Sources: { userAuthEvents: source } }),
    );
    const onlyFacts = {
      Revision: 1,
      UserPoolId: 'eu-west-1_b',
      Status: Unmanaged,
      Sources: {},
      Facts: facts(),
    };
    await records.write(applied(onlyFacts));
    const [page = []] = await pagesOf(dynamoRecordListing(dynamo.client, TableName).pages());
    const byId = new Map(page.map((record) => [record.UserPoolId, record]));
    expect(byId.get('eu-west-1_a')).toMatchObject({ Status, Sources: { userAuthEvents: { Status, Owner } } });
    expect(byId.get('eu-west-1_a')?.Sources?.userAuthEvents).toEqual(shown);
    expect(byId.get('eu-west-1_b')).toMatchObject({ Status: Unmanaged, Sources: {}, Facts: facts() });
    // The previous version reads both as finished.
    const { Items = [] } = await dynamo.client.send(new ScanCommand({ TableName }));
    expect(Items.map((item) => item.Status?.M?.Outcome?.S)).toEqual(['Released', 'Released']);
    expect(await records.read('eu-west-1_b')).toEqual(applied(onlyFacts));
  } finally {
    await dynamo.close();
  }
});

test('continues after the last page, also when the filter removed all items of a page', async () => {
  const client = new DynamoDBClient({ region: 'eu-west-1' });
  const dynamo = mockClient(client);
  const Item = marshall({ Id: `pool#${POOL}`, ...applied() });
  const key = { Id: { S: 'pool#x' } };
  dynamo
    .on(ScanCommand)
    .resolvesOnce({ Items: [Item], LastEvaluatedKey: key })
    .resolvesOnce({ LastEvaluatedKey: key })
    .resolvesOnce({ Items: [] });
  const pages = await pagesOf(dynamoRecordListing(client, 'state').pages());
  const { Status, LastApplied } = applied();
  expect(pages).toEqual([[{ UserPoolId: POOL, Status, LastApplied }], [], []]);
  const inputs = dynamo.commandCalls(ScanCommand).map(({ args: [command] }) => command.input);
  expect(inputs.map(({ ExclusiveStartKey }) => ExclusiveStartKey)).toEqual([undefined, key, key]);
  expect(inputs[0]).toMatchObject({ TableName: 'state', ConsistentRead: true });
});
