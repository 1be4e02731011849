import fc from 'fast-check';
import { steadyRate } from '../../../lib/aws/rate-limiter/steady-rate.ts';
import { RateLimitTimeoutError } from '../../../lib/reconcile/errors.ts';
import { cases } from '../../support/random-cases.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const context = { priority: 'edits', deadline: Number.MAX_SAFE_INTEGER } as const;

test('calls never start faster than the rate, and there is no burst after a pause', async () => {
  const acquire = fc.array(fc.nat(2000), { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(acquire, fc.integer({ min: 1, max: 40 }), async (pauses, perSecond) => {
      const clock = virtualClock();
      const limiter = steadyRate({ ParameterWrite: perSecond }, clock);
      const started: number[] = [];
      const done: Promise<void>[] = [];
      for (const pause of pauses) {
        done.push(limiter.acquire('ParameterWrite', context).then(() => void started.push(clock.time())));
        await clock.advance(pause);
      }
      await clock.drain();
      await Promise.all(done);
      const gaps = started.slice(1).map((at, index) => at - (started[index] ?? 0));
      // The clock has whole milliseconds.
      for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(Math.floor(1000 / perSecond));
    }),
    { numRuns: cases(50) },
  );
});

test('after a throttled call, no call starts for a second', async () => {
  const clock = virtualClock();
  const limiter = steadyRate({ ParameterWrite: 3 }, clock);
  await limiter.acquire('ParameterWrite', context);
  await limiter.throttled('ParameterWrite');
  const start = clock.time();
  const next = limiter.acquire('ParameterWrite', context).then(() => clock.time() - start);
  await clock.drain();
  expect(await next).toBe(1000);
});

test('a call whose slot is after its deadline fails at once, and its slot stays free', async () => {
  const clock = virtualClock();
  const limiter = steadyRate({ MetricRead: 1, LogSearch: 1 }, clock);
  const soon = { priority: 'upkeep', deadline: clock.time() + 500 } as const;
  await limiter.acquire('LogSearch', soon);
  await expect(limiter.acquire('LogSearch', soon)).rejects.toThrow(RateLimitTimeoutError);
  await limiter.acquire('MetricRead', soon);
  const start = clock.time();
  const next = limiter.acquire('LogSearch', context).then(() => clock.time() - start);
  await clock.drain();
  expect(await next).toBe(1000);
});
