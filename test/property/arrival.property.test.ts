import fc from 'fast-check';
import type { PoolArrival } from '../../lib/domain/arrival/arrival.ts';
import { STEP_MS } from '../../lib/domain/arrival/window.ts';
import { AwsCallError, RateLimitTimeoutError } from '../../lib/reconcile/errors.ts';
import {
  arrivalWorld,
  bucketArn,
  delivering,
  logGroupArn,
  type SignIn,
  streamArn,
  type World,
} from '../support/arrival-world.ts';
import { cases } from '../support/random-cases.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const START = Date.UTC(2026, 2, 1);
const WINDOWS = 6;
const END = START + (WINDOWS + 2) * 6 * HOUR;
const ALLOWANCE = 60 * MINUTE;

/** How the records of a pool travel. */
type Health =
  | { readonly kind: 'Healthy' }
  /** All records from this time on are lost. */
  | { readonly kind: 'Broken'; readonly from: number }
  /** Records are lost now and then. */
  | { readonly kind: 'Partial' };

interface ModelPool {
  readonly id: string;
  readonly destination: string;
  readonly health: Health;
  readonly isProtected: boolean;
  /** Has activity in each window. */
  readonly isBusy: boolean;
  readonly signIns: readonly SignIn[];
}

const DESTINATIONS = [
  logGroupArn('own'),
  logGroupArn('shared'),
  streamArn('own'),
  streamArn('shared'),
  bucketArn('logs'),
];

const health: fc.Arbitrary<Health> = fc.oneof(
  fc.constant({ kind: 'Healthy' as const }),
  fc.record({
    kind: fc.constant('Broken' as const),
    from: fc.integer({ min: START, max: START + 3 * 6 * HOUR }),
  }),
  fc.constant({ kind: 'Partial' as const }),
);

const poolOf = (id: string): fc.Arbitrary<ModelPool> =>
  fc
    .record({
      destination: fc.constantFrom(...DESTINATIONS),
      health,
      isProtected: fc.boolean().map((value) => value || id.endsWith('0')),
      isBusy: fc.boolean(),
      times: fc.array(
        fc.record({
          at: fc.integer({ min: START, max: END }),
          delay: fc.integer({ min: 0, max: ALLOWANCE }),
          isLost: fc.boolean(),
          operation: fc.constantFrom('SignIn', 'SignUp', 'PasswordChange'),
        }),
        { maxLength: 12 },
      ),
    })
    .map(({ times, destination: shared, ...pool }) => {
      // A destination of its own has a name of its own.
      const destination = shared.endsWith('own') ? `${shared}-${id}` : shared;
      const hourly = Array.from({ length: (END - START) / HOUR }, (_, hour) => ({
        at: START + hour * HOUR + 7 * MINUTE,
        delay: 11 * MINUTE,
        isLost: false,
        operation: 'SignIn',
      }));
      const all = pool.isBusy ? [...times, ...hourly] : times;
      const arrives = ({ at, delay, isLost }: (typeof all)[number]): boolean =>
        delay >= 0 &&
        (pool.health.kind === 'Healthy' ||
          (pool.health.kind === 'Partial' ? !isLost : at < pool.health.from));
      const signIns = all.map((one) => ({
        pool: id,
        at: one.at,
        operation: one.operation,
        ...(arrives(one) && { arrives: one.at + one.delay }),
      }));
      return { id, destination, ...pool, signIns };
    });

interface Model {
  readonly pools: readonly ModelPool[];
  readonly foreign: World['foreign'];
  readonly jitter: readonly number[];
}

const model: fc.Arbitrary<Model> = fc.record({
  pools: fc.tuple(...['p0', 'p1', 'p2', 'p3', 'p4'].map(poolOf)),
  foreign: fc.array(
    fc.record({
      destination: fc.constantFrom(logGroupArn('shared'), streamArn('shared')),
      at: fc.integer({ min: START, max: END }),
    }),
    { maxLength: 200 },
  ),
  jitter: fc.array(fc.integer({ min: 0, max: 50 * MINUTE }), { minLength: WINDOWS, maxLength: WINDOWS }),
});

const worldOf = ({ pools, foreign }: Model): World => ({
  foreign,
  // Without threat protection there is neither activity nor a record.
  signIns: pools.flatMap((pool) => (pool.isProtected ? pool.signIns : [])),
  pools: pools.map(({ id, destination, isProtected }) =>
    delivering(
      id,
      destination,
      isProtected
        ? {}
        : { Finding: { Problem: 'ThreatProtectionOff', Since: new Date(START).toISOString() } },
    ),
  ),
});

const checkTimes = (jitter: readonly number[]): readonly number[] =>
  jitter.map((ms, at) => START + (at + 1) * 6 * HOUR + ALLOWANCE + 20 * MINUTE + ms);

function expectHonest(pool: ModelPool, result: PoolArrival, window: { from: number; to: number }): void {
  const kind = pool.destination.split(':')[2];
  if (pool.health.kind === 'Healthy' && result.Result === 'NotArriving')
    throw new Error(`${pool.id}: NotArriving although its records arrive`);
  if (!pool.isProtected) expect([result.Result, result.Reason]).toEqual(['Unknown', 'ThreatProtectionOff']);
  if (kind === 's3') expect(result.Result).toBe('Unknown');
  if (kind === 'firehose') expect(result.Result).not.toBe('Arriving');
  if (result.Result === 'Arriving') {
    const arrived = pool.signIns.filter(
      ({ at, arrives }) => arrives !== undefined && at >= window.from - STEP_MS && at < window.to + ALLOWANCE,
    );
    expect(arrived.length).toBeGreaterThan(0);
  }
}

test('no pool whose records arrive within the allowance is NotArriving, and no pool is Arriving without a record', async () => {
  await fc.assert(
    fc.asyncProperty(model, async (value) => {
      const world = arrivalWorld(worldOf(value));
      let from = 0;
      for (const at of checkTimes(value.jitter)) {
        const { Pools, To } = await world.check(at);
        const window = { from, to: Date.parse(To) };
        from = window.to;
        for (const pool of value.pools) {
          const result = Pools.get(pool.id);
          if (result === undefined) throw new Error(`${pool.id} has no result`);
          expectHonest(pool, result, window);
        }
      }
    }),
    { numRuns: cases(150) },
  );
});

test('a permanent breakage is found within three windows where it can be judged', async () => {
  const brokenAt = START + 6 * HOUR;
  const broken = (pool: ModelPool): boolean =>
    pool.health.kind === 'Broken' && pool.isProtected && pool.isBusy;
  await fc.assert(
    fc.asyncProperty(model, async (value) => {
      const pools = value.pools.map((pool) =>
        pool.health.kind === 'Broken'
          ? { ...pool, signIns: pool.signIns.map((one) => withoutRecord(one, brokenAt)) }
          : pool,
      );
      // Traffic of others hides a stream that is broken for one pool, and a busy shared group can exceed the search.
      const world = arrivalWorld({ ...worldOf({ ...value, pools }), foreign: [] });
      const times = checkTimes(value.jitter);
      const [first = 0, ...others] = times;
      let last = await world.check(first);
      // The breakage is in the first or the second window, so the fourth is at most the third one after it.
      for (const at of others.slice(0, 3)) last = await world.check(at);
      for (const pool of pools.filter(broken)) {
        const kind = pool.destination.split(':')[2];
        const result = last.Pools.get(pool.id)?.Result;
        // The records of another pool can hide that those of this one are missing in a stream.
        const isMixed =
          kind === 'firehose' &&
          pools.some((other) => other.destination === pool.destination && other.health.kind !== 'Broken');
        if (kind === 's3') expect(result).toBe('Unknown');
        else if (isMixed) expect(result).not.toBe('Arriving');
        else expect(result).toBe('NotArriving');
      }
    }),
    { numRuns: cases(100) },
  );
});

const withoutRecord = ({ arrives, ...signIn }: SignIn, brokenAt: number): SignIn => ({
  ...signIn,
  ...(arrives !== undefined && signIn.at < brokenAt && { arrives }),
});

test('failing calls never make a pool Arriving or NotArriving without evidence, and evidence outlives them', async () => {
  const failures = fc.infiniteStream(
    fc.constantFrom(
      undefined,
      undefined,
      new AwsCallError('Permission', 'FilterLogEvents', 'AccessDeniedException', undefined),
      new AwsCallError('Transient', 'GetMetricData', 'InternalServiceFault', undefined),
      new RateLimitTimeoutError('LogSearch', 1000),
    ),
  );
  await fc.assert(
    fc.asyncProperty(model, failures, async (value, stream) => {
      const world = arrivalWorld(worldOf(value), () => stream.next().value);
      let from = 0;
      let before: ReadonlyMap<string, PoolArrival> = new Map();
      for (const at of checkTimes(value.jitter)) {
        const { Pools, To } = await world.check(at);
        const window = { from, to: Date.parse(To) };
        from = window.to;
        for (const pool of value.pools) {
          const result = Pools.get(pool.id);
          if (result === undefined) throw new Error(`${pool.id} has no result`);
          expectHonest(pool, result, window);
          const isBlind = result.Reason === 'PermissionMissing' || result.Reason === 'NotChecked';
          if (isBlind) expect(before.get(pool.id)?.Result).not.toBe('NotArriving');
        }
        before = Pools;
      }
    }),
    { numRuns: cases(100) },
  );
});
