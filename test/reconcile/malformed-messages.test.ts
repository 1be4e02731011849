import fc from 'fast-check';
import { reconcileBatch } from '../../lib/reconcile/batch.ts';
import type { QueueName } from '../../lib/reconcile/ports.ts';
import { seed } from '../../local/admin/seed.ts';
import { startLocalCloud } from '../../local/cloud.ts';
import { anyMalformedMessage } from '../support/malformed-messages.ts';
import { delivery, editEvent } from '../support/messages.ts';
import { type Service, serviceAt } from '../support/service-ports.ts';
import { ACCOUNT, POOL, settings, toLogGroup } from '../support/situation.ts';

/**
 * Mixes messages of any shape with those of a pool whose parameter and whose log delivery changed. Runs the service's
 * real adapters on the local cloud.
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

/** Recheck messages have no delay, and the pool never becomes contested. */
const over = { account: ACCOUNT, recheckDelaySeconds: 0, contestedRepairs: 1e9, contestedSweeps: 1e9 };

/** Returns the ids of the messages that stay in the queue. */
async function reconcile(priority: QueueName, bodies: readonly string[]): Promise<readonly string[]> {
  const ports = { ...service.ports, settings: { ...service.ports.settings, ...over } };
  const deadline = Date.now() + 60_000;
  return reconcileBatch(ports)(
    bodies.map((body) => delivery(body)),
    { priority, deadline },
  );
}

async function receiveAll(priority: QueueName): Promise<readonly string[]> {
  const all: string[] = [];
  for (let some = await service.receive(priority); some.length > 0; some = await service.receive(priority))
    all.push(...some.map(({ body }) => body));
  return all;
}

const EDIT = JSON.stringify(editEvent(POOL));

/**
 * Expects that the pool gets the configuration of its parameter, that no message fails, and that the messages which
 * the service sends itself end.
 */
async function expectReconciled(
  priority: QueueName,
  before: readonly string[],
  after: readonly string[],
): Promise<void> {
  const desired = toLogGroup('desired');
  await service.user.put(POOL, { LogConfigurations: [desired] });
  await service.user.setPool(POOL, [toLogGroup('other')]);
  expect(await reconcile(priority, [...before, EDIT, ...after])).toEqual([]);
  expect(await service.user.pool(POOL)).toEqual([desired]);
  // Then only the pool changes: this drift is counted and reported.
  await service.user.setPool(POOL, []);
  expect(await reconcile(priority, [...after, EDIT, ...before])).toEqual([]);
  expect(await service.user.pool(POOL)).toEqual([desired]);
  const rechecks = await receiveAll(priority);
  expect(rechecks.length).toBeLessThanOrEqual(2 * (before.length + after.length + 1));
  for (let at = 0; at < rechecks.length; at += 10)
    expect(await reconcile(priority, rechecks.slice(at, at + 10))).toEqual([]);
  expect(await receiveAll(priority)).toEqual([]);
  for (const [name, values] of service.recorded.values)
    expect([name, values.every(Number.isFinite)]).toEqual([name, true]);
  expect(service.recorded.lines.filter(({ text }) => text.startsWith('unexpected error'))).toEqual([]);
}

test('a malformed message never blocks its queue, fails other messages or is sent again endlessly', async () => {
  const messages = fc.array(anyMalformedMessage, { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<QueueName>('edits', 'upkeep'),
      messages,
      messages,
      async (priority, before, after) => {
        account += 1;
        service = await serviceAt(cloud.url, String(account));
        const pool = { Id: POOL, PoolName: 'a pool', UserPoolTier: 'PLUS' as const, LogConfigurations: [] };
        seed(await cloud.accountRegion(String(account), settings.region), {
          events: false,
          pools: [pool],
          parameters: [],
        });
        await expectReconciled(priority, before, after);
      },
    ),
    { numRuns: Number(process.env.MALFORMED_MESSAGE_RUNS ?? 15) },
  );
}, 600_000);
