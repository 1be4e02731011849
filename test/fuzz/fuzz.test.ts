import fc from 'fast-check';
import { type LocalCloud, startLocalCloud } from '../../local/cloud.ts';
import { openConnection } from './connection.ts';
import { anyRequest, bytesOfRequest, type MangledRequest } from './requests.ts';
import { poolIds } from './well-formed.ts';

/** `npm run fuzz` sends 20,000, others each time; `npm test` few and the same, so that this does not rot. */
const { FUZZ_REQUESTS, FUZZ_SEED } = process.env;
const requests = Number(FUZZ_REQUESTS ?? 1_500);
const together = 250;
const seed = Number(FUZZ_SEED ?? (FUZZ_REQUESTS === undefined ? 1 : Date.now() % 2 ** 31));
const counted = { sent: 0, accepted: 0, refused: 0, closed: 0 };

/** Everything is the same again for the same requests: no quotas, no time, one seed. */
async function start(): Promise<LocalCloud> {
  const cloud = await startLocalCloud({ quotaScale: 'off', seed: 1, now: () => 1_800_000_000_000 });
  const seeded = await fetch(`${cloud.url}/_local/seed`, {
    method: 'POST',
    body: JSON.stringify({ pools: poolIds.map((Id) => ({ Id, UserPoolTier: 'PLUS' })) }),
  });
  expect(seeded.status).toBe(200);
  return cloud;
}

/** Pools and parameters of every cell that has any. */
async function stateOf(cloud: LocalCloud): Promise<unknown> {
  const { accountRegions } = JSON.parse(await (await fetch(`${cloud.url}/health`)).text());
  const states: unknown[] = [];
  for (const { account, region } of accountRegions) {
    const of = async (what: string) =>
      JSON.parse(
        await (await fetch(`${cloud.url}/_local/${what}?account=${account}&region=${region}`)).text(),
      );
    const state = { account, region, ...(await of('pools')), ...(await of('parameters')) };
    if (state.pools.length + state.parameters.length > 0) states.push(state);
  }
  return states.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

async function survives(mangled: readonly MangledRequest[]): Promise<void> {
  const cloud = await start();
  const again = await start();
  const [connection, replay] = [openConnection(cloud.port), openConnection(again.port)];
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
        throw new Error(`closed without an answer: ${bytes.toString('latin1')}`);
      if (status === 0) counted.closed += 1;
      else if (status < 300) counted.accepted += 1;
      else counted.refused += 1;
      if (status >= 200 && status < 300) accepted.push(bytes);
    }
    for (const bytes of accepted) {
      const { status, body } = await replay.exchangeOnce(bytes);
      if (status >= 300)
        throw new Error(`accepted, but not again: ${status} ${body} to ${bytes.toString('latin1')}`);
    }
    expect(await stateOf(cloud)).toEqual(await stateOf(again));
  } finally {
    connection.close();
    replay.close();
    await Promise.all([cloud.close(), again.close()]);
  }
}

test('mangled requests get an answer below 500, and leave what the accepted ones alone would have made', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyRequest, { minLength: together, maxLength: together, size: 'max' }),
      survives,
    ),
    {
      numRuns: Math.ceil(requests / together),
      seed,
      // The error names the request; to shrink hundreds of them would take longer than to read it.
      endOnFailure: true,
      interruptAfterTimeLimit: 540_000,
      markInterruptAsFailure: true,
    },
  );
  expect(counted.accepted).toBeGreaterThan(counted.sent / 10);
  expect(counted.refused).toBeGreaterThan(counted.sent / 10);
  process.stdout.write(`fuzz: seed ${seed}: ${JSON.stringify(counted)}\n`);
}, 600_000);
