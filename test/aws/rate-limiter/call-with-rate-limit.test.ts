import { callWithRateLimit } from '../../../lib/aws/rate-limiter/call-with-rate-limit.ts';
import { AwsCallError, RateLimitTimeoutError } from '../../../lib/reconcile/errors.ts';
import type { CallContext } from '../../../lib/reconcile/ports.ts';
import { awsError } from '../../support/aws-error.ts';
import { type UnlimitedRate, unlimitedRate, withoutDeadline } from '../../support/unlimited-rate.ts';

/** Makes a call that has these results in turn and then repeats the last one. */
async function call(
  rate: UnlimitedRate,
  results: readonly (string | Error)[],
  context: CallContext = withoutDeadline,
): Promise<{ readonly end: unknown; readonly calls: number; readonly ms: number }> {
  let calls = 0;
  const before = rate.clock.time();
  const made = callWithRateLimit(rate.rateLimiting, 'CognitoRead', 'GetThings', context, async () => {
    const result = results[Math.min(calls++, results.length - 1)];
    if (result instanceof Error) throw result;
    return result;
  }).catch((error: unknown) => error);
  await rate.clock.drain();
  return { end: await made, calls, ms: rate.clock.time() - before };
}

test('acquires one slot of the category for the context of the call', async () => {
  const rate = unlimitedRate();
  expect(await call(rate, ['ok'])).toMatchObject({ end: 'ok', calls: 1, ms: 0 });
  expect(rate.acquired).toEqual([{ category: 'CognitoRead', context: withoutDeadline }]);
});

test('makes three attempts after transient errors, each with a slot and after a growing pause', async () => {
  const rate = unlimitedRate();
  const { end, calls, ms } = await call(rate, [awsError('InternalErrorException')]);
  expect(end).toMatchObject({
    name: 'AwsCallError',
    kind: 'Transient',
    errorName: 'InternalErrorException',
  });
  expect(calls).toBe(3);
  expect(rate.acquired).toHaveLength(3);
  expect(ms).toBe(200 + 400);
});

test('returns the result of a retry that succeeds', async () => {
  const { end } = await call(unlimitedRate(), [awsError('TimeoutError'), 'ok']);
  expect(end).toBe('ok');
});

test('retries a throttled call until it succeeds, and reports each throttling', async () => {
  const rate = unlimitedRate();
  const throttled = Array.from({ length: 8 }, () => awsError('TooManyRequestsException'));
  const { end, calls, ms } = await call(rate, [...throttled, 'ok']);
  expect({ end, calls }).toEqual({ end: 'ok', calls: 9 });
  expect(rate.acquired).toHaveLength(9);
  expect(rate.throttled).toEqual(throttled.map(() => 'CognitoRead'));
  // The pause doubles up to the fourth attempt.
  expect(ms).toBe(200 + 400 + 800 + 5 * 1600);
});

test('throws RateLimitTimeoutError when a throttled call cannot be retried before the deadline', async () => {
  const rate = unlimitedRate();
  const context = { priority: 'edits', deadline: rate.clock.time() + 500 } as const;
  const { end, calls, ms } = await call(rate, [awsError('ThrottlingException')], context);
  expect(end).toBeInstanceOf(RateLimitTimeoutError);
  expect(end).toMatchObject({ retryAfterMs: 400 });
  expect({ calls, ms }).toEqual({ calls: 2, ms: 200 });
});

test('does not retry a transient error after the deadline', async () => {
  const rate = unlimitedRate();
  const context = { priority: 'upkeep', deadline: rate.clock.time() + 200 } as const;
  const { end, calls } = await call(rate, [awsError('InternalErrorException')], context);
  expect(end).toBeInstanceOf(AwsCallError);
  expect(calls).toBe(1);
});

test('does not retry a permission error', async () => {
  const { end, calls } = await call(unlimitedRate(), [awsError('AccessDeniedException')]);
  expect(end).toMatchObject({ name: 'AwsCallError', kind: 'Permission', operation: 'GetThings' });
  expect(calls).toBe(1);
});

test.each(['InvalidParameterException', 'FeatureUnavailableInTierException', 'ResourceNotFoundException'])(
  'throws %s unchanged and without a retry',
  async (name) => {
    const error = awsError(name);
    expect(await call(unlimitedRate(), [error])).toMatchObject({ end: error, calls: 1 });
  },
);

test('does not make the call when no slot is free', async () => {
  const rate = unlimitedRate();
  const timeout = new RateLimitTimeoutError('CognitoRead', 1_000);
  rate.failWith(timeout);
  expect(await call(rate, ['ok'])).toEqual({ end: timeout, calls: 0, ms: 0 });
});
