import {
  AwsCallError,
  ConflictRetriesExhaustedError,
  RateLimitTimeoutError,
} from '../../lib/reconcile/errors.ts';
import { requeue } from '../../lib/reconcile/requeue.ts';
import type { Delivery, Work } from '../../lib/reconcile/work.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { event, later, NOON, POOL } from '../support/situation.ts';

const delivery = (at: number, receives = 1): Delivery => ({
  messageId: `m${at}`,
  receiptHandle: `r${at}`,
  body: `b${at}`,
  receives,
});

interface World {
  readonly random?: number;
  readonly queueFails?: boolean;
  readonly requeueFails?: boolean;
}

/** What is done with the two messages of one failed pool, received once and three times. */
async function requeued(
  error: unknown,
  { random = 0, queueFails, requeueFails }: World = {},
  editedAt?: string,
) {
  const { telemetry, recorded } = recordingTelemetry();
  const sent: unknown[] = [];
  const delayed: unknown[] = [];
  const work: Work = {
    key: { userPoolId: POOL, cause: event, ...(editedAt && { editedAt }) },
    deliveries: [delivery(1), delivery(2, 3)],
  };
  const batchItemFailures = await requeue(
    {
      telemetry,
      clock: { now: () => later(3) },
      random: () => random,
      queue: {
        sendOwn: () => Promise.reject(new Error('not called')),
        async send(...args) {
          if (queueFails) throw new Error('no queue');
          sent.push(args);
        },
      },
      requeue: {
        async delay(...args) {
          delayed.push(args);
          if (requeueFails) throw new Error('no requeue');
        },
      },
    },
    [{ work, error }],
    'upkeep',
  );
  return { batchItemFailures, sent, delayed, recorded };
}

const failed = (kind: AwsCallError['kind']) =>
  new AwsCallError(kind, 'GetItem', 'SomeException', new Error('with a secret in it'));

test.each([
  ['no slot for 2.5 s', new RateLimitTimeoutError('CognitoRead', 2_500), 0, 4],
  [
    'no slot for an hour: SQS delays for 15 minutes at the most',
    new RateLimitTimeoutError('CognitoRead', 3_600_000),
    0,
    900,
  ],
  ['a pool that will not settle, at the soonest', new ConflictRetriesExhaustedError(3), 0, 1],
  ['a pool that will not settle, at the latest', new ConflictRetriesExhaustedError(3), 0.999, 5],
  ['a throttled call, at the soonest', failed('Throttled'), 0, 1],
  ['a throttled call, at the latest', failed('Throttled'), 0.999, 5],
])('put off: %s', async (_, failure, random, seconds) => {
  const { batchItemFailures, sent, delayed, recorded } = await requeued(failure, { random });
  expect(batchItemFailures).toEqual([]);
  expect(sent).toEqual([['upkeep', ['b1', 'b2'], seconds]]);
  expect(delayed).toEqual([]);
  expect(recorded.counts.get('MessagesDeferred')).toBe(2);
  expect(recorded.counts.has('MessagesRetried')).toBe(false);
});

test.each([
  ['a passing failure', failed('Transient')],
  ['the deployment’s fault', failed('Permission')],
  ['nobody’s intention', new TypeError('with a secret in it')],
])('left in the queue for a growing while: %s', async (_, failure) => {
  const { batchItemFailures, sent, delayed, recorded } = await requeued(failure);
  expect(batchItemFailures).toEqual(['m1', 'm2']);
  expect(sent).toEqual([]);
  expect(delayed).toEqual([
    ['upkeep', 'r1', 1],
    ['upkeep', 'r2', 4],
  ]);
  expect(recorded.counts.get('MessagesRetried')).toBe(2);
  expect(recorded.counts.has('MessagesDeferred')).toBe(false);
});

test('what cannot be put off stays, and what cannot be delayed has the queue’s own time', async () => {
  const world = { queueFails: true, requeueFails: true };
  const { batchItemFailures, delayed, recorded } = await requeued(failed('Throttled'), world);
  expect(batchItemFailures).toEqual(['m1', 'm2']);
  expect(delayed).toHaveLength(2);
  expect(Object.fromEntries(recorded.counts)).toEqual({ Throttled: 1, MessagesRetried: 2 });
});

test.each([
  [
    new RateLimitTimeoutError('CognitoRead', 1),
    'info',
    `message deferred {"userPoolId":"${POOL}","reason":"No CognitoRead slot before the deadline."}`,
  ],
  [
    new ConflictRetriesExhaustedError(3),
    'info',
    `message deferred {"userPoolId":"${POOL}","reason":"The record or the parameter changed during each of 3 tries."}`,
  ],
  [
    failed('Transient'),
    'warn',
    `AWS call failed {"userPoolId":"${POOL}","kind":"Transient","operation":"GetItem","error":"SomeException"}`,
  ],
  [
    failed('Permission'),
    'error',
    `AWS call failed {"userPoolId":"${POOL}","kind":"Permission","operation":"GetItem","error":"SomeException"}`,
  ],
  ['a text', 'error', `unexpected error {"userPoolId":"${POOL}","error":"string"}`],
] as const)('told in one line, by names alone: %s', async (failure, level, text) => {
  const { recorded } = await requeued(failure);
  expect(recorded.lines).toEqual([{ level, text }]);
});

test('an unexpected failure is told by its name and where it comes from, without its message', async () => {
  const { recorded } = await requeued(new TypeError('with a secret in it'));
  expect(recorded.lines).toHaveLength(1);
  const [{ level, text } = { level: '', text: '' }] = recorded.lines;
  expect(level).toBe('error');
  expect(text).toMatch(
    /^unexpected error \{"userPoolId":"[^"]+","error":"TypeError","at":\["[^"]*requeue\.test/,
  );
  expect(text).not.toContain('secret');
});

test.each([
  [failed('Throttled'), { Throttled: 1, MessagesDeferred: 2 }],
  [failed('Permission'), { PermissionErrors: 1, MessagesRetried: 2 }],
  [failed('Transient'), { MessagesRetried: 2 }],
])('counted: %s', async (failure, counts) => {
  expect(Object.fromEntries((await requeued(failure)).recorded.counts)).toEqual(counts);
});

test('how long an edit has waited is measured; of what is no edit, nothing', async () => {
  const edited = await requeued(new RateLimitTimeoutError('CognitoRead', 1), {}, NOON.toISOString());
  const seconds = (later(3).getTime() - NOON.getTime()) / 1000;
  expect(Object.fromEntries(edited.recorded.values)).toEqual({ PendingEditAge: [seconds] });
  expect((await requeued(new RateLimitTimeoutError('CognitoRead', 1))).recorded.values.size).toBe(0);
});
