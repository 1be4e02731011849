import fc from 'fast-check';
import { type LocalCloud, startLocalCloud } from '../../local/cloud.ts';
import { openConnection } from './connection.ts';
import { anyRequest, bytesOfRequest, type MangledRequest } from './requests.ts';
import { poolIds } from './well-formed.ts';

/** `npm run fuzz` sends 20,000 requests with a new seed each time. `npm test` sends fewer, with a fixed seed. */
const { FUZZ_REQUESTS, FUZZ_SEED } = process.env;
const requests = Number(FUZZ_REQUESTS ?? 1_500);
const requestsPerRun = 250;
const seed = Number(FUZZ_SEED ?? (FUZZ_REQUESTS === undefined ? 1 : Date.now() % 2 ** 31));
const counted = { sent: 0, accepted: 0, rejected: 0, closed: 0 };

/** Starts a cloud that returns the same responses to the same requests: without quotas, with a fixed time and seed. */
async function startReproducible(): Promise<LocalCloud> {
  const cloud = await startLocalCloud({ quotaScale: 'off', seed: 1, now: () => 1_800_000_000_000 });
  const seeded = await fetch(`${cloud.url}/_local/seed`, {
    method: 'POST',
    body: JSON.stringify({ pools: poolIds.map((Id) => ({ Id, UserPoolTier: 'PLUS' })) }),
  });
  expect(seeded.status).toBe(200);
  return cloud;
}

/** Returns the pools and parameters of all accounts and Regions in use. */
async function stateOf(cloud: LocalCloud): Promise<unknown> {
  const { accountRegions } = JSON.parse(await (await fetch(`${cloud.url}/health`)).text());
  const states: unknown[] = [];
  for (const { account, region } of accountRegions) {
    const read = async (path: string) =>
      JSON.parse(
        await (await fetch(`${cloud.url}/_local/${path}?account=${account}&region=${region}`)).text(),
      );
    const state = { account, region, ...(await read('pools')), ...(await read('parameters')) };
    if (state.pools.length + state.parameters.length > 0) states.push(state);
  }
  return states.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

async function expectRobust(mangled: readonly MangledRequest[]): Promise<void> {
  const cloud = await startReproducible();
  const replayCloud = await startReproducible();
  const [connection, replay] = [openConnection(cloud.port), openConnection(replayCloud.port)];
  try {
    const accepted: Buffer[] = [];
    for (const request of mangled) {
      const bytes = bytesOfRequest(request);
      const { status, body } =
        request.broken === undefined && request.method !== 'HEAD'
          ? await connection.exchange(bytes)
          : await connection.exchangeOnce(bytes);
      counted.sent += 1;
      if (status >= 500) throw new Error(`${status} ${body} to ${bytes.toString('latin1')}`);
      if (status === 0 && request.broken === undefined)
        throw new Error(`Closed without a response: ${bytes.toString('latin1')}`);
      if (status === 0) counted.closed += 1;
      else if (status < 300) counted.accepted += 1;
      else counted.rejected += 1;
      if (status >= 200 && status < 300) accepted.push(bytes);
    }
    for (const bytes of accepted) {
      const { status, body } = await replay.exchangeOnce(bytes);
      if (status >= 300)
        throw new Error(`Accepted the first time only: ${status} ${body} to ${bytes.toString('latin1')}`);
    }
    expect(await stateOf(cloud)).toEqual(await stateOf(replayCloud));
  } finally {
    connection.close();
    replay.close();
    await Promise.all([cloud.close(), replayCloud.close()]);
  }
}

test('responds to mangled requests with a status below 500, and only accepted requests change the state', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyRequest, { minLength: requestsPerRun, maxLength: requestsPerRun, size: 'max' }),
      expectRobust,
    ),
    {
      numRuns: Math.ceil(requests / requestsPerRun),
      seed,
      // The error contains the request. Shrinking hundreds of requests would take longer than reading it.
      endOnFailure: true,
      interruptAfterTimeLimit: 540_000,
      markInterruptAsFailure: true,
    },
  );
  expect(counted.accepted).toBeGreaterThan(counted.sent / 10);
  expect(counted.rejected).toBeGreaterThan(counted.sent / 10);
  process.stdout.write(`fuzz: seed ${seed}: ${JSON.stringify(counted)}\n`);
}, 600_000);
