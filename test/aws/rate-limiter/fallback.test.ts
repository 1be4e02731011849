import { withFallback } from '../../../lib/aws/rate-limiter/fallback.ts';
import { sharedRateLimiter } from '../../../lib/aws/rate-limiter/shared-rate-limiter.ts';
import { type MemoryReservations, memoryReservations } from '../../support/memory-reservations.ts';
import { maxInAnyWindow } from '../../support/rate.ts';
import { type VirtualClock, virtualClock } from '../../support/virtual-clock.ts';

const RATE = 20;
const WORKERS = 4;
const quotas = {
  CognitoRead: RATE,
  CognitoWrite: RATE,
  UserPoolRead: RATE,
  ParameterRead: RATE,
  TagRead: RATE,
};
const FOREVER = Number.MAX_SAFE_INTEGER;

interface World {
  readonly clock: VirtualClock;
  readonly table: MemoryReservations;
  /** When each call started. */
  readonly starts: number[];
  call(worker: number, count: number): void;
}

function worldOf(): World {
  const clock = virtualClock();
  const table = memoryReservations(clock);
  const rateLimiters = Array.from({ length: WORKERS }, () =>
    sharedRateLimiter(withFallback(table, WORKERS, clock), quotas, clock, () => 0.5),
  );
  const starts: number[] = [];
  return {
    clock,
    table,
    starts,
    call(worker, count) {
      for (let at = 0; at < count; at++)
        rateLimiters[worker]
          ?.acquire('CognitoRead', { priority: 'upkeep', deadline: FOREVER })
          .then(() => starts.push(clock.time()));
    },
  };
}

test('keeps all workers together within the rate while the table is unavailable', async () => {
  const world = worldOf();
  world.table.failWith(new Error('unreachable'));
  for (let worker = 0; worker < WORKERS; worker++) world.call(worker, 25);
  await world.clock.drain();
  expect(world.starts).toHaveLength(100);
  // Each worker may start one call at the same time.
  expect(maxInAnyWindow(world.starts, RATE)).toBeLessThanOrEqual(WORKERS);
});

test('limits each worker to its share of the rate, even when no other worker runs', async () => {
  const world = worldOf();
  world.table.failWith(new Error('unreachable'));
  const begun = world.clock.time();
  world.call(0, 10);
  await world.clock.drain();
  expect(Math.max(...world.starts) - begun).toBe((10 * WORKERS * 1000) / RATE);
});

test('tries the table once in five seconds during an outage, and returns to the full rate after it', async () => {
  const world = worldOf();
  world.table.failWith(new Error('unreachable'));
  world.call(0, 200);
  await world.clock.advance(4_900);
  expect(world.table.reads()).toBe(1);
  expect(world.table.writes()).toBe(0);
  world.table.failWith(undefined);
  await world.clock.advance(1_000);
  const back = world.starts.length;
  await world.clock.advance(4_000);
  expect(world.starts.length - back).toBeGreaterThanOrEqual(4 * RATE - 1);
});

test('assigns slots to upkeep even if each worker has less than two slots per second', async () => {
  const clock = virtualClock();
  const table = memoryReservations(clock);
  table.failWith(new Error('unreachable'));
  // As deployed: 11 workers share 20 calls per second, so the first slot is 550 ms away.
  const rateLimiter = sharedRateLimiter(withFallback(table, 11, clock), quotas, clock, () => 0.5);
  const starts: number[] = [];
  const begun = clock.time();
  for (let call = 0; call < 4; call++)
    rateLimiter
      .acquire('CognitoRead', { priority: 'upkeep', deadline: FOREVER })
      .then(() => starts.push(clock.time() - begun));
  await clock.advance(10_000);
  expect(starts).toEqual([550, 1_100, 1_650, 2_200]);
});

test('throws RateLimitTimeoutError at the deadline while the table is unavailable', async () => {
  const clock = virtualClock();
  const table = memoryReservations(clock);
  table.failWith(new Error('unreachable'));
  const rateLimiter = sharedRateLimiter(withFallback(table, WORKERS, clock), quotas, clock, () => 0.5);
  const late = rateLimiter.acquire('CognitoRead', { priority: 'edits', deadline: clock.time() + 150 });
  const seen = expect(late).rejects.toMatchObject({ name: 'RateLimitTimeoutError' });
  await clock.drain();
  await seen;
});

test('postpones the next slot with and without the table', async () => {
  const world = worldOf();
  const reservations = withFallback(world.table, WORKERS, world.clock);
  const now = world.clock.time();
  const slots = { count: 1, spacingMs: 50, burst: 5, until: FOREVER, end: FOREVER };
  await reservations.postpone('CognitoRead', now + 300);
  expect(await reservations.reserve('CognitoRead', slots)).toMatchObject({ first: now + 300 });
  world.table.failWith(new Error('unreachable'));
  await reservations.postpone('CognitoRead', now + 900);
  await reservations.postpone('CognitoRead', now + 1_000);
  expect(await reservations.reserve('CognitoRead', slots)).toMatchObject({ first: now + 1_000, count: 1 });
});
