import { type BatchPorts, reconcileBatch } from '../../lib/reconcile/batch.ts';
import type { QueueName } from '../../lib/reconcile/ports.ts';
import { startLocalCloud } from '../../local/cloud.ts';
import { awsCallError } from '../support/failing-ports.ts';
import { callEvent, delivery, editEvent } from '../support/messages.ts';
import { type Service, serviceAt } from '../support/service-ports.ts';
import { toLogGroup } from '../support/situation.ts';

/** When a batch sets the visibility of its messages, through the service's real adapters. */
let cloud: Awaited<ReturnType<typeof startLocalCloud>>;
let service: Service;
let pool: string;
let calls: string[];

beforeAll(async () => {
  cloud = await startLocalCloud({ quotaScale: 'off' });
});
afterAll(async () => {
  await cloud.close();
});
beforeEach(async () => {
  service = await serviceAt(cloud.url);
  pool = await service.user.createPool();
  calls = [];
});

const entries = (...LogConfigurations: unknown[]) => ({ LogConfigurations });
const sweepMessage = (UserPoolId: string) => ({ Kind: 'Sweep', UserPoolId, SweepId: 's', Held: false });

/** Reconciles a batch with 25 s left, and records the calls that matter, in order. */
function reconcile(bodies: readonly unknown[], priority: QueueName, over: Partial<BatchPorts> = {}) {
  const { requeue, delivery: logs, clock } = service.ports;
  const ports: BatchPorts = {
    ...service.ports,
    requeue: {
      ...requeue,
      async hold(queueName, handles, seconds) {
        calls.push(`hold ${queueName} ${handles.length} ${seconds}`);
      },
      async delay() {
        calls.push('delay');
      },
    },
    delivery: {
      ...logs,
      async set(...args) {
        calls.push('set');
        return logs.set(...args);
      },
    },
    ...over,
  };
  const context = { priority, deadline: clock.now().getTime() + 25_000 };
  return reconcileBatch(ports)(
    bodies.map((body, at) => delivery(body, { receiptHandle: `r${at}` })),
    context,
  );
}

test('a batch of edits holds its messages at once, also when nothing is written', async () => {
  await reconcile([editEvent(pool), '{'], 'edits');
  expect(calls[0]).toBe('hold edits 2 45');
});

test('a batch of upkeep holds its messages before its first write, and only once', async () => {
  const second = await service.user.createPool();
  for (const id of [pool, second]) await service.user.put(id, entries(toLogGroup('a')));
  await reconcile([sweepMessage(pool), sweepMessage(second)], 'upkeep');
  expect(calls).toEqual(['hold upkeep 2 45', 'set', 'set']);
});

test('a batch of upkeep in sync makes no call', async () => {
  await service.user.put(pool, entries(toLogGroup('a')));
  await reconcile([sweepMessage(pool)], 'upkeep');
  calls = [];
  await reconcile([sweepMessage(pool)], 'upkeep');
  expect(calls).toEqual([]);
});

test('a message that is deferred is delayed after the hold', async () => {
  await service.user.put(pool, entries(toLogGroup('a')));
  const failing = {
    ...service.ports.delivery,
    set: async () => {
      throw awsCallError('SetLogDeliveryConfiguration', 'Throttled');
    },
  };
  await reconcile([callEvent(pool)], 'upkeep', { delivery: failing });
  expect(calls).toEqual(['hold upkeep 1 45', 'delay']);
});
