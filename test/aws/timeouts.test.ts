import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoRecords } from '../../lib/aws/records.ts';
import { bodyTimeout, requestHandler, withoutSdkRetries } from '../../lib/aws/timeouts.ts';
import { POOL } from '../support/situation.ts';

type Respond = (request: IncomingMessage, response: ServerResponse) => void;

const sendByteByByte: Respond = (_, response) => {
  response.writeHead(200);
  const timer = setInterval(() => response.write(' '), 10);
  response.once('close', () => clearInterval(timer));
};

const CASES: readonly (readonly [string, object, Respond])[] = [
  ['sends no response', { requestHandler: { ...requestHandler, requestTimeout: 50 } }, () => undefined],
  [
    'stops in the middle of a response',
    { requestHandler: { ...requestHandler, socketTimeout: 50 } },
    (_, response) => void response.writeHead(200).write('{'),
  ],
  ['sends a response byte by byte', { extensions: [bodyTimeout(50)] }, sendByteByByte],
];

test.each(CASES)('fails with a transient TimeoutError when the server %s', async (_, options, respond) => {
  const server = createServer(respond).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const client = new DynamoDBClient({
    ...withoutSdkRetries,
    ...options,
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

test('clients without SDK retries limit the time of a response body', () => {
  expect(withoutSdkRetries).toMatchObject({ extensions: [{ configure: expect.any(Function) }] });
});
