import fc from 'fast-check';
import type { Category } from '../../../lib/aws/config.ts';
import type { RateLimiter } from '../../../lib/aws/rate-limiter/rate-limiter.ts';
import { sharedRateLimiter } from '../../../lib/aws/rate-limiter/shared-rate-limiter.ts';
import type { QueueName } from '../../../lib/reconcile/ports.ts';
import { BURST, type MemoryReservations, memoryReservations } from '../../support/memory-reservations.ts';
import { cases } from '../../support/random-cases.ts';
import { maxInAnyWindow } from '../../support/rate.ts';
import { type VirtualClock, virtualClock } from '../../support/virtual-clock.ts';

/** Workers that process one batch after the other, as in a sweep: they reserve more slots than they need, and keep them. */
const RATE = 20;
const BATCH = 10;
/** The most slots of one reservation: 0.75 s. */
const MAX_COUNT = 15;
/** The slots of idle time that parameter reads can use. */
const PARAMETER_BURST = 18;
const FOREVER = Number.MAX_SAFE_INTEGER;
const quotas = {
  CognitoRead: RATE,
  CognitoWrite: RATE,
  UserPoolRead: RATE,
  ParameterRead: RATE,
  TagRead: RATE,
};

interface World {
  readonly clock: VirtualClock;
  readonly table: MemoryReservations;
  readonly createWorker: () => RateLimiter;
}

function worldOf(latencies: readonly number[] = [4, 3, 5, 2]): World {
  const clock = virtualClock();
  let at = 0;
  const table = memoryReservations(clock, { latency: () => latencies[at++ % latencies.length] ?? 0 });
  const random = () => ((at * 7) % 10) / 10;
  return { clock, table, createWorker: () => sharedRateLimiter(table, quotas, clock, random) };
}

/** Acquires this many slots at once. Returns when each call could start. */
const batch = (
  { clock }: World,
  worker: RateLimiter,
  { count = BATCH, category = 'CognitoRead', priority = 'upkeep' }: BatchShape = {},
): Promise<readonly number[]> =>
  Promise.all(
    Array.from({ length: count }, () =>
      worker.acquire(category, { priority, deadline: FOREVER }).then(() => clock.time()),
    ),
  );
interface BatchShape {
  readonly count?: number;
  readonly category?: Category;
  readonly priority?: QueueName;
}

/** Resolves with the result after all sleepers have woken. */
async function drained<T>({ clock }: World, work: Promise<T>): Promise<T> {
  await clock.drain();
  return work;
}

/** A worker with steady work, so that its reservations are as long as they can be. */
async function steadyWorker(world: World, category: Category = 'CognitoRead'): Promise<RateLimiter> {
  const worker = world.createWorker();
  for (let each = 0; each < 16; each++) await drained(world, batch(world, worker, { category }));
  return worker;
}

test('a sweep by two workers costs less than 0.1 writes per pool and uses the full rate', async () => {
  const world = worldOf();
  const pools = 4_000;
  const startedAt = world.clock.time();
  let left = pools;
  const sweep = async (worker: RateLimiter) => {
    while (left > 0) {
      left -= BATCH;
      await world.clock.sleep(150);
      await batch(world, worker, { count: 2, category: 'ParameterRead' });
      await batch(world, worker);
      await world.clock.sleep(40);
    }
  };
  await drained(world, Promise.all([sweep(world.createWorker()), sweep(world.createWorker())]));
  expect(world.table.writes() / pools).toBeLessThan(0.1);
  expect(world.table.reads() / pools).toBeLessThan(0.3);
  expect((world.clock.time() - startedAt) / 1000).toBeLessThan((1.02 * pools) / RATE);
});

test('batches use the slots that the batch before them left, up to a quarter of a second later', async () => {
  const world = worldOf();
  const worker = await steadyWorker(world);
  const before = world.table.given.length;
  for (let each = 0; each < 4; each++) {
    await world.clock.advance(200);
    await drained(world, batch(world, worker, { count: 3 }));
  }
  expect(world.table.given.length - before).toBe(1);
});

interface Life {
  readonly startsAt: number;
  /** The worker is killed after this time. */
  readonly livesMs: number;
  /** Lambda freezes the process between two batches. */
  readonly pauses: readonly number[];
  readonly sizes: readonly number[];
}

const lives: fc.Arbitrary<readonly Life[]> = fc.array(
  fc.record({
    startsAt: fc.nat(2_000),
    livesMs: fc.integer({ min: 50, max: 20_000 }),
    pauses: fc.array(fc.oneof(fc.nat(400), fc.nat(4_000)), { minLength: 1, maxLength: 8 }),
    sizes: fc.array(fc.integer({ min: 1, max: BATCH }), { minLength: 1, maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 6 },
);
const latencies = fc.array(fc.nat(30), { minLength: 1, maxLength: 8 });

/** Runs workers until the end of their lives. `started` gets the time of every call that a living worker makes. */
async function live(
  world: World,
  workers: readonly Life[],
  category: Category,
  started: number[],
): Promise<void> {
  await Promise.all(
    workers.map(async ({ startsAt, livesMs, pauses, sizes }) => {
      await world.clock.sleep(startsAt);
      const worker = world.createWorker();
      const end = world.clock.time() + livesMs;
      for (let each = 0; world.clock.time() < end; each++) {
        const count = sizes[each % sizes.length] ?? 1;
        const starts = await batch(world, worker, { count, category });
        started.push(...starts.filter((at) => at < end));
        await world.clock.sleep(pauses[each % pauses.length] ?? 0);
      }
    }),
  );
}

test('workers that keep slots, pause, stop or are throttled never exceed the rate and the burst in any window', async () => {
  await fc.assert(
    fc.asyncProperty(
      lives,
      latencies,
      fc.array(fc.nat(10_000), { maxLength: 5 }),
      async (workers, delays, throttles) => {
        const world = worldOf(delays);
        const started: number[] = [];
        const throttled = throttles.map(async (at) => {
          await world.clock.sleep(at);
          await world.createWorker().throttled('CognitoRead');
        });
        await drained(world, Promise.all([live(world, workers, 'CognitoRead', started), ...throttled]));
        started.sort((a, b) => a - b);
        // A call with a slot in the past starts when the response arrives, at most two round trips later.
        expect(maxInAnyWindow(started, RATE, 4 * Math.max(...delays))).toBeLessThanOrEqual(BURST + 1);
      },
    ),
    { numRuns: cases(60) },
  );
});

test('parameter reads exceed the rate by at most one reservation of each worker', async () => {
  await fc.assert(
    fc.asyncProperty(lives, latencies, async (workers, delays) => {
      const world = worldOf(delays);
      const started: number[] = [];
      await drained(world, live(world, workers, 'ParameterRead', started));
      started.sort((a, b) => a - b);
      const burst = PARAMETER_BURST + 1 + workers.length * MAX_COUNT;
      expect(maxInAnyWindow(started, RATE, 4 * Math.max(...delays))).toBeLessThanOrEqual(burst);
    }),
    { numRuns: cases(40) },
  );
});

test('an edit waits at most 0.75 s and the time of its calls while workers have steady work, pause or stop', async () => {
  await fc.assert(
    fc.asyncProperty(
      lives,
      latencies,
      fc.array(fc.integer({ min: 1_000, max: 4_000 }), { minLength: 1, maxLength: 5 }),
      async (workers, delays, pauses) => {
        const world = worldOf(delays);
        const edits = world.createWorker();
        const waits: number[] = [];
        const edit = async () => {
          for (const pause of pauses) {
            await world.clock.sleep(pause);
            const requestedAt = world.clock.time();
            const [start = Number.NaN] = await batch(world, edits, { count: 1, priority: 'edits' });
            waits.push(start - requestedAt);
          }
        };
        await drained(world, Promise.all([live(world, workers, 'CognitoRead', []), edit()]));
        for (const wait of waits) expect(wait).toBeLessThanOrEqual(750 + 4 * Math.max(...delays) + 1);
      },
    ),
    { numRuns: cases(60) },
  );
});

test('an edit waits at most 0.65 s for the parameter reads of workers with steady work', async () => {
  const world = worldOf();
  const edits = world.createWorker();
  const waits: number[] = [];
  let done = false;
  const list = async () => {
    const worker = world.createWorker();
    while (!done) await batch(world, worker, { count: 1, category: 'ParameterRead' });
  };
  const edit = async () => {
    for (let each = 0; each < 40; each++) {
      await world.clock.sleep(317);
      const requestedAt = world.clock.time();
      const [start = Number.NaN] = await batch(world, edits, {
        count: 1,
        category: 'ParameterRead',
        priority: 'edits',
      });
      waits.push(start - requestedAt);
    }
    done = true;
  };
  await drained(world, Promise.all([list(), list(), edit()]));
  expect(Math.max(...waits)).toBeLessThanOrEqual(650);
});

test('a worker without steady work reserves what it needs', async () => {
  const world = worldOf();
  const worker = world.createWorker();
  for (let each = 0; each < 30; each++) {
    await drained(world, batch(world, worker, { count: 3 }));
    await world.clock.advance(1_000);
  }
  expect(new Set(world.table.given.map(({ count }) => count))).toEqual(new Set([3]));
});

test('after a pause, a worker that had steady work reserves what it needs', async () => {
  const world = worldOf();
  const worker = await steadyWorker(world);
  await world.clock.advance(60_000);
  await drained(world, batch(world, worker, { count: 4 }));
  expect(world.table.given.at(-1)?.count).toBe(4);
});

test('an edit reserves what it needs, also in a worker with steady work', async () => {
  const world = worldOf();
  const worker = await steadyWorker(world);
  await world.clock.advance(1_100);
  await drained(world, batch(world, worker, { count: 4, priority: 'edits' }));
  expect(world.table.given.at(-1)?.count).toBe(4);
});

test('a worker that stops wastes at most 0.75 s of slots', async () => {
  const world = worldOf();
  await steadyWorker(world);
  const stoppedAt = world.clock.time();
  const other = world.createWorker();
  const [start = Number.NaN] = await drained(world, batch(world, other, { count: 1 }));
  expect(start - stoppedAt).toBeLessThanOrEqual(750);
});

test('a throttled worker does not use the slots that it kept for the time of the pause', async () => {
  const world = worldOf();
  const worker = await steadyWorker(world);
  const throttledAt = world.clock.time();
  await drained(world, worker.throttled('CognitoRead'));
  const starts = await drained(world, batch(world, worker));
  expect(Math.min(...starts) - throttledAt).toBeGreaterThanOrEqual(250);
});

test('uses slots whose response arrives after they would have expired', async () => {
  const world = worldOf([400]);
  const worker = world.createWorker();
  const starts = await drained(world, batch(world, worker));
  expect(starts).toHaveLength(BATCH);
  expect(world.table.given).toHaveLength(1);
});
