import {
  type AwsCallErrorKind,
  ConflictRetriesExhaustedError,
  RateLimitTimeoutError,
} from '../../lib/reconcile/errors.ts';
import { requeue, visibilitySeconds } from '../../lib/reconcile/requeue.ts';
import type { Delivery, Work } from '../../lib/reconcile/work.ts';
import { awsCallError, notCalled } from '../support/failing-ports.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { event, later, NOON, POOL } from '../support/situation.ts';

const delivery = (at: number, receives = 1): Delivery => ({
  messageId: `m${at}`,
  receiptHandle: `r${at}`,
  body: `b${at}`,
  receives,
});

interface Conditions {
  readonly random?: number;
  readonly queueFails?: boolean;
  readonly requeueFails?: boolean;
}

/** Requeues the two messages of one failed pool: the first was received once, the second three times. */
async function requeued(
  error: unknown,
  { random = 0, queueFails, requeueFails }: Conditions = {},
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
        sendOwn: notCalled,
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

const failed = (kind: AwsCallErrorKind) => awsCallError('GetItem', kind, new Error('with a secret in it'));

test.each([
  ['without a rate limiter slot for 2.5 s', new RateLimitTimeoutError('CognitoRead', 2_500), 0, 4],
  [
    'without a slot for an hour, limited to the 15 minutes of SQS',
    new RateLimitTimeoutError('CognitoRead', 3_600_000),
    0,
    900,
  ],
  ['after too many conflicts, with the shortest jitter', new ConflictRetriesExhaustedError(3), 0, 1],
  ['after too many conflicts, with the longest jitter', new ConflictRetriesExhaustedError(3), 0.999, 5],
  ['after a throttled call, with the shortest jitter', failed('Throttled'), 0, 1],
  ['after a throttled call, with the longest jitter', failed('Throttled'), 0.999, 5],
])('defers both messages of a pool %s', async (_, failure, random, seconds) => {
  const { batchItemFailures, sent, delayed, recorded } = await requeued(failure, { random });
  expect(batchItemFailures).toEqual([]);
  expect(sent).toEqual([['upkeep', ['b1', 'b2'], seconds]]);
  expect(delayed).toEqual([]);
  expect(recorded.counts.get('MessagesDeferred')).toBe(2);
  expect(recorded.counts.has('MessagesRetried')).toBe(false);
});

test.each([
  ['a transient failure', failed('Transient')],
  ['a missing permission', failed('Permission')],
  ['an unexpected error', new TypeError('with a secret in it')],
])('keeps the messages in the queue, for longer after more receives, after %s', async (_, failure) => {
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

test('keeps messages in the queue when they can be neither deferred nor delayed', async () => {
  const { batchItemFailures, delayed, recorded } = await requeued(failed('Throttled'), {
    queueFails: true,
    requeueFails: true,
  });
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
    `AWS call failed {"userPoolId":"${POOL}","kind":"Transient","operation":"GetItem","error":"InternalErrorException"}`,
  ],
  [
    failed('Permission'),
    'error',
    `AWS call failed {"userPoolId":"${POOL}","kind":"Permission","operation":"GetItem","error":"AccessDeniedException"}`,
  ],
  ['a text', 'error', `unexpected error {"userPoolId":"${POOL}","error":"string"}`],
] as const)('logs in one line that contains only names: %s', async (failure, level, text) => {
  const { recorded } = await requeued(failure);
  expect(recorded.lines).toEqual([{ level, text }]);
});

test('logs an unexpected error with its name and stack, without its message', async () => {
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
])('counts %s', async (failure, counts) => {
  expect(Object.fromEntries((await requeued(failure)).recorded.counts)).toEqual(counts);
});

test('measures the age of a pending edit, and of no other message', async () => {
  const edited = await requeued(new RateLimitTimeoutError('CognitoRead', 1), {}, NOON.toISOString());
  const seconds = (later(3).getTime() - NOON.getTime()) / 1000;
  expect(Object.fromEntries(edited.recorded.values)).toEqual({ PendingEditAge: [seconds] });
  expect((await requeued(new RateLimitTimeoutError('CognitoRead', 1))).recorded.values.size).toBe(0);
});

test('the visibility timeout doubles with each receive, with jitter, up to ten minutes', () => {
  expect([1, 2, 3, 8, 9, 30].map((receives) => visibilitySeconds(receives, () => 1))).toEqual([
    2, 4, 8, 256, 512, 600,
  ]);
  expect([1, 2, 3, 8, 9, 30].map((receives) => visibilitySeconds(receives, () => 0))).toEqual([
    1, 2, 4, 128, 256, 300,
  ]);
});
