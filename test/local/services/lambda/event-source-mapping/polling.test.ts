import { DeleteQueueCommand } from '@aws-sdk/client-sqs';
import type { LocalAccountRegion } from '../../../../../local/account-regions/local-account-region.ts';
import type { InvokeResult } from '../../../../../local/core/stack.ts';
import type { EventSourceMappingSpec } from '../../../../../local/services/lambda/event-source-mapping/event-source-mapping-spec.ts';
import { useLocalCloud } from '../../../../support/local-cloud.ts';
import { clientsAt, eventually } from '../../../clients.ts';
import { type MappedQueue, mapQueue } from './mapped-queue.ts';

interface Invocation {
  readonly bodies: readonly string[];
  end(): void;
}

/** Returns a function whose invocations the test ends one by one. With `endsAtOnce`, they end at once. */
function controlledFunction(endsAtOnce = false) {
  const invocations: Invocation[] = [];
  let running = 0;
  let maximum = 0;
  return {
    invocations,
    maximum: () => maximum,
    stopsLoop: () => false,
    async invoke(_name: string, payload: string): Promise<InvokeResult> {
      const { Records }: { Records: readonly { body: string }[] } = JSON.parse(payload);
      running += 1;
      maximum = Math.max(maximum, running);
      await new Promise<void>((end) => {
        invocations.push({ bodies: Records.map(({ body }) => body), end });
        if (endsAtOnce) setImmediate(end);
      });
      running -= 1;
      return { statusCode: 200, payload: '' };
    },
  };
}

const cloud = useLocalCloud({ quotaScale: 'off' });
let accountRegion: LocalAccountRegion;
const queues: MappedQueue[] = [];
beforeAll(async () => {
  accountRegion = await cloud.accountRegion('000000000000', 'us-east-1');
});
afterEach(async () => {
  await Promise.all(queues.splice(0).map((queue) => queue.close()));
});

async function map(
  name: string,
  host: ReturnType<typeof controlledFunction>,
  mapping: Partial<EventSourceMappingSpec> = {},
) {
  const queue = await mapQueue(accountRegion, host, name, { functionName: 'controlled', ...mapping });
  queues.push(queue);
  return queue;
}

test('passes a message to an idle function at once', async () => {
  const controlled = controlledFunction(true);
  const queue = await map('idle', controlled);
  const latencies = [];
  for (let sent = 1; sent <= 7; sent += 1) {
    const before = performance.now();
    await queue.send(`m${sent}`);
    await eventually(() => controlled.invocations.length === sent || undefined);
    latencies.push(performance.now() - before);
  }
  // A long poll ends after some seconds. The limit is below that, also on a busy machine.
  expect(latencies.toSorted((a, b) => a - b)[3]).toBeLessThan(1000);
});

test('runs at most as many batches at once as the maximum concurrency, and starts the next when one ends', async () => {
  const controlled = controlledFunction();
  const queue = await map('bounded', controlled, { batchSize: 1, maximumConcurrency: 2 });
  await queue.send('1', '2', '3', '4');
  for (let ended = 0; ended < 4; ended += 1) {
    const invocation = await eventually(() => controlled.invocations[ended]);
    await eventually(() => controlled.invocations.length === Math.min(4, ended + 2) || undefined);
    invocation.end();
  }
  expect(controlled.maximum()).toBe(2);
  expect(controlled.invocations.flatMap(({ bodies }) => bodies).sort()).toEqual(['1', '2', '3', '4']);
});

test('receives no messages while all batches are running', async () => {
  const controlled = controlledFunction();
  const queue = await map('taken', controlled, { batchSize: 1, maximumConcurrency: 2 });
  await queue.send('1', '2', '3');
  await eventually(() => controlled.invocations.length === 2 || undefined);
  expect(await queue.counts()).toEqual({ waiting: 1, inFlight: 2 });
  for (const { end } of controlled.invocations) end();
  (await eventually(() => controlled.invocations[2])).end();
});

test('passes each of 200 messages to the function once, in at most five batches at a time', async () => {
  const controlled = controlledFunction(true);
  const queue = await map('many', controlled);
  const bodies = Array.from({ length: 200 }, (_, index) => `m${index}`);
  await queue.send(...bodies);
  await eventually(async () => {
    const { waiting, inFlight } = await queue.counts();
    return waiting + inFlight === 0 || undefined;
  });
  expect(controlled.invocations.flatMap((invocation) => invocation.bodies).sort()).toEqual(bodies.toSorted());
  expect(controlled.maximum()).toBeLessThanOrEqual(5);
  expect(queue.lines).toEqual([]);
});

test('logs an error of the queue and retries with increasing delays', async () => {
  const queue = await map('deleted', controlledFunction());
  await clientsAt(cloud.url).sqs.send(new DeleteQueueCommand({ QueueUrl: queue.url }));
  const start = performance.now();
  await eventually(() => queue.lines.length === 4 || undefined);
  expect(performance.now() - start).toBeGreaterThan(600);
  expect(new Set(queue.lines).size).toBe(1);
  expect(queue.lines[0]).toMatch(/^controlled < deleted: QueueDoesNotExist: /);
});

test('close ends an idle poll at once', async () => {
  const queue = await map('closing-idle', controlledFunction());
  const before = performance.now();
  await queue.close();
  expect(performance.now() - before).toBeLessThan(5000);
  expect(queue.lines).toEqual([]);
});

test('close waits for a running batch and deletes its messages', async () => {
  const controlled = controlledFunction();
  const queue = await map('closing-busy', controlled);
  await queue.send('x');
  const invocation = await eventually(() => controlled.invocations[0]);
  const closed = queue.close();
  invocation.end();
  await closed;
  expect(await queue.counts()).toEqual({ waiting: 0, inFlight: 0 });
});

test('close waits at most a second for running batches and keeps the messages of a stuck batch', async () => {
  const controlled = controlledFunction();
  const queue = await map('closing-stuck', controlled, { batchSize: 1, maximumConcurrency: 2 });
  await queue.send('x', 'y', 'z');
  await eventually(() => controlled.invocations.length === 2 || undefined);
  const before = performance.now();
  await Promise.all([queue.close(), queue.close()]);
  expect(performance.now() - before).toBeLessThan(5000);
  expect(await queue.counts()).toEqual({ waiting: 1, inFlight: 2 });
  for (const { end } of controlled.invocations) end();
});
