import type { RateLimiter } from '../lib/aws/rate-limiter/rate-limiter.ts';
import { sharedRateLimiter } from '../lib/aws/rate-limiter/shared-rate-limiter.ts';
import type { Clock } from '../lib/reconcile/ports.ts';
import { memoryReservations } from '../test/support/memory-reservations.ts';
import { type VirtualClock, virtualClock } from '../test/support/virtual-clock.ts';
import { sizes } from './harness/size.ts';
import { fixed, percent, printTable } from './harness/table.ts';

/**
 * Ways of sharing one quota between workers, in simulated time: a call takes 20 ms, a write of the table 5 ms, and
 * AWS is a token bucket of one second's worth. Batches of ten calls, as messages come; a throttled call is made again.
 */
const size = sizes({ calls: 600, workers: 4, rate: 15 });
const [calls, workers, rate] = [size('calls'), size('workers'), size('rate')];
const CALL_MS = 20;
const WRITE_MS = 5;
const BATCH = 10;
const quotas = { CognitoRead: rate, CognitoWrite: rate, UserPoolRead: rate, ParameterRead: rate };

/** Waits until a worker may call. */
type Permit = (worker: number) => Promise<void>;
interface Way {
  readonly permit: Permit;
  readonly writes: () => number;
}
type Make = (clock: VirtualClock) => Way;

const spaced = (clock: Clock, perSecond: number): (() => Promise<void>) => {
  let next = 0;
  return async () => {
    const now = clock.now().getTime();
    next = Math.max(now, next) + 1000 / perSecond;
    await clock.sleep(next - 1000 / perSecond - now);
  };
};

/** Each worker has its part of the rate, whether the others work or not. */
const staticSplit: Make = (clock) => {
  const parts = Array.from({ length: workers }, () => spaced(clock, rate / workers));
  return { permit: async (worker) => parts[worker]?.(), writes: () => 0 };
};

/** The table holds tokens; a worker fetches half a second's worth and keeps what it does not use. */
const leases: Make = (clock) => {
  const most = Math.floor(rate / 2);
  const held = Array.from({ length: workers }, () => 0);
  const fetching = new Map<number, Promise<void>>();
  let tokens: number = rate;
  let at = clock.time();
  let writes = 0;
  const fetch = async (worker: number): Promise<void> => {
    while (held[worker] === 0) {
      writes += 1;
      await clock.sleep(WRITE_MS);
      tokens = Math.min(rate, tokens + ((clock.time() - at) * rate) / 1000);
      at = clock.time();
      const enough = tokens >= most;
      if (enough) tokens -= most;
      if (enough) held[worker] = most;
      // A refused update tells how many there are, and so how long to wait.
      else await clock.sleep(((most - tokens) * 1000) / rate);
    }
    fetching.delete(worker);
  };
  return {
    writes: () => writes,
    permit: async (worker) => {
      for (;;) {
        const own = held[worker] ?? 0;
        if (own > 0) {
          held[worker] = own - 1;
          return;
        }
        const under = fetching.get(worker) ?? fetch(worker);
        fetching.set(worker, under);
        await under;
      }
    },
  };
};

const reservedTime: Make = (clock) => {
  const table = memoryReservations(clock, { latency: () => WRITE_MS / 2 });
  const rateLimiters: readonly RateLimiter[] = Array.from({ length: workers }, () =>
    sharedRateLimiter(table, quotas, clock, Math.random),
  );
  const context = { priority: 'upkeep', deadline: Number.MAX_SAFE_INTEGER } as const;
  return {
    permit: async (worker) => rateLimiters[worker]?.acquire('CognitoWrite', context),
    writes: () => table.writes(),
  };
};

interface Run {
  readonly seconds: number;
  readonly throttled: number;
  readonly writes: number;
}

async function run(make: Make, busy: number): Promise<Run> {
  const clock = virtualClock();
  const begun = clock.time();
  const way = make(clock);
  let tokens: number = rate;
  let at = begun;
  let left = calls;
  let throttled = 0;
  let ended = begun;
  const answer = (): boolean => {
    tokens = Math.min(rate, tokens + ((clock.time() - at) * rate) / 1000);
    at = clock.time();
    // What rounding to whole milliseconds takes away is no throttling.
    if (tokens < 0.99) return false;
    tokens -= 1;
    return true;
  };
  const call = async (worker: number): Promise<void> => {
    for (;;) {
      await way.permit(worker);
      await clock.sleep(CALL_MS / 2);
      const passed = answer();
      await clock.sleep(CALL_MS / 2);
      if (passed) break;
      throttled += 1;
      await clock.sleep(500 * Math.random());
    }
    ended = clock.time();
  };
  const work = async (worker: number): Promise<void> => {
    while (left > 0) {
      const batch = Math.min(BATCH, left);
      left -= batch;
      await Promise.all(Array.from({ length: batch }, () => call(worker)));
    }
  };
  const all = Promise.all(Array.from({ length: busy }, (_, worker) => work(worker)));
  await clock.drain();
  await all;
  return { seconds: (ended - begun) / 1000, throttled, writes: way.writes() };
}

const ideal = calls / rate - 1;
const ways: readonly (readonly [string, Make])[] = [
  ['a static split', staticSplit],
  ['leases of tokens', leases],
  ['reservation of time', reservedTime],
];
const rows: string[][] = [];
for (const [name, make] of ways)
  for (const busy of [workers, 1]) {
    const { seconds, throttled, writes } = await run(make, busy);
    rows.push([
      name,
      `${busy} of ${workers}`,
      fixed(seconds / ideal),
      percent(throttled, calls + throttled),
      fixed(writes / calls),
    ]);
  }
printTable(
  `${calls} calls at ${rate} a second, in simulated time; ideal ${fixed(ideal, 1)} s.`,
  ['way of sharing', 'workers with work', 'wall ÷ ideal', 'throttled', 'table writes a call'],
  rows,
);
