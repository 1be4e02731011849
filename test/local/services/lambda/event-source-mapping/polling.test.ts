import { DeleteQueueCommand } from '@aws-sdk/client-sqs';
import type { LocalAccountRegion } from '../../../../../local/account-regions/local-account-region.ts';
import { type LocalCloud, startLocalCloud } from '../../../../../local/cloud.ts';
import type { InvokeResult } from '../../../../../local/core/stack.ts';
import type { EventSourceMappingSpec } from '../../../../../local/services/lambda/event-source-mapping/event-source-mapping-spec.ts';
import { clientsAt, eventually } from '../../../clients.ts';
import { type MappedQueue, mapQueue } from './mapped-queue.ts';

interface Invocation {
  readonly bodies: readonly string[];
  end(): void;
}

/** A function whose invocations the test ends one by one, or, with `free`, at once. */
function heldFunction(free = false) {
  const invocations: Invocation[] = [];
  let running = 0;
  let most = 0;
  return {
    invocations,
    most: () => most,
    async invoke(_name: string, payload: string): Promise<InvokeResult> {
      const { Records }: { Records: readonly { body: string }[] } = JSON.parse(payload);
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((end) => {
        invocations.push({ bodies: Records.map(({ body }) => body), end });
        if (free) setImmediate(end);
      });
      running -= 1;
      return { statusCode: 200, payload: '' };
    },
  };
}

let cloud: LocalCloud;
let accountRegion: LocalAccountRegion;
const queues: MappedQueue[] = [];
beforeAll(async () => {
  cloud = await startLocalCloud({ quotaScale: 'off' });
  accountRegion = await cloud.accountRegion('000000000000', 'us-east-1');
});
afterEach(async () => {
  await Promise.all(queues.splice(0).map((queue) => queue.close()));
});
afterAll(() => cloud.close());

async function map(
  name: string,
  host: ReturnType<typeof heldFunction>,
  mapping: Partial<EventSourceMappingSpec> = {},
) {
  const queue = await mapQueue(accountRegion, host, name, { functionName: 'held', ...mapping });
  queues.push(queue);
  return queue;
}

test('a message reaches an idle function at once', async () => {
  const held = heldFunction(true);
  const queue = await map('idle', held);
  const latencies = [];
  for (let sent = 1; sent <= 7; sent += 1) {
    const before = performance.now();
    await queue.send(`m${sent}`);
    await eventually(() => held.invocations.length === sent || undefined);
    latencies.push(performance.now() - before);
  }
  // Not at the end of a long poll, which is seconds away, on however busy a machine.
  expect(latencies.toSorted((a, b) => a - b)[3]).toBeLessThan(1000);
});

test('no more batches run at once than the maximum concurrency, and the next one starts as one ends', async () => {
  const held = heldFunction();
  const queue = await map('bounded', held, { batchSize: 1, maximumConcurrency: 2 });
  await queue.send('1', '2', '3', '4');
  for (let ended = 0; ended < 4; ended += 1) {
    const invocation = await eventually(() => held.invocations[ended]);
    await eventually(() => held.invocations.length === Math.min(4, ended + 2) || undefined);
    invocation.end();
  }
  expect(held.most()).toBe(2);
  expect(held.invocations.flatMap(({ bodies }) => bodies).sort()).toEqual(['1', '2', '3', '4']);
});

test('while all batches are taken nothing is received', async () => {
  const held = heldFunction();
  const queue = await map('taken', held, { batchSize: 1, maximumConcurrency: 2 });
  await queue.send('1', '2', '3');
  await eventually(() => held.invocations.length === 2 || undefined);
  expect(await queue.counts()).toEqual({ waiting: 1, inFlight: 2 });
  for (const { end } of held.invocations) end();
  (await eventually(() => held.invocations[2])).end();
});

test('two hundred messages at once are each handed over once, five batches at a time', async () => {
  const held = heldFunction(true);
  const queue = await map('many', held);
  const bodies = Array.from({ length: 200 }, (_, index) => `m${index}`);
  await queue.send(...bodies);
  await eventually(async () => {
    const { waiting, inFlight } = await queue.counts();
    return waiting + inFlight === 0 || undefined;
  });
  expect(held.invocations.flatMap((invocation) => invocation.bodies).sort()).toEqual(bodies.toSorted());
  expect(held.most()).toBeLessThanOrEqual(5);
  expect(queue.lines).toEqual([]);
});

test('an error of the queue is said and met with growing pauses', async () => {
  const queue = await map('deleted', heldFunction());
  await clientsAt(cloud.url).sqs.send(new DeleteQueueCommand({ QueueUrl: queue.url }));
  const from = performance.now();
  await eventually(() => queue.lines.length === 4 || undefined);
  expect(performance.now() - from).toBeGreaterThan(600);
  expect(new Set(queue.lines).size).toBe(1);
  expect(queue.lines[0]).toMatch(/^held < deleted: QueueDoesNotExist: /);
});

test('closing ends an idle poll at once', async () => {
  const queue = await map('closing-idle', heldFunction());
  const before = performance.now();
  await queue.close();
  expect(performance.now() - before).toBeLessThan(5000);
  expect(queue.lines).toEqual([]);
});

test('closing lets what runs come to its end, and its messages are deleted', async () => {
  const held = heldFunction();
  const queue = await map('closing-busy', held);
  await queue.send('x');
  const invocation = await eventually(() => held.invocations[0]);
  const closed = queue.close();
  invocation.end();
  await closed;
  expect(await queue.counts()).toEqual({ waiting: 0, inFlight: 0 });
});

test('closing waits a second and no longer, all batches taken; the messages stay', async () => {
  const held = heldFunction();
  const queue = await map('closing-stuck', held, { batchSize: 1, maximumConcurrency: 2 });
  await queue.send('x', 'y', 'z');
  await eventually(() => held.invocations.length === 2 || undefined);
  const before = performance.now();
  await Promise.all([queue.close(), queue.close()]);
  expect(performance.now() - before).toBeLessThan(5000);
  expect(await queue.counts()).toEqual({ waiting: 1, inFlight: 2 });
  for (const { end } of held.invocations) end();
});
