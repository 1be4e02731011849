/**
 * The local cloud's `GetLogDeliveryConfiguration`, quotas off, beside a bare node:http server that parses the same
 * body, in one run: requests a second, and whether memory stays flat over 200,000 requests. Prints a Markdown
 * table; exit 1 when the cloud has less than half of the bare server's, or memory grows.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const connections = 32;
const rounds = 5;
const requestsOfRound = Number(process.env.BENCH_REQUESTS ?? 20_000);
const requestsOfSoak = Number(process.env.BENCH_SOAK ?? 200_000);
/** Bytes of heap, after collection, that a soak may leave behind: the call log fills up, and no more. */
const heapAllowance = 4 * 1024 * 1024;

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

/** So many requests over keep-alive connections, one under way on each; resolves with the seconds it took. */
async function load(port: number, requests: number): Promise<number> {
  const begun = performance.now();
  let left = requests;
  await Promise.all(
    Array.from({ length: connections }, async () => {
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
        ask();
      });
      const ask = () => {
        left -= 1;
        if (left < 0) socket.end();
        else socket.write(request);
      };
      ask();
      await once(socket, 'close');
    }),
  );
  return (performance.now() - begun) / 1000;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);
const perSecond = (rate: number) => Math.round(rate).toLocaleString('en');

/**
 * This process never sleeps while it measures: waking it would be charged to whoever writes, and would cost the
 * slower server more than its own work does.
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
// By turns, so that both meet the same machine; the first round warms up.
for (let round = 0; round <= rounds; round += 1) {
  const bareRate = requestsOfRound / (await load(bare.port, requestsOfRound));
  const cloudRate = requestsOfRound / (await load(cloud.port, requestsOfRound));
  if (round === 0) continue;
  bareRates.push(bareRate);
  cloudRates.push(cloudRate);
}
const before = await cloud.heap();
await load(cloud.port, requestsOfSoak);
const after = await cloud.heap();
measuring = false;
await Promise.all([bare.close(), cloud.close()]);

const ratio = median(cloudRates) / median(bareRates);
process.stdout.write(`Node ${process.version}, ${connections} connections, median of ${rounds} rounds of ${perSecond(requestsOfRound)} requests.

| server | requests a second | of the bare one |
| --- | ---: | ---: |
| bare node:http, the body parsed | ${perSecond(median(bareRates))} | 100 % |
| local cloud, GetLogDeliveryConfiguration, quotas off | ${perSecond(median(cloudRates))} | ${Math.round(ratio * 100)} % |

| heap after collection | MB |
| --- | ---: |
| before the soak | ${megabytes(before)} |
| after ${perSecond(requestsOfSoak)} more requests | ${megabytes(after)} |
`);
if (ratio < 0.5 || after - before > heapAllowance) process.exitCode = 1;
