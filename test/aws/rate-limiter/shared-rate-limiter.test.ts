import fc from 'fast-check';
import type { Quotas } from '../../../lib/aws/config.ts';
import type { RateLimiter } from '../../../lib/aws/rate-limiter/rate-limiter.ts';
import { sharedRateLimiter } from '../../../lib/aws/rate-limiter/shared-rate-limiter.ts';
import { RateLimitTimeoutError } from '../../../lib/reconcile/errors.ts';
import type { QueueName } from '../../../lib/reconcile/ports.ts';
import { BURST, type MemoryReservations, memoryReservations } from '../../support/memory-reservations.ts';
import { cases } from '../../support/random-cases.ts';
import { maxInAnyWindow } from '../../support/rate.ts';
import { type VirtualClock, virtualClock } from '../../support/virtual-clock.ts';

const FOREVER = Number.MAX_SAFE_INTEGER;
const quotas = (rate: number): Quotas => ({
  CognitoRead: rate,
  CognitoWrite: rate,
  UserPoolRead: rate,
  ParameterRead: rate,
  TagRead: rate,
});

interface World {
  readonly clock: VirtualClock;
  readonly reservations: MemoryReservations;
  readonly workers: readonly RateLimiter[];
}

interface Shape {
  readonly rate?: number;
  readonly workers?: number;
  readonly latency?: () => number;
  readonly returnsNext?: boolean;
  readonly random?: () => number;
}

function worldOf({ rate = 20, workers = 1, random = () => 0.5, ...table }: Shape = {}): World {
  const clock = virtualClock();
  const reservations = memoryReservations(clock, table);
  const make = () => sharedRateLimiter(reservations, quotas(rate), clock, random);
  return { clock, reservations, workers: Array.from({ length: workers }, make) };
}

const worker = ({ workers }: World, at = 0): RateLimiter => {
  const found = workers[at % workers.length];
  if (found === undefined) throw new Error('no workers');
  return found;
};

/** When the call could start, or its error. */
type Result = { readonly started: number } | { readonly failed: unknown; readonly at: number };

const acquire = (
  world: World,
  {
    at = 0,
    priority = 'upkeep',
    deadline = FOREVER,
  }: { at?: number; priority?: QueueName; deadline?: number } = {},
): Promise<Result> =>
  worker(world, at)
    .acquire('CognitoRead', { priority, deadline })
    .then(
      () => ({ started: world.clock.time() }),
      (failed: unknown) => ({ failed, at: world.clock.time() }),
    );

const startsOf = (ends: readonly Result[]): number[] =>
  ends.flatMap((end) => ('started' in end ? [end.started] : [])).sort((a, b) => a - b);
const failuresOf = (ends: readonly Result[]): unknown[] =>
  ends.flatMap((end) => ('failed' in end ? [end.failed] : []));

const priorities = fc.constantFrom<QueueName>('edits', 'upkeep');
const calls = fc.array(
  fc.record({
    at: fc.nat(5),
    after: fc.nat(3_000),
    priority: priorities,
    timeoutMs: fc.integer({ min: 1, max: 20_000 }),
  }),
  { minLength: 1, maxLength: 60 },
);
const shapes = fc.record({
  rate: fc.constantFrom(1, 7, 15, 20, 50),
  workers: fc.integer({ min: 1, max: 6 }),
  delays: fc.array(fc.nat(30), { minLength: 1, maxLength: 8 }),
  returnsNext: fc.boolean(),
});

/** Returns the latencies of a list in turn, so that a failing run can be repeated. */
function inTurn(delays: readonly number[]): () => number {
  let at = 0;
  return () => delays[at++ % delays.length] ?? 0;
}

test('several workers never exceed the rate and the burst in any window, and all calls get a slot', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, calls, async ({ delays, ...shape }, planned) => {
      const world = worldOf({ ...shape, latency: inTurn(delays) });
      const ends = planned.map(async ({ at, after, priority }) => {
        await world.clock.sleep(after);
        return acquire(world, { at, priority });
      });
      await world.clock.drain();
      const starts = startsOf(await Promise.all(ends));
      expect(starts).toHaveLength(planned.length);
      // A call with a slot in the past starts when the response arrives, at most two round trips later.
      const slack = 4 * Math.max(...delays);
      expect(maxInAnyWindow(starts, shape.rate, slack)).toBeLessThanOrEqual(BURST + 1);
    }),
    { numRuns: cases(60) },
  );
});

test('a call starts before its deadline or gets RateLimitTimeoutError, independently of the other calls', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, calls, async ({ delays, ...shape }, planned) => {
      const world = worldOf({ ...shape, latency: inTurn(delays) });
      const ends = planned.map(async ({ at, after, priority, timeoutMs }) => {
        await world.clock.sleep(after);
        const deadline = world.clock.time() + timeoutMs;
        return { deadline, end: await acquire(world, { at, priority, deadline }) };
      });
      await world.clock.drain();
      for (const { deadline, end } of await Promise.all(ends))
        if ('started' in end) expect(end.started).toBeLessThan(deadline);
        else {
          expect(end.failed).toBeInstanceOf(RateLimitTimeoutError);
          expect(end.at).toBeLessThan(deadline + 1_000);
        }
    }),
    { numRuns: cases(60) },
  );
});

test('a call does not wait for calls of another category', async () => {
  const world = worldOf({ rate: 1 });
  const reads = Array.from({ length: 20 }, () => acquire(world));
  const before = world.clock.time();
  const write = worker(world)
    .acquire('CognitoWrite', { priority: 'upkeep', deadline: FOREVER })
    .then(() => world.clock.time());
  await world.clock.drain();
  expect(await write).toBe(before);
  await Promise.all(reads);
});

test('after the burst the slots of all workers follow each other at the rate', async () => {
  const world = worldOf({ rate: 20, workers: 3 });
  const start = world.clock.time();
  const ends = Array.from({ length: 30 }, (_, at) => acquire(world, { at }));
  await world.clock.drain();
  const starts = startsOf(await Promise.all(ends)).map((at) => at - start);
  expect(starts).toEqual(Array.from({ length: 30 }, (_, at) => Math.max(0, at - BURST) * 50));
});

test('reserves slots for simultaneous calls together', async () => {
  const world = worldOf({ rate: 20 });
  const ends = Array.from({ length: 10 }, () => acquire(world));
  await world.clock.drain();
  await Promise.all(ends);
  expect(world.reservations.given).toHaveLength(1);
});

test('an idle worker makes no write', async () => {
  const world = worldOf();
  const end = acquire(world);
  await world.clock.drain();
  await end;
  const writes = world.reservations.writes();
  await world.clock.advance(3_600_000);
  expect(world.reservations.writes()).toBe(writes);
});

/** All workers acquire upkeep slots in batches of 10 until the test ends. */
function endlessUpkeep(world: World): { readonly waits: number[]; readonly started: number[] } {
  const waits: number[] = [];
  const started = world.workers.map(() => 0);
  world.workers.forEach(async (_, at) => {
    for (;;)
      await Promise.all(
        Array.from({ length: 10 }, async () => {
          const before = world.clock.time();
          await acquire(world, { at });
          waits.push(world.clock.time() - before);
          started[at] = (started[at] ?? 0) + 1;
        }),
      );
  });
  return { waits, started };
}

test('an edit waits less than one second during continuous upkeep', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 8 }),
      fc.array(fc.nat(4_000), { minLength: 1, maxLength: 5 }),
      async (workers, pauses) => {
        const world = worldOf({ workers: workers + 1, latency: inTurn([3, 1, 9]) });
        endlessUpkeep({ ...world, workers: world.workers.slice(1) });
        for (const pause of pauses) {
          await world.clock.advance(pause);
          const requestedAt = world.clock.time();
          const edit = acquire(world, { at: 0, priority: 'edits' });
          await world.clock.advance(1_000);
          const end = await edit;
          expect('started' in end ? end.started - requestedAt : Number.NaN).toBeLessThan(1_000);
        }
      },
    ),
    { numRuns: cases(20) },
  );
});

test('an edit gets a slot before the upkeep that waits in the same worker', async () => {
  const world = worldOf();
  const upkeep = Array.from({ length: 200 }, () => acquire(world));
  await world.clock.advance(100);
  const requestedAt = world.clock.time();
  const edit = acquire(world, { priority: 'edits' });
  await world.clock.drain();
  const end = await edit;
  expect('started' in end ? end.started - requestedAt : Number.NaN).toBeLessThan(1_000);
  await Promise.all(upkeep);
});

test('several workers together use the full rate, each gets its share, and no call waits for long', async () => {
  const world = worldOf({ workers: 5, latency: inTurn([3, 1, 9, 5, 2, 7]) });
  const { waits, started } = endlessUpkeep(world);
  await world.clock.advance(60_000);
  expect(started.reduce((sum, one) => sum + one)).toBeGreaterThan(0.98 * 20 * 60);
  expect(Math.min(...started)).toBeGreaterThan(0.7 * 20 * 12);
  expect(Math.max(...waits)).toBeLessThan(8_000);
});

test('workers that wait for the same free time make few writes', async () => {
  const world = worldOf({
    workers: 5,
    latency: inTurn([3, 1, 9, 5, 2, 7]),
    random: inTurn([0.1, 0.7, 0.4, 0.9, 0.2, 0.6, 0.3, 0.8, 0.5]),
  });
  endlessUpkeep(world);
  await world.clock.advance(60_000);
  // 1.2 reservations per second are enough for 20 calls. Each worker reads about once per reservation, and few write at once.
  expect(world.reservations.writes() / 60).toBeLessThan(3);
  expect(world.reservations.reads() / 60).toBeLessThan(10);
});

test('a worker that stops with a batch of 10 wastes at most half a second', async () => {
  const world = worldOf({ rate: 20, workers: 2 });
  const { time } = world.clock;
  const start = time();
  // This worker reserves slots and never makes its calls.
  for (let each = 0; each < 10; each++) void acquire(world, { at: 0 });
  await world.clock.advance(0);
  const others = Array.from({ length: 40 }, () => acquire(world, { at: 1 }));
  await world.clock.drain();
  const starts = startsOf(await Promise.all(others));
  // All 50 slots, of which six can start immediately.
  expect((starts.at(-1) ?? 0) - start).toBeLessThanOrEqual((50 - BURST) * 50);
  expect(starts[0]).toBeLessThanOrEqual(start + 500);
});

test('reserves at most 0.75 s at once, and for upkeep only while the next free time is at most 0.1 s ahead', async () => {
  const world = worldOf({ rate: 15, workers: 2 });
  const now = world.clock.time();
  for (let each = 0; each < 100; each++) void acquire(world, { at: each });
  await world.clock.advance(0);
  for (const { count, spacingMs } of world.reservations.given)
    expect(count * spacingMs).toBeLessThanOrEqual(750);
  const ends = world.reservations.given.map(({ first, count, spacingMs }) => first + count * spacingMs);
  expect(Math.max(...ends)).toBeLessThanOrEqual(now + 750);
});

test('assigns one slot at a time when the quota is less than two calls per second', async () => {
  const world = worldOf({ rate: 0.5 });
  const ends = Array.from({ length: 8 }, () => acquire(world));
  const start = world.clock.time();
  await world.clock.drain();
  expect(startsOf(await Promise.all(ends)).map((at) => at - start)).toEqual([0, 0, 0, 0, 0, 0, 2_000, 4_000]);
});

test('a call whose deadline has passed gets RateLimitTimeoutError and reserves no slot', async () => {
  const world = worldOf();
  const end = acquire(world, { deadline: world.clock.time() });
  await world.clock.drain();
  expect(failuresOf([await end])).toEqual([expect.any(RateLimitTimeoutError)]);
  expect(world.reservations.writes()).toBe(0);
});

test('a call that cannot get a slot in time fails immediately, with the time until the next slot', async () => {
  const world = worldOf();
  await world.reservations.postpone('CognitoRead', world.clock.time() + 30_000);
  const requestedAt = world.clock.time();
  const end = acquire(world, { priority: 'edits', deadline: requestedAt + 10_000 });
  await world.clock.advance(0);
  expect(await end).toEqual({ failed: expect.objectContaining({ retryAfterMs: 30_000 }), at: requestedAt });
});

test('a call is processed immediately after an earlier call failed because of its deadline', async () => {
  const world = worldOf();
  const requestedAt = world.clock.time();
  await world.reservations.postpone('CognitoRead', requestedAt + 1_000);
  const first = acquire(world, { priority: 'edits', deadline: requestedAt + 500 });
  await world.clock.advance(1);
  const second = acquire(world, { priority: 'edits', deadline: requestedAt + 500 });
  await world.clock.advance(0);
  expect(await Promise.race([second, 'waiting'])).toMatchObject({ at: requestedAt + 1 });
  expect(failuresOf([await first])).toHaveLength(1);
});

test('a call with a short deadline that joins a long queue fails in time', async () => {
  const world = worldOf();
  const requestedAt = world.clock.time();
  await world.reservations.postpone('CognitoRead', requestedAt + 30_000);
  const relaxed = acquire(world);
  await world.clock.advance(100);
  const urgent = await Promise.all([
    acquire(world, { deadline: requestedAt + 2_000 }),
    world.clock.advance(2_000),
  ]);
  expect(urgent[0]).toEqual({ failed: expect.any(RateLimitTimeoutError), at: expect.any(Number) });
  await world.clock.drain();
  expect(await relaxed).toEqual({ started: requestedAt + 30_000 });
});

test('checks deadlines while it polls when the table does not return the next free time', async () => {
  const world = worldOf({ returnsNext: false });
  await world.reservations.postpone('CognitoRead', world.clock.time() + 30_000);
  const requestedAt = world.clock.time();
  const end = acquire(world, { deadline: requestedAt + 2_000 });
  await world.clock.drain();
  expect(await end).toEqual({ failed: expect.any(RateLimitTimeoutError), at: expect.any(Number) });
  expect(world.clock.time() - requestedAt).toBeLessThan(2_100);
});

test('a slot after the deadline of one call goes to the next call', async () => {
  const world = worldOf({ rate: 1 });
  const start = world.clock.time();
  const burst = Array.from({ length: 6 }, () => acquire(world, { priority: 'edits' }));
  const [urgent, relaxed] = [
    acquire(world, { priority: 'edits', deadline: start + 500 }),
    acquire(world, { priority: 'edits' }),
  ];
  await world.clock.drain();
  await Promise.all(burst);
  expect(failuresOf([await urgent])).toEqual([expect.any(RateLimitTimeoutError)]);
  expect(await relaxed).toEqual({ started: start + 1_000 });
});

test('an error of the reservations fails all waiting calls, and the next call works again', async () => {
  const world = worldOf();
  const failure = new Error('the table does not exist');
  world.reservations.failWith(failure);
  const ends = [acquire(world), acquire(world), acquire(world, { priority: 'edits' })];
  await world.clock.drain();
  expect(failuresOf(await Promise.all(ends))).toEqual([failure, failure, failure]);
  world.reservations.failWith(undefined);
  const next = acquire(world);
  await world.clock.drain();
  expect(startsOf([await next])).toHaveLength(1);
});

test('a call is never lost, in any turn of the event loop in which the queue becomes empty', async () => {
  for (let turns = 0; turns < 40; turns++) {
    const world = worldOf();
    const first = acquire(world);
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    const second = acquire(world);
    await world.clock.drain();
    expect(startsOf(await Promise.all([first, second]))).toHaveLength(2);
  }
});

test('a call that another call makes when it starts gets a slot', async () => {
  const world = worldOf();
  let started = 0;
  const again = async (left: number): Promise<void> => {
    await acquire(world);
    started += 1;
    if (left > 0) await again(left - 1);
  };
  const all = again(50);
  await world.clock.drain();
  await all;
  expect(started).toBe(51);
});

test('no worker gets a slot for a quarter of a second after a throttled response', async () => {
  const world = worldOf({ workers: 2 });
  await worker(world, 0).throttled('CognitoRead');
  const start = world.clock.time();
  const ends = [acquire(world, { at: 0 }), acquire(world, { at: 1, priority: 'edits' })];
  await world.clock.drain();
  for (const at of startsOf(await Promise.all(ends))) expect(at - start).toBeGreaterThanOrEqual(250);
  expect(world.clock.time() - start).toBeLessThan(600);
});
