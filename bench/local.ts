/**
 * Compares the local cloud's `GetLogDeliveryConfiguration`, without quotas, with a bare node:http server that
 * parses the same body: requests per second, and whether the memory grows during 200,000 requests. Prints
 * Markdown tables. Exits with 1 if the cloud reaches less than half of the rate of the bare server, or if the
 * memory grows.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const CONNECTIONS = 32;
const ROUNDS = 5;
const REQUESTS_PER_ROUND = Number(process.env.BENCH_REQUESTS ?? 20_000);
const SOAK_REQUESTS = Number(process.env.BENCH_SOAK ?? 200_000);
/** In bytes, after a garbage collection. The call log fills up during the soak; nothing else may grow. */
const MAX_HEAP_GROWTH = 4 * 1024 * 1024;

const report = z.object({ port: z.number(), heap: z.number() });

interface Server {
  readonly port: number;
  /** Bytes in use after a garbage collection. */
  heap(): Promise<number>;
  close(): Promise<void>;
}

async function start(kind: 'cloud' | 'bare'): Promise<Server> {
  const child = fork(fileURLToPath(new URL('local-server.ts', import.meta.url)), [kind], {
    execArgv: ['--expose-gc', '--import', 'tsx'],
  });
  const next = async () => report.parse((await once(child, 'message'))[0]);
  const { port } = await next();
  return {
    port,
    async heap() {
      child.send('heap');
      return (await next()).heap;
    },
    async close() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

const body = JSON.stringify({ UserPoolId: 'us-east-1_bench' });
const request = [
  'POST / HTTP/1.1',
  'Host: 127.0.0.1',
  'Content-Type: application/x-amz-json-1.1',
  'X-Amz-Target: AWSCognitoIdentityProviderService.GetLogDeliveryConfiguration',
  'X-Amz-Date: 20261123T000000Z',
  'X-Amz-User-Agent: aws-sdk-js/3.1169.0',
  'User-Agent: bench',
  'Authorization: AWS4-HMAC-SHA256 Credential=000000000000/20261123/us-east-1/cognito-idp/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=0000000000000000000000000000000000000000000000000000000000000000',
  `Content-Length: ${body.length}`,
  '',
  body,
].join('\r\n');

/** Sends requests over keep-alive connections, one at a time on each. Returns the seconds. */
async function load(port: number, requests: number): Promise<number> {
  const startedAt = performance.now();
  let remaining = requests;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const socket = connect(port, '127.0.0.1').setNoDelay(true);
      let received = '';
      socket.setEncoding('latin1').on('data', (chunk) => {
        received += chunk;
        const head = received.indexOf('\r\n\r\n');
        if (head < 0) return;
        const length = Number(/content-length: (\d+)/i.exec(received)?.[1]);
        if (received.length < head + 4 + length) return;
        if (!received.startsWith('HTTP/1.1 200')) throw new Error(received);
        received = '';
        sendNext();
      });
      const sendNext = () => {
        remaining -= 1;
        if (remaining < 0) socket.end();
        else socket.write(request);
      };
      sendNext();
      await once(socket, 'close');
    }),
  );
  return (performance.now() - startedAt) / 1000;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);
const perSecond = (rate: number) => Math.round(rate).toLocaleString('en');

/**
 * Keeps this process awake during the measurement. Otherwise the servers would have to wake it up with each
 * write, which would cost the slower server more than its own work.
 */
let measuring = true;
const stayAwake = () => {
  if (measuring) setImmediate(stayAwake);
};
stayAwake();

const bare = await start('bare');
const cloud = await start('cloud');
const bareRates: number[] = [];
const cloudRates: number[] = [];
// Alternating rounds, so that both run under the same conditions. The first round is a warm-up.
for (let round = 0; round <= ROUNDS; round += 1) {
  const bareRate = REQUESTS_PER_ROUND / (await load(bare.port, REQUESTS_PER_ROUND));
  const cloudRate = REQUESTS_PER_ROUND / (await load(cloud.port, REQUESTS_PER_ROUND));
  if (round === 0) continue;
  bareRates.push(bareRate);
  cloudRates.push(cloudRate);
}
const before = await cloud.heap();
await load(cloud.port, SOAK_REQUESTS);
const after = await cloud.heap();
measuring = false;
await Promise.all([bare.close(), cloud.close()]);

const ratio = median(cloudRates) / median(bareRates);
process.stdout.write(`Node ${process.version}, ${CONNECTIONS} connections, median of ${ROUNDS} rounds of ${perSecond(REQUESTS_PER_ROUND)} requests.

| server | requests per second | compared with the bare server |
| --- | ---: | ---: |
| bare node:http that parses the body | ${perSecond(median(bareRates))} | 100 % |
| local cloud, GetLogDeliveryConfiguration, without quotas | ${perSecond(median(cloudRates))} | ${Math.round(ratio * 100)} % |

| heap after garbage collection | MB |
| --- | ---: |
| before the soak | ${megabytes(before)} |
| after ${perSecond(SOAK_REQUESTS)} more requests | ${megabytes(after)} |
`);
if (ratio < 0.5 || after - before > MAX_HEAP_GROWTH) process.exitCode = 1;
