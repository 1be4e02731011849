import {
  type AwsCallErrorKind,
  ConflictRetriesExhaustedError,
  RateLimitTimeoutError,
} from '../../lib/reconcile/errors.ts';
import { backoffSeconds, requeue } from '../../lib/reconcile/requeue.ts';
import type { Delivery, Work } from '../../lib/reconcile/work.ts';
import { awsCallError, notCalled } from '../support/failing-ports.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { event, later, NOON, POOL } from '../support/situation.ts';

const delivery = (at: number, receives = 1): Delivery => ({
  messageId: `m${at}`,
  receiptHandle: `r${at}`,
  body: `b${at}`,
  receives,
  sentAt: NOON.getTime(),
});

interface Conditions {
  readonly random?: number;
  /** How often each message has failed, this time included; or the error of the count. */
  readonly failures?: number | Error;
  readonly delayFails?: boolean;
  readonly deadLetterFails?: boolean;
}

/** Requeues the two messages of one failed pool: the first was received once, the second three times. */
async function requeued(
  error: unknown,
  { random = 0, failures = 1, delayFails, deadLetterFails }: Conditions = {},
  editedAt?: string,
) {
  const { telemetry, recorded } = recordingTelemetry();
  const deadLetters: unknown[] = [];
  const delayed: unknown[] = [];
  const counted: string[] = [];
  const work: Work = {
    key: { userPoolId: POOL, cause: event, ...(editedAt && { editedAt }) },
    deliveries: [delivery(1), delivery(2, 3)],
    onlyFacts: false,
  };
  const batchItemFailures = await requeue(
    {
      telemetry,
      clock: { now: () => later(3) },
      random: () => random,
      failureCounts: {
        async add(messageId) {
          counted.push(messageId);
          if (failures instanceof Error) throw failures;
          return failures;
        },
      },
      requeue: {
        async delay(...args) {
          delayed.push(args);
          if (delayFails) throw new Error('no visibility');
        },
        hold: notCalled,
        async deadLetter(...args) {
          if (deadLetterFails) throw new Error('no dead-letter queue');
          deadLetters.push(args);
        },
      },
    },
    [{ work, error }],
    'upkeep',
  );
  return { batchItemFailures, deadLetters, delayed, counted, recorded };
}

const failed = (kind: AwsCallErrorKind) => awsCallError('GetItem', kind, new Error('with a secret in it'));

test.each([
  ['without a rate limiter slot for 2.5 s', new RateLimitTimeoutError('CognitoRead', 2_500), 0, [4, 4]],
  [
    'without a slot for an hour, limited to ten minutes',
    new RateLimitTimeoutError('CognitoRead', 3_600_000),
    0,
    [600, 600],
  ],
  ['after too many conflicts, with the shortest jitter', new ConflictRetriesExhaustedError(3), 0, [1, 4]],
  ['after too many conflicts, with the longest jitter', new ConflictRetriesExhaustedError(3), 0.999, [2, 8]],
  ['after a throttled call, with the shortest jitter', failed('Throttled'), 0, [1, 4]],
  ['after a throttled call, with the longest jitter', failed('Throttled'), 0.999, [2, 8]],
])(
  'keeps both messages of a pool in the queue, without counting a failure, %s',
  async (_, failure, random, seconds) => {
    const { batchItemFailures, deadLetters, delayed, counted, recorded } = await requeued(failure, {
      random,
      failures: 99,
    });
    expect(batchItemFailures).toEqual(['m1', 'm2']);
    expect(delayed).toEqual([
      ['upkeep', 'r1', seconds[0]],
      ['upkeep', 'r2', seconds[1]],
    ]);
    expect(counted).toEqual([]);
    expect(deadLetters).toEqual([]);
    expect(recorded.counts.get('MessagesDeferred')).toBe(2);
    expect(recorded.counts.has('MessagesRetried')).toBe(false);
  },
);

const FAILURES: readonly (readonly [string, unknown, string])[] = [
  ['a transient failure', failed('Transient'), 'InternalErrorException'],
  ['a missing permission', failed('Permission'), 'AccessDeniedException'],
  ['an unexpected error', new TypeError('with a secret in it'), 'TypeError'],
  ['a thrown text', 'with a secret in it', 'string'],
];

test.each(FAILURES)(
  'keeps the messages in the queue, for longer after more failures, after %s',
  async (_, failure) => {
    const { batchItemFailures, deadLetters, delayed, recorded } = await requeued(failure, { failures: 4 });
    expect(batchItemFailures).toEqual(['m1', 'm2']);
    expect(deadLetters).toEqual([]);
    expect(delayed).toEqual([
      ['upkeep', 'r1', 8],
      ['upkeep', 'r2', 8],
    ]);
    expect(recorded.counts.get('MessagesRetried')).toBe(2);
    expect(recorded.counts.has('MessagesDeferred')).toBe(false);
  },
);

test.each(FAILURES)(
  'moves the messages to the dead-letter queue at the eighth time of %s',
  async (_, failure, name) => {
    expect((await requeued(failure, { failures: 7 })).batchItemFailures).toHaveLength(2);
    const { batchItemFailures, deadLetters, delayed, recorded } = await requeued(failure, { failures: 8 });
    expect(batchItemFailures).toEqual([]);
    expect(delayed).toEqual([]);
    expect(deadLetters).toEqual([
      ['upkeep', 'b1', name],
      ['upkeep', 'b2', name],
    ]);
    expect(recorded.lines.map(({ text }) => text)).toContain(
      `message moved to the dead-letter queue {"userPoolId":"${POOL}","messageId":"m1","error":"${name}"}`,
    );
    expect(JSON.stringify(recorded.lines)).not.toContain('secret');
  },
);

test('keeps a message in the queue when the dead-letter queue does not accept it', async () => {
  const { batchItemFailures, delayed, recorded } = await requeued(failed('Transient'), {
    failures: 8,
    deadLetterFails: true,
  });
  expect(batchItemFailures).toEqual(['m1', 'm2']);
  expect(delayed).toEqual([
    ['upkeep', 'r1', 128],
    ['upkeep', 'r2', 128],
  ]);
  expect(recorded.lines.map(({ text }) => text)).toContain(
    `message not moved to the dead-letter queue {"userPoolId":"${POOL}","messageId":"m1","error":"InternalErrorException"}`,
  );
});

test('counts no failure while the counts cannot be stored: the receives then set the delay', async () => {
  const { batchItemFailures, deadLetters, delayed } = await requeued(failed('Transient'), {
    failures: new Error('no table'),
  });
  expect(batchItemFailures).toEqual(['m1', 'm2']);
  expect(deadLetters).toEqual([]);
  expect(delayed).toEqual([
    ['upkeep', 'r1', 1],
    ['upkeep', 'r2', 4],
  ]);
});

test.each([['Throttled'], ['Transient']] as const)(
  'keeps messages in the queue when they cannot be delayed (%s)',
  async (kind) => {
    const { batchItemFailures, delayed } = await requeued(failed(kind), { delayFails: true });
    expect(batchItemFailures).toEqual(['m1', 'm2']);
    expect(delayed).toHaveLength(2);
  },
);

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

test('the backoff doubles with each attempt, with jitter, up to its maximum', () => {
  const attempts = [1, 2, 3, 8, 9, 30];
  expect(attempts.map((attempt) => backoffSeconds(attempt, 600, () => 1))).toEqual([2, 4, 8, 256, 512, 600]);
  expect(attempts.map((attempt) => backoffSeconds(attempt, 600, () => 0))).toEqual([1, 2, 4, 128, 256, 300]);
  expect(attempts.map((attempt) => backoffSeconds(attempt, 60, () => 0))).toEqual([1, 2, 4, 30, 30, 30]);
});
