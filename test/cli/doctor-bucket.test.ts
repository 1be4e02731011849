import { createServer, type Server } from 'node:http';
import { checkBucket } from '../../cli/commands/doctor/checks/bucket.ts';

/** S3 responds to HEAD without a body. A real server shows how the SDK maps the bare status; a mock would not. */
const ARN = 'arn:aws:s3:::audit/logs';

let server: Server;
let status: number;
let asked: string | undefined;
beforeAll(async () => {
  server = createServer((request, response) => {
    asked = `${request.method} ${request.url}`;
    response.writeHead(status).end();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_REGION: 'us-west-2',
    AWS_ACCESS_KEY_ID: '123456789012',
    AWS_SECRET_ACCESS_KEY: 'none',
  });
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

test.each([
  [200, { level: 'ok', message: 'The bucket exists.' }],
  [404, { level: 'problem', message: 'The bucket does not exist.' }],
  [403, { level: 'unknown', hint: 'Allow s3:ListBucket in your IAM policy.' }],
  [503, { level: 'unknown', hint: 'Try again later.' }],
])('reports the finding for a bucket that responds with status %d', async (responseStatus, finding) => {
  status = responseStatus;
  expect(await checkBucket({}, ARN)).toEqual([expect.objectContaining({ subject: ARN, ...finding })]);
  expect(asked).toMatch(/^HEAD \/audit\/?(\?|$)/);
});
