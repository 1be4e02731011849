import { heldMessages } from '../../lib/reconcile/held-messages.ts';
import type { Requeue } from '../../lib/reconcile/ports.ts';
import { awsCallError, notCalled } from '../support/failing-ports.ts';
import { delivery } from '../support/messages.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON } from '../support/situation.ts';

const now = NOON.getTime();
const deliveries = ['a', 'b', 'c'].map((receiptHandle) => ({ ...delivery('{}'), receiptHandle }));

interface Shape {
  readonly remainingMs?: number;
  /** Each `hold` waits for this. */
  readonly pending?: Promise<void>;
}

function holding({ remainingMs = 25_000, pending = Promise.resolve() }: Shape = {}) {
  const calls: string[] = [];
  const requeue: Requeue = {
    async delay(queueName, receiptHandle, seconds) {
      calls.push(`delay ${queueName} ${receiptHandle} ${seconds}`);
    },
    async hold(queueName, receiptHandles, seconds) {
      calls.push(`hold ${queueName} ${receiptHandles.join()} ${seconds}`);
      await pending;
      calls.push('held');
    },
    deadLetter: notCalled,
  };
  const { telemetry, recorded } = recordingTelemetry();
  const ports = { requeue, telemetry, clock: { now: () => NOON } };
  const context = { priority: 'upkeep', deadline: now + remainingMs } as const;
  return { calls, recorded, held: heldMessages(ports, deliveries, context) };
}

test('holds all messages once, until 20 s after the deadline', async () => {
  const { calls, held } = holding({ remainingMs: 24_200 });
  await Promise.all([held.hold(), held.hold()]);
  await held.hold();
  expect(calls).toEqual(['hold upkeep a,b,c 45', 'held']);
});

test('does not hold a message that was delayed before', async () => {
  const { calls, held } = holding();
  await held.requeue.delay('upkeep', 'b', 600);
  await held.hold();
  expect(calls).toEqual(['delay upkeep b 600', 'hold upkeep a,c 45', 'held']);
});

test('makes no call when every message was delayed before', async () => {
  const { calls, held } = holding();
  for (const handle of ['a', 'b', 'c']) await held.requeue.delay('upkeep', handle, 600);
  await held.hold();
  expect(calls).toHaveLength(3);
});

test('a delay waits for a call of hold under way, so that the delay applies', async () => {
  let end = () => {};
  const pending = new Promise<void>((resolve) => {
    end = resolve;
  });
  const { calls, held } = holding({ pending });
  const all = Promise.all([held.hold(), held.requeue.delay('upkeep', 'b', 600)]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(calls).toEqual(['hold upkeep a,b,c 45']);
  end();
  await all;
  expect(calls).toEqual(['hold upkeep a,b,c 45', 'held', 'delay upkeep b 600']);
});

test('a failed hold is logged, and delays work', async () => {
  const failing = Promise.reject(awsCallError('ChangeMessageVisibilityBatch', 'Transient'));
  const { calls, recorded, held } = holding({ pending: failing });
  await held.hold();
  await held.requeue.delay('upkeep', 'b', 600);
  expect(calls.at(-1)).toBe('delay upkeep b 600');
  expect(recorded.lines).toEqual([
    {
      level: 'warn',
      text: 'visibility timeout not shortened {"messages":3,"error":"InternalErrorException"}',
    },
  ]);
});

test('never holds messages longer than the visibility timeout of the queue', async () => {
  const { calls, held } = holding({ remainingMs: 160_000 });
  await held.hold();
  expect(calls).toEqual([]);
});
