import { callWithRateLimit } from '../../../lib/aws/rate-limiter/call-with-rate-limit.ts';
import { AwsCallError, RateLimitTimeoutError } from '../../../lib/reconcile/errors.ts';
import type { CallContext } from '../../../lib/reconcile/ports.ts';
import { awsError } from '../../support/aws-error.ts';
import { type UnlimitedRate, unlimitedRate, withoutDeadline } from '../../support/unlimited-rate.ts';

/** Makes the call with these answers in turn, the last one again and again. */
async function call(
  rate: UnlimitedRate,
  answers: readonly (string | Error)[],
  context: CallContext = withoutDeadline,
): Promise<{ readonly end: unknown; readonly calls: number; readonly ms: number }> {
  let calls = 0;
  const before = rate.clock.time();
  const made = callWithRateLimit(rate.rateLimiting, 'CognitoRead', 'GetThings', context, async () => {
    const answer = answers[Math.min(calls++, answers.length - 1)];
    if (answer instanceof Error) throw answer;
    return answer;
  }).catch((error: unknown) => error);
  await rate.clock.drain();
  return { end: await made, calls, ms: rate.clock.time() - before };
}

test('a call takes one slot of its category, for its context', async () => {
  const rate = unlimitedRate();
  expect(await call(rate, ['well'])).toMatchObject({ end: 'well', calls: 1, ms: 0 });
  expect(rate.acquired).toEqual([{ category: 'CognitoRead', context: withoutDeadline }]);
});

test('a passing failure is tried three times, each with a slot and a growing pause', async () => {
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

test('a passing failure that passes is none', async () => {
  const { end } = await call(unlimitedRate(), [awsError('TimeoutError'), 'well']);
  expect(end).toBe('well');
});

test('a throttled call is tried until it is let in, and the line is told each time', async () => {
  const rate = unlimitedRate();
  const throttled = Array.from({ length: 8 }, () => awsError('TooManyRequestsException'));
  const { end, calls, ms } = await call(rate, [...throttled, 'well']);
  expect({ end, calls }).toEqual({ end: 'well', calls: 9 });
  expect(rate.acquired).toHaveLength(9);
  expect(rate.throttled).toEqual(throttled.map(() => 'CognitoRead'));
  // The pause doubles up to the fourth try.
  expect(ms).toBe(200 + 400 + 800 + 5 * 1600);
});

test('a throttled call whose next try would be too late goes back as one that had no slot', async () => {
  const rate = unlimitedRate();
  const context = { priority: 'edits', deadline: rate.clock.time() + 500 } as const;
  const { end, calls, ms } = await call(rate, [awsError('ThrottlingException')], context);
  expect(end).toBeInstanceOf(RateLimitTimeoutError);
  expect(end).toMatchObject({ retryAfterMs: 400 });
  expect({ calls, ms }).toEqual({ calls: 2, ms: 200 });
});

test('a passing failure is not waited for beyond the deadline', async () => {
  const rate = unlimitedRate();
  const context = { priority: 'upkeep', deadline: rate.clock.time() + 200 } as const;
  const { end, calls } = await call(rate, [awsError('InternalErrorException')], context);
  expect(end).toBeInstanceOf(AwsCallError);
  expect(calls).toBe(1);
});

test('a fault of the deployment is not tried again', async () => {
  const { end, calls } = await call(unlimitedRate(), [awsError('AccessDeniedException')]);
  expect(end).toMatchObject({ name: 'AwsCallError', kind: 'Permission', operation: 'GetThings' });
  expect(calls).toBe(1);
});

test.each(['InvalidParameterException', 'FeatureUnavailableInTierException', 'ResourceNotFoundException'])(
  '%s is about the subject: it goes to the adapter as it is, at once',
  async (name) => {
    const error = awsError(name);
    expect(await call(unlimitedRate(), [error])).toMatchObject({ end: error, calls: 1 });
  },
);

test('without a slot the call is not made', async () => {
  const rate = unlimitedRate();
  const noSlot = new RateLimitTimeoutError('CognitoRead', 1_000);
  rate.failWith(noSlot);
  expect(await call(rate, ['well'])).toEqual({ end: noSlot, calls: 0, ms: 0 });
});
