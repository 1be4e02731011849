import type { RateLimiter } from '../lib/aws/rate-limiter/rate-limiter.ts';
import { sharedRateLimiter } from '../lib/aws/rate-limiter/shared-rate-limiter.ts';
import type { Clock } from '../lib/reconcile/ports.ts';
import { memoryReservations } from '../test/support/memory-reservations.ts';
import { type VirtualClock, virtualClock } from '../test/support/virtual-clock.ts';
import { sizes } from './harness/size.ts';
import { fixed, percent, printTable } from './harness/table.ts';

/**
 * Compares methods of sharing one quota between workers, in simulated time. A call takes 20 ms, a table write
 * 5 ms. AWS is a token bucket that holds one second's worth of tokens. Calls arrive in batches of ten, like
 * messages, and a worker needs 150 ms between two batches. Throttled calls are retried.
 */
const size = sizes({ calls: 600, workers: 4, rate: 15 });
const [calls, workers, rate] = [size('calls'), size('workers'), size('rate')];
const CALL_MS = 20;
const WRITE_MS = 5;
const BATCH = 10;
const quotas = {
  CognitoRead: rate,
  CognitoWrite: rate,
  UserPoolRead: rate,
  ParameterRead: rate,
  TagRead: rate,
};

/** Between two batches, a worker finishes the last call, receives messages and reads records and parameters. */
const TURNAROUND_MS = 150;

/** Waits until the worker may make a call. */
type Permit = (worker: number) => Promise<void>;
interface Method {
  readonly permit: Permit;
  readonly writes: () => number;
  readonly reads?: () => number;
}
type CreateMethod = (clock: VirtualClock) => Method;

const spaced = (clock: Clock, perSecond: number): (() => Promise<void>) => {
  let next = 0;
  return async () => {
    const now = clock.now().getTime();
    next = Math.max(now, next) + 1000 / perSecond;
    await clock.sleep(next - 1000 / perSecond - now);
  };
};

/** Each worker always uses its share of the rate, whether the other workers are busy or idle. */
const staticSplit: CreateMethod = (clock) => {
  const parts = Array.from({ length: workers }, () => spaced(clock, rate / workers));
  return { permit: async (worker) => parts[worker]?.(), writes: () => 0 };
};

/** The table stores tokens. A worker leases half a second's worth and keeps the unused ones. */
const leasedTokens: CreateMethod = (clock) => {
  const leaseSize = Math.floor(rate / 2);
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
      const enough = tokens >= leaseSize;
      if (enough) tokens -= leaseSize;
      if (enough) held[worker] = leaseSize;
      // A failed update returns the number of tokens, and so the time to wait.
      else await clock.sleep(((leaseSize - tokens) * 1000) / rate);
    }
    fetching.delete(worker);
  };
  return {
    writes: () => writes,
    permit: async (worker) => {
      for (;;) {
        const available = held[worker] ?? 0;
        if (available > 0) {
          held[worker] = available - 1;
          return;
        }
        const pending = fetching.get(worker) ?? fetch(worker);
        fetching.set(worker, pending);
        await pending;
      }
    },
  };
};

/** An earlier method: a worker reserves only for the calls that wait, up to half a second, and each attempt is a write. */
const reservedForWaiting: CreateMethod = (clock) => {
  const spacing = 1000 / rate;
  let next = 0;
  let writes = 0;
  const queues = new Map<number, (() => void)[]>();
  const reserve = async (waiting: (() => void)[]): Promise<void> => {
    const update = async <T>(change: () => T): Promise<T> => {
      writes += 1;
      await clock.sleep(WRITE_MS / 2);
      const changed = change();
      await clock.sleep(WRITE_MS / 2);
      return changed;
    };
    for (let failures = 1; waiting.length > 0; ) {
      const [now, count] = [clock.time(), Math.min(waiting.length, Math.floor(500 / spacing))];
      const floor = now - 5 * spacing;
      const take = (isFree: boolean, first: number): number | undefined => {
        if (isFree) next = first + count * spacing;
        return isFree ? first : undefined;
      };
      const first =
        (await update(() => take(next > floor && next < now + 400, next))) ??
        (next < now + 400 ? await update(() => take(next <= floor, floor)) : undefined);
      if (first === undefined) {
        await clock.sleep(Math.max(0, next - now - 400) + (50 * (0.5 + Math.random())) / failures++);
        continue;
      }
      failures = 1;
      for (const [at, start] of waiting.splice(0, count).entries())
        clock.sleep(first + at * spacing - clock.time()).then(start);
    }
  };
  return {
    writes: () => writes,
    permit: (worker) =>
      new Promise((start) => {
        const waiting = queues.get(worker) ?? [];
        queues.set(worker, waiting);
        waiting.push(start);
        if (waiting.length === 1) queueMicrotask(() => reserve(waiting));
      }),
  };
};

const reservedSlots: CreateMethod = (clock) => {
  const table = memoryReservations(clock, { latency: () => WRITE_MS / 2 });
  const rateLimiters: readonly RateLimiter[] = Array.from({ length: workers }, () =>
    sharedRateLimiter(table, quotas, clock, Math.random),
  );
  const context = { priority: 'upkeep', deadline: Number.MAX_SAFE_INTEGER } as const;
  return {
    permit: async (worker) => rateLimiters[worker]?.acquire('CognitoWrite', context),
    writes: () => table.writes(),
    reads: () => table.reads(),
  };
};

interface Run {
  readonly seconds: number;
  readonly throttled: number;
  readonly writes: number;
  readonly reads: number;
}

async function run(create: CreateMethod, busy: number): Promise<Run> {
  const clock = virtualClock();
  const startedAt = clock.time();
  const method = create(clock);
  let tokens: number = rate;
  let at = startedAt;
  let remaining = calls;
  let throttled = 0;
  let ended = startedAt;
  const acceptCall = (): boolean => {
    tokens = Math.min(rate, tokens + ((clock.time() - at) * rate) / 1000);
    at = clock.time();
    // The tolerance accounts for rounding to whole milliseconds.
    if (tokens < 0.99) return false;
    tokens -= 1;
    return true;
  };
  const call = async (worker: number): Promise<void> => {
    for (;;) {
      await method.permit(worker);
      await clock.sleep(CALL_MS / 2);
      const accepted = acceptCall();
      await clock.sleep(CALL_MS / 2);
      if (accepted) break;
      throttled += 1;
      await clock.sleep(500 * Math.random());
    }
    ended = clock.time();
  };
  const work = async (worker: number): Promise<void> => {
    while (remaining > 0) {
      const batch = Math.min(BATCH, remaining);
      remaining -= batch;
      await Promise.all(Array.from({ length: batch }, () => call(worker)));
      await clock.sleep(TURNAROUND_MS);
    }
  };
  const all = Promise.all(Array.from({ length: busy }, (_, worker) => work(worker)));
  await clock.drain();
  await all;
  return {
    seconds: (ended - startedAt) / 1000,
    throttled,
    writes: method.writes(),
    reads: method.reads?.() ?? 0,
  };
}

const ideal = calls / rate - 1;
const methods: readonly (readonly [string, CreateMethod])[] = [
  ['static split', staticSplit],
  ['leased tokens', leasedTokens],
  ['slots for waiting calls', reservedForWaiting],
  ['slots for steady work', reservedSlots],
];
const rows: string[][] = [];
for (const [name, create] of methods)
  for (const busy of [workers, 1]) {
    const { seconds, throttled, writes, reads } = await run(create, busy);
    rows.push([
      name,
      `${busy} of ${workers}`,
      fixed(seconds / ideal),
      percent(throttled, calls + throttled),
      fixed(writes / calls),
      fixed(reads / calls),
    ]);
  }
printTable(
  `${calls} calls at ${rate} per second, in simulated time; ideal ${fixed(ideal, 1)} s.`,
  [
    'method',
    'workers with calls',
    'wall ÷ ideal',
    'throttled',
    'table writes per call',
    'table reads per call',
  ],
  rows,
);
