import fc from 'fast-check';
import type { Quotas } from '../../../lib/aws/config.ts';
import type { RateLimiter } from '../../../lib/aws/rate-limiter/rate-limiter.ts';
import { sharedRateLimiter } from '../../../lib/aws/rate-limiter/shared-rate-limiter.ts';
import { RateLimitTimeoutError } from '../../../lib/reconcile/errors.ts';
import type { QueueName } from '../../../lib/reconcile/ports.ts';
import { BURST, type MemoryReservations, memoryReservations } from '../../support/memory-reservations.ts';
import { mostInAnyWindow } from '../../support/rate.ts';
import { type VirtualClock, virtualClock } from '../../support/virtual-clock.ts';

const FOREVER = Number.MAX_SAFE_INTEGER;
const evenly = () => 0.5;
const quotas = (rate: number): Quotas => ({
  CognitoRead: rate,
  CognitoWrite: rate,
  UserPoolRead: rate,
  ParameterRead: rate,
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
  readonly tellsNext?: boolean;
}

function worldOf({ rate = 20, workers = 1, ...table }: Shape = {}): World {
  const clock = virtualClock();
  const reservations = memoryReservations(clock, table);
  const make = () => sharedRateLimiter(reservations, quotas(rate), clock, evenly);
  return { clock, reservations, workers: Array.from({ length: workers }, make) };
}

const worker = ({ workers }: World, at = 0): RateLimiter => {
  const found = workers[at % workers.length];
  if (found === undefined) throw new Error('a world without workers');
  return found;
};

/** When the call could start, or what it got instead. */
type End = { readonly started: number } | { readonly failed: unknown; readonly at: number };

const take = (
  world: World,
  {
    at = 0,
    priority = 'upkeep',
    deadline = FOREVER,
  }: { at?: number; priority?: QueueName; deadline?: number } = {},
): Promise<End> =>
  worker(world, at)
    .acquire('CognitoRead', { priority, deadline })
    .then(
      () => ({ started: world.clock.time() }),
      (failed: unknown) => ({ failed, at: world.clock.time() }),
    );

const startsOf = (ends: readonly End[]): number[] =>
  ends.flatMap((end) => ('started' in end ? [end.started] : [])).sort((a, b) => a - b);
const failuresOf = (ends: readonly End[]): unknown[] =>
  ends.flatMap((end) => ('failed' in end ? [end.failed] : []));

const lanes = fc.constantFrom<QueueName>('edits', 'upkeep');
const calls = fc.array(
  fc.record({
    at: fc.nat(5),
    after: fc.nat(3_000),
    priority: lanes,
    patience: fc.integer({ min: 1, max: 20_000 }),
  }),
  { minLength: 1, maxLength: 60 },
);
const shapes = fc.record({
  rate: fc.constantFrom(1, 7, 15, 20, 50),
  workers: fc.integer({ min: 1, max: 6 }),
  delays: fc.array(fc.nat(30), { minLength: 1, maxLength: 8 }),
  tellsNext: fc.boolean(),
});

/** Latencies taken in turn from a list, so that a failing run can be played again. */
function inTurn(delays: readonly number[]): () => number {
  let at = 0;
  return () => delays[at++ % delays.length] ?? 0;
}

test('many workers never exceed the rate and the burst in any window, and everybody is served', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, calls, async ({ delays, ...shape }, planned) => {
      const world = worldOf({ ...shape, latency: inTurn(delays) });
      const ends = planned.map(async ({ at, after, priority }) => {
        await world.clock.sleep(after);
        return take(world, { at, priority });
      });
      await world.clock.drain();
      const starts = startsOf(await Promise.all(ends));
      expect(starts).toHaveLength(planned.length);
      // A slot in the past is called when the answer arrives: two ways of a call later at the most.
      const slack = 4 * Math.max(...delays);
      expect(mostInAnyWindow(starts, shape.rate, slack)).toBeLessThanOrEqual(BURST + 1);
    }),
    { numRuns: 60 },
  );
});

test('a call starts before its deadline or gets RateLimitTimeoutError, whatever the others wait for', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, calls, async ({ delays, ...shape }, planned) => {
      const world = worldOf({ ...shape, latency: inTurn(delays) });
      const ends = planned.map(async ({ at, after, priority, patience }) => {
        await world.clock.sleep(after);
        const deadline = world.clock.time() + patience;
        return { deadline, end: await take(world, { at, priority, deadline }) };
      });
      await world.clock.drain();
      for (const { deadline, end } of await Promise.all(ends))
        if ('started' in end) expect(end.started).toBeLessThan(deadline);
        else {
          expect(end.failed).toBeInstanceOf(RateLimitTimeoutError);
          expect(end.at).toBeLessThan(deadline + 1_000);
        }
    }),
    { numRuns: 60 },
  );
});

test('nobody waits for a call of another category', async () => {
  const world = worldOf({ rate: 1 });
  const reads = Array.from({ length: 20 }, () => take(world));
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
  const ends = Array.from({ length: 60 }, (_, at) => take(world, { at }));
  await world.clock.drain();
  const starts = startsOf(await Promise.all(ends)).map((at) => at - start);
  expect(starts).toEqual(Array.from({ length: 60 }, (_, at) => Math.max(0, at - BURST) * 50));
});

test('calls of one moment are reserved for together', async () => {
  const world = worldOf({ rate: 20 });
  const ends = Array.from({ length: 10 }, () => take(world));
  await world.clock.drain();
  await Promise.all(ends);
  expect(world.reservations.given).toHaveLength(1);
});

test('an idle worker makes no write', async () => {
  const world = worldOf();
  const end = take(world);
  await world.clock.drain();
  await end;
  const writes = world.reservations.writes();
  await world.clock.advance(3_600_000);
  expect(world.reservations.writes()).toBe(writes);
});

/** `workers` take slots for upkeep, a batch of ten after the other, as long as the test runs. */
function endlessUpkeep(world: World): { readonly waits: number[]; readonly served: number[] } {
  const waits: number[] = [];
  const served = world.workers.map(() => 0);
  world.workers.forEach(async (_, at) => {
    for (;;)
      await Promise.all(
        Array.from({ length: 10 }, async () => {
          const before = world.clock.time();
          await take(world, { at });
          waits.push(world.clock.time() - before);
          served[at] = (served[at] ?? 0) + 1;
        }),
      );
  });
  return { waits, served };
}

test('an edit waits for less than a second while upkeep is endless', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 8 }),
      fc.array(fc.nat(4_000), { minLength: 1, maxLength: 5 }),
      async (workers, pauses) => {
        const world = worldOf({ workers: workers + 1, latency: inTurn([3, 1, 9]) });
        endlessUpkeep({ ...world, workers: world.workers.slice(1) });
        for (const pause of pauses) {
          await world.clock.advance(pause);
          const asked = world.clock.time();
          const edit = take(world, { at: 0, priority: 'edits' });
          await world.clock.advance(1_000);
          const end = await edit;
          expect('started' in end ? end.started - asked : Number.NaN).toBeLessThan(1_000);
        }
      },
    ),
    { numRuns: 20 },
  );
});

test('an edit overtakes the upkeep that waits in its own worker', async () => {
  const world = worldOf();
  const upkeep = Array.from({ length: 200 }, () => take(world));
  await world.clock.advance(100);
  const asked = world.clock.time();
  const edit = take(world, { priority: 'edits' });
  await world.clock.drain();
  const end = await edit;
  expect('started' in end ? end.started - asked : Number.NaN).toBeLessThan(1_000);
  await Promise.all(upkeep);
});

test('workers share what there is: each is served at the full rate and none waits for long', async () => {
  const world = worldOf({ workers: 5, latency: inTurn([3, 1, 9, 5, 2, 7]) });
  const { waits, served } = endlessUpkeep(world);
  await world.clock.advance(60_000);
  expect(served.reduce((sum, one) => sum + one)).toBeGreaterThan(0.98 * 20 * 60);
  expect(Math.min(...served)).toBeGreaterThan(0.7 * 20 * 12);
  expect(Math.max(...waits)).toBeLessThan(6_000);
});

test('workers that wait for the same moment do not write all the while', async () => {
  const world = worldOf({ workers: 5, latency: inTurn([3, 1, 9, 5, 2, 7]) });
  endlessUpkeep(world);
  await world.clock.advance(60_000);
  // Two reservations a second serve 20 calls; each costs every waiting worker one look.
  expect(world.reservations.writes() / 60).toBeLessThan(15);
});

test('a worker that dies with a batch of ten wastes half a second', async () => {
  const world = worldOf({ rate: 20, workers: 2 });
  const { time } = world.clock;
  const start = time();
  // It reserves, and never calls: what it waits for is nobody's business any more.
  for (let each = 0; each < 10; each++) void take(world, { at: 0 });
  await world.clock.advance(0);
  const others = Array.from({ length: 40 }, () => take(world, { at: 1 }));
  await world.clock.drain();
  const starts = startsOf(await Promise.all(others));
  // All fifty slots, of which six are due at once.
  expect((starts.at(-1) ?? 0) - start).toBeLessThanOrEqual((50 - BURST) * 50);
  expect(starts[0]).toBeLessThanOrEqual(start + 500);
});

test('a reservation is never longer than half a second, nor further ahead for upkeep than 0.4 s', async () => {
  const world = worldOf({ rate: 15, workers: 2 });
  const now = world.clock.time();
  for (let each = 0; each < 100; each++) void take(world, { at: each });
  await world.clock.advance(0);
  for (const { count, spacingMs } of world.reservations.given)
    expect(count * spacingMs).toBeLessThanOrEqual(500);
  const ends = world.reservations.given.map(({ first, count, spacingMs }) => first + count * spacingMs);
  expect(Math.max(...ends)).toBeLessThanOrEqual(now + 900);
});

test('a quota below two a second is still served, a slot at a time', async () => {
  const world = worldOf({ rate: 0.5 });
  const ends = Array.from({ length: 8 }, () => take(world));
  const start = world.clock.time();
  await world.clock.drain();
  expect(startsOf(await Promise.all(ends)).map((at) => at - start)).toEqual([0, 0, 0, 0, 0, 0, 2_000, 4_000]);
});

test('a call whose deadline has passed gets RateLimitTimeoutError and reserves nothing', async () => {
  const world = worldOf();
  const end = take(world, { deadline: world.clock.time() });
  await world.clock.drain();
  expect(failuresOf([await end])).toEqual([expect.any(RateLimitTimeoutError)]);
  expect(world.reservations.writes()).toBe(0);
});

test('a deadline that no slot can keep is told at once, with the time that the line is long', async () => {
  const world = worldOf();
  await world.reservations.postpone('CognitoRead', world.clock.time() + 30_000);
  const asked = world.clock.time();
  const end = take(world, { priority: 'edits', deadline: asked + 10_000 });
  await world.clock.advance(0);
  expect(await end).toEqual({ failed: expect.objectContaining({ retryAfterMs: 30_000 }), at: asked });
});

test('a call that comes after another was told so is looked after at once', async () => {
  const world = worldOf();
  const asked = world.clock.time();
  await world.reservations.postpone('CognitoRead', asked + 1_000);
  const first = take(world, { priority: 'edits', deadline: asked + 500 });
  await world.clock.advance(1);
  const second = take(world, { priority: 'edits', deadline: asked + 500 });
  await world.clock.advance(0);
  expect(await Promise.race([second, 'still waiting'])).toMatchObject({ at: asked + 1 });
  expect(failuresOf([await first])).toHaveLength(1);
});

test('a hasty call that joins a long wait still learns in time that it has no slot', async () => {
  const world = worldOf();
  const asked = world.clock.time();
  await world.reservations.postpone('CognitoRead', asked + 30_000);
  const patient = take(world);
  await world.clock.advance(100);
  const hasty = await Promise.all([take(world, { deadline: asked + 2_000 }), world.clock.advance(2_000)]);
  expect(hasty[0]).toEqual({ failed: expect.any(RateLimitTimeoutError), at: expect.any(Number) });
  await world.clock.drain();
  expect(await patient).toEqual({ started: asked + 30_000 });
});

test('where the table does not tell, the deadline is looked after while the line is polled', async () => {
  const world = worldOf({ tellsNext: false });
  await world.reservations.postpone('CognitoRead', world.clock.time() + 30_000);
  const asked = world.clock.time();
  const end = take(world, { deadline: asked + 2_000 });
  await world.clock.drain();
  expect(await end).toEqual({ failed: expect.any(RateLimitTimeoutError), at: expect.any(Number) });
  expect(world.clock.time() - asked).toBeLessThan(2_100);
});

test('a slot that one cannot use goes to the next who can', async () => {
  const world = worldOf({ rate: 1 });
  const start = world.clock.time();
  const burst = Array.from({ length: 6 }, () => take(world, { priority: 'edits' }));
  const [hasty, patient] = [
    take(world, { priority: 'edits', deadline: start + 500 }),
    take(world, { priority: 'edits' }),
  ];
  await world.clock.drain();
  await Promise.all(burst);
  expect(failuresOf([await hasty])).toEqual([expect.any(RateLimitTimeoutError)]);
  expect(await patient).toEqual({ started: start + 1_000 });
});

test('an error of the reservations reaches all who wait, and the next call is served again', async () => {
  const world = worldOf();
  const broken = new Error('the table is gone');
  world.reservations.failWith(broken);
  const ends = [take(world), take(world), take(world, { priority: 'edits' })];
  await world.clock.drain();
  expect(failuresOf(await Promise.all(ends))).toEqual([broken, broken, broken]);
  world.reservations.failWith(undefined);
  const next = take(world);
  await world.clock.drain();
  expect(startsOf([await next])).toHaveLength(1);
});

test('no call is lost, at whatever turn of the event loop the queue runs empty', async () => {
  for (let turns = 0; turns < 40; turns++) {
    const world = worldOf();
    const first = take(world);
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    const second = take(world);
    await world.clock.drain();
    expect(startsOf(await Promise.all([first, second]))).toHaveLength(2);
  }
});

test('a call made from the very end of another is served', async () => {
  const world = worldOf();
  let served = 0;
  const again = async (left: number): Promise<void> => {
    await take(world);
    served += 1;
    if (left > 0) await again(left - 1);
  };
  const all = again(50);
  await world.clock.drain();
  await all;
  expect(served).toBe(51);
});

test('after a throttled answer nobody has a slot for a quarter of a second', async () => {
  const world = worldOf({ workers: 2 });
  await worker(world, 0).throttled('CognitoRead');
  const start = world.clock.time();
  const ends = [take(world, { at: 0 }), take(world, { at: 1, priority: 'edits' })];
  await world.clock.drain();
  for (const at of startsOf(await Promise.all(ends))) expect(at - start).toBeGreaterThanOrEqual(250);
  expect(world.clock.time() - start).toBeLessThan(600);
});
