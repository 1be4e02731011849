import { reconcileBatch } from '../../lib/reconcile/batch.ts';
import type { QueueName } from '../../lib/reconcile/ports.ts';
import { parameterEvent } from '../support/lambda.ts';
import { settings, toLogGroup } from '../support/situation.ts';
import { createWorld, type World } from './world.ts';

/** The service's adapters over HTTP against the local cloud, for an hour of throttling in virtual time. */
const HOUR_MS = 3_600_000;
/** The function's timeout minus the time that it reserves for requeuing. */
const FUNCTION_TIME_MS = 25_000;
const POOLS = 2;
const POOL = { name: 'a pool', env: undefined, isPlus: true, protection: 'AUDIT' } as const;

const body = (userPoolId: string) => JSON.stringify(parameterEvent(`${settings.prefix}/pools/${userPoolId}`));

/** Processes batches as they become visible, until the queue is empty or the virtual time is over. Returns the batches. */
async function processUntil(world: World, end: number, queue: QueueName): Promise<number> {
  let batches = 0;
  for (;;) {
    const next = world.queues.next();
    if (next === undefined || Math.max(next, world.now()) >= end) return batches;
    world.advance(Math.max(0, next - world.now()));
    const deliveries = world.queues.receive(queue, 10);
    const deadline = world.now() + FUNCTION_TIME_MS;
    const staying = await reconcileBatch(world.ports)(deliveries, { priority: queue, deadline });
    world.queues.delete(deliveries.map(({ messageId }) => messageId).filter((id) => !staying.includes(id)));
    batches += 1;
  }
}

test.each([
  ['cognito-idp.SetLogDeliveryConfiguration', 'edits'],
  ['cognito-idp.GetLogDeliveryConfiguration', 'upkeep'],
  ['ssm.GetParameters', 'edits'],
  ['dynamodb.GetItem', 'edits'],
  ['dynamodb.PutItem', 'upkeep'],
] as const)(
  'an hour in which %s is throttled loses no message: each pool is applied within two minutes afterwards',
  async (operation, queue) => {
    const world = await createWorld(2);
    try {
      const pools: string[] = [];
      for (let at = 0; at < POOLS; at += 1) pools.push(await world.people.createPool(POOL));
      for (const id of pools)
        await world.people.put(id, JSON.stringify({ LogConfigurations: [toLogGroup('a')] }));
      const start = world.now();
      world.fault(operation, 'throttle', Number.MAX_SAFE_INTEGER);
      world.queues.sendEvent(queue, pools.map(body));
      const batches = await processUntil(world, start + HOUR_MS, queue);
      // Lambda would stop a chain of copies after 16 rounds.
      expect(batches).toBeGreaterThan(17);
      expect(world.sets()).toBe(0);
      expect(world.queues.size()).toBe(POOLS);
      world.noFaults();
      await processUntil(world, start + HOUR_MS + 120_000, queue);
      expect(world.queues.deadLetters).toEqual([]);
      for (const id of pools) expect(world.people.pool(id)).toEqual([toLogGroup('a')]);
    } finally {
      await world.close();
    }
  },
  120_000,
);
