import fc from 'fast-check';
import { parameterName } from '../../lib/domain/user-pool-id.ts';
import { reconcileBatch } from '../../lib/reconcile/batch.ts';
import type { QueueName } from '../../lib/reconcile/ports.ts';
import type { Delivery } from '../../lib/reconcile/work.ts';
import { seed } from '../../local/admin/seed.ts';
import { startLocalCloud } from '../../local/cloud.ts';
import { anyPoison } from '../support/malformed-messages.ts';
import { type Service, serviceAt } from '../support/service-ports.ts';
import { ACCOUNT, POOL, settings, toLogGroup } from '../support/situation.ts';

/**
 * Messages of any shape among those of a pool that somebody edited and somebody else drifted: the pool comes to
 * what its parameter says, no message stays, and what is sent anew ends. Real adapters, against the local cloud.
 */
let cloud: Awaited<ReturnType<typeof startLocalCloud>>;
let service: Service;
let account = 400_000_000_000;

beforeAll(async () => {
  cloud = await startLocalCloud({ quotaScale: 'off' });
});
afterAll(async () => {
  await cloud.close();
});

let messages = 0;
const delivery = (body: string): Delivery => {
  messages += 1;
  return { messageId: `m${messages}`, receiptHandle: `r${messages}`, body, receives: 1 };
};

/** A second look comes at once, and no number of drifts is somebody else's claim. */
const over = { account: ACCOUNT, recheckDelaySeconds: 0, contestedRepairs: 1e9, contestedSweeps: 1e9 };

/** Answers which messages stay. */
async function run(priority: QueueName, bodies: readonly string[]): Promise<readonly string[]> {
  const ports = { ...service.ports, settings: { ...service.ports.settings, ...over } };
  const deadline = Date.now() + 60_000;
  return reconcileBatch(ports)(bodies.map(delivery), { priority, deadline });
}

async function sentAnew(priority: QueueName): Promise<readonly string[]> {
  const all: string[] = [];
  for (let some = await service.receive(priority); some.length > 0; some = await service.receive(priority))
    all.push(...some.map(({ body }) => body));
  return all;
}

const EDITED = JSON.stringify({
  source: 'aws.ssm',
  'detail-type': 'Parameter Store Change',
  detail: { operation: 'Update', name: parameterName(settings.prefix, POOL) },
});

async function survives(
  priority: QueueName,
  before: readonly string[],
  after: readonly string[],
): Promise<void> {
  const wanted = toLogGroup('wanted');
  await service.user.put(POOL, { LogConfigurations: [wanted] });
  await service.user.setPool(POOL, [toLogGroup('elsewhere')]);
  expect(await run(priority, [...before, EDITED, ...after])).toEqual([]);
  expect(await service.user.pool(POOL)).toEqual([wanted]);
  // Once more where only the pool has moved: a drift, counted and told.
  await service.user.setPool(POOL, []);
  expect(await run(priority, [...after, EDITED, ...before])).toEqual([]);
  expect(await service.user.pool(POOL)).toEqual([wanted]);
  const again = await sentAnew(priority);
  expect(again.length).toBeLessThanOrEqual(2 * (before.length + after.length + 1));
  for (let at = 0; at < again.length; at += 10)
    expect(await run(priority, again.slice(at, at + 10))).toEqual([]);
  expect(await sentAnew(priority)).toEqual([]);
  for (const [name, values] of service.told.values)
    expect([name, values.every(Number.isFinite)]).toEqual([name, true]);
  expect(service.told.lines.filter(({ text }) => text.startsWith('unexpected failure'))).toEqual([]);
}

test('no message blocks a queue, fails its neighbours or comes back for ever', async () => {
  const some = fc.array(anyPoison, { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<QueueName>('edits', 'upkeep'),
      some,
      some,
      async (priority, before, after) => {
        account += 1;
        service = await serviceAt(cloud.url, String(account));
        const pool = { Id: POOL, PoolName: 'a pool', UserPoolTier: 'PLUS' as const, LogConfigurations: [] };
        seed(await cloud.accountRegion(String(account), settings.region), {
          events: false,
          pools: [pool],
          parameters: [],
        });
        await survives(priority, before, after);
      },
    ),
    { numRuns: Number(process.env.POISON_RUNS ?? 15) },
  );
}, 600_000);
