import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoRecords } from '../../lib/aws/records.ts';
import { withoutSdkRetries } from '../../lib/aws/table-and-rate-limiter.ts';
import { POOL } from '../support/situation.ts';

test.each([
  ['sends no response', { requestTimeout: 50 }, () => undefined],
  [
    'stops in the middle of a response',
    { socketTimeout: 50 },
    (_: IncomingMessage, response: ServerResponse) => void response.writeHead(200).write('{'),
  ],
])('fails with a transient TimeoutError when the server %s', async (_, timeout, respond) => {
  const server = createServer(respond).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const client = new DynamoDBClient({
    ...withoutSdkRetries,
    requestHandler: { ...withoutSdkRetries.requestHandler, ...timeout },
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'none' },
  });
  try {
    await expect(dynamoRecords(client, 'the-table').read(POOL)).rejects.toMatchObject({
      kind: 'Transient',
      errorName: 'TimeoutError',
    });
  } finally {
    client.destroy();
    server.closeAllConnections();
    server.close();
  }
});
