/** One of the two servers of bench/local.ts, `cloud` or `bare`, in its own process. Stops with its parent. */
import { createServer } from 'node:http';
import { startLocalCloud } from '../local/cloud.ts';

const LogConfigurations = [
  {
    LogLevel: 'ERROR',
    EventSource: 'userNotification',
    CloudWatchLogsConfiguration: {
      LogGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/x',
    },
  },
];

const { port, close } = process.argv[2] === 'cloud' ? await cloud() : await bare();
const report = () => {
  globalThis.gc?.();
  process.send?.({ port, heap: process.memoryUsage().heapUsed });
};
process.on('message', report);
process.on('disconnect', close);
report();

async function cloud() {
  const started = await startLocalCloud({ quotaScale: 'off', seed: 1 });
  await fetch(`${started.url}/_local/seed`, {
    method: 'POST',
    body: JSON.stringify({
      pools: [
        {
          Id: 'us-east-1_bench',
          LogConfigurations,
        },
      ],
    }),
  });
  return started;
}

/** A server that parses the request body and returns the same number of bytes as the cloud. */
async function bare() {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { UserPoolId } = JSON.parse(Buffer.concat(chunks).toString());
      const body = JSON.stringify({ LogDeliveryConfiguration: { UserPoolId, LogConfigurations } });
      response.writeHead(200, {
        'content-type': 'application/x-amz-json-1.1',
        'content-length': Buffer.byteLength(body),
      });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { port: address.port, close: () => server.close() };
}
