import { once } from 'node:events';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';

export interface Table {
  readonly client: DynamoDBClient;
  /** Creates an empty table with the schema of the state table. Returns its name. */
  create(): Promise<string>;
  close(): Promise<void>;
}

/** Starts an in-memory DynamoDB on a free local port. */
export async function startDynalite(): Promise<Table> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('dynalite has no port');
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${address.port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'none' },
  });
  let tables = 0;
  return {
    client,
    async create() {
      const TableName = `state-${++tables}`;
      await client.send(
        new CreateTableCommand({
          TableName,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'Id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'Id', KeyType: 'HASH' }],
        }),
      );
      // For some time after it is created, a table does not answer.
      await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.002, maxDelay: 0.01 }, { TableName });
      return TableName;
    },
    async close() {
      client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
