import { deliveringPool } from '../../../lib/domain/arrival/delivering-pool.ts';
import { findRecords } from '../../../lib/reconcile/arrival/find-records.ts';
import { failuresOf } from '../../../lib/reconcile/arrival/not-seen.ts';
import { AwsCallError } from '../../../lib/reconcile/errors.ts';
import {
  arrivalWorld,
  bucketArn,
  delivering,
  logGroupArn,
  type SignIn,
  streamArn,
  type World,
} from '../../support/arrival-world.ts';
import { recordingTelemetry } from '../../support/recording-telemetry.ts';
import { settings } from '../../support/situation.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 1);
/** The checks compare the six hours that end 75 minutes before them. */
const checkAt = (at: number): number => START + 6 * HOUR * at + 75 * 60_000;
const signIn = (pool: string, hour: number, over: Partial<SignIn> = {}): SignIn => ({
  pool,
  at: START + hour * HOUR,
  arrives: START + hour * HOUR + 60_000,
  ...over,
});
const lost = ({ arrives, ...rest }: SignIn): SignIn => rest;
const world = (over: Partial<World>) => ({ pools: [], signIns: [], foreign: [], ...over });
const resultOf = async (check: ReturnType<typeof arrivalWorld>, at: number, pool = 'p') => {
  const { Result, Reason } = (await check.check(checkAt(at))).Pools.get(pool) ?? {};
  return Reason === undefined ? Result : `${Result} ${Reason}`;
};

test('a pool whose records stop is NotArriving after two windows, until a record arrives', async () => {
  const hours = [2, 8, 14, 26, 32];
  const check = arrivalWorld(
    world({
      pools: [delivering('p', logGroupArn('shop'))],
      signIns: hours.map((hour) => (hour === 2 || hour === 32 ? signIn('p', hour) : lost(signIn('p', hour)))),
      foreign: [8, 14, 26].map((hour) => ({ destination: logGroupArn('shop'), at: START + hour * HOUR })),
    }),
  );
  expect(await resultOf(check, 1)).toBe('Arriving');
  expect(await resultOf(check, 2)).toBe('Unknown OneWindow');
  expect(await resultOf(check, 3)).toBe('NotArriving');
  // A quiet window does not prove that the logs arrive again.
  expect(await resultOf(check, 4)).toBe('NotArriving');
  expect(await resultOf(check, 5)).toBe('NotArriving');
  expect(await resultOf(check, 6)).toBe('Arriving');
  expect(check.recorded.values.get('PoolsNotArriving')).toEqual([0, 0, 1, 1, 1, 0]);
  expect(check.events.map(({ detailType, detail }) => ({ detailType, ...detail }))).toEqual([
    {
      detailType: 'Logs Not Arriving',
      version: '1',
      id: 'arrival/2026-03-01T19:15:00.000Z/p',
      userPoolId: 'p',
      destination: logGroupArn('shop'),
      at: '2026-03-01T19:15:00.000Z',
      since: '2026-03-01T06:00:00.000Z',
      lastRecordAt: '2026-03-01T02:00:00.000Z',
    },
    {
      detailType: 'Logs Not Arriving Ended',
      version: '1',
      id: 'arrival/2026-03-02T13:15:00.000Z/p',
      userPoolId: 'p',
      destination: logGroupArn('shop'),
      at: '2026-03-02T13:15:00.000Z',
      since: '2026-03-01T06:00:00.000Z',
      lastRecordAt: '2026-03-02T08:00:00.000Z',
      result: 'Arriving',
    },
  ]);
});

test('a log group without any record proves it, and is not searched', async () => {
  const check = arrivalWorld(
    world({
      pools: [delivering('p', logGroupArn('shop')), delivering('q', logGroupArn('shop'))],
      signIns: [2, 8].flatMap((hour) => [lost(signIn('p', hour)), lost(signIn('q', hour))]),
    }),
  );
  await check.check(checkAt(1));
  expect(await resultOf(check, 2)).toBe('NotArriving');
  expect(check.read.searched).toEqual([]);
  // Two pools and their log group, in two checks.
  expect(check.read.metrics).toBe(6);
});

test('a stream without any record is a finding, and one with records says nothing about a pool', async () => {
  const signIns = [2, 8].flatMap((hour) => [
    lost(signIn('p', hour)),
    lost(signIn('q', hour)),
    lost(signIn('r', hour)),
  ]);
  const check = arrivalWorld(
    world({
      pools: [
        delivering('p', streamArn('silent')),
        delivering('q', streamArn('silent')),
        delivering('r', streamArn('busy')),
      ],
      signIns,
      foreign: [3, 9].map((hour) => ({ destination: streamArn('busy'), at: START + hour * HOUR })),
    }),
  );
  await check.check(checkAt(1));
  expect(await resultOf(check, 2, 'r')).toBe('Unknown StreamReceives');
  expect(check.recorded.lines.filter(({ text }) => text.startsWith('stream'))).toEqual([
    {
      level: 'error',
      text: `stream receives no records ${JSON.stringify({ destination: streamArn('silent'), pools: 2, since: '2026-03-01T00:00:00.000Z' })}`,
    },
  ]);
});

test('does not judge what it cannot see, and reads no metric of it', async () => {
  const recent = new Date(START + HOUR).toISOString();
  const check = arrivalWorld(
    world({
      pools: [
        delivering('bucket', bucketArn('logs')),
        delivering('region', logGroupArn('shop').replace('eu-west-1', 'us-east-1')),
        delivering('account', streamArn('a').replace('123456789012', '210987654321')),
        delivering('tier', logGroupArn('shop'), { Finding: { Problem: 'TierTooLow', Since: recent } }),
        delivering('drift', logGroupArn('shop'), {
          Status: { Outcome: 'OutOfSync', Reasons: [], Since: recent },
        }),
        delivering('changed', logGroupArn('shop'), { LastAppliedAt: recent }),
        delivering('written', logGroupArn('shop'), {
          Intent: { Outcome: 'Applied', At: '2026-01-01T00:00:00.000Z' },
        }),
        delivering('released', logGroupArn('shop'), {
          Status: { Outcome: 'Released', Reasons: [], Since: recent },
        }),
        delivering('unowned', logGroupArn('shop'), { Sources: {} }),
      ],
      signIns: [
        'bucket',
        'region',
        'account',
        'tier',
        'drift',
        'changed',
        'written',
        'released',
        'unowned',
      ].map((pool) => signIn(pool, 2)),
    }),
  );
  const { Pools } = await check.check(checkAt(1));
  expect([...Pools.values()].map(({ UserPoolId, Result, Reason }) => [UserPoolId, Result, Reason])).toEqual(
    expect.arrayContaining([
      ['bucket', 'Unknown', 'BucketNotReadable'],
      ['region', 'Unknown', 'OtherAccountOrRegion'],
      ['account', 'Unknown', 'OtherAccountOrRegion'],
      ['tier', 'Unknown', 'TierTooLow'],
      ['drift', 'Unknown', 'NotInSync'],
      ['changed', 'Unknown', 'ChangedRecently'],
      // The pool may already have the configuration of the interrupted write.
      ['written', 'Unknown', 'NotInSync'],
    ]),
  );
  expect(Pools.size).toBe(7);
  expect(check.read).toEqual({ metrics: 0, searched: [] });
});

test('a pool without a metric is Unknown, one with an old metric had no activity, and neither is searched', async () => {
  const check = arrivalWorld(
    world({
      pools: [delivering('never', logGroupArn('a')), delivering('before', logGroupArn('b'))],
      signIns: [signIn('before', -30)],
    }),
  );
  const { Pools } = await check.check(checkAt(1));
  expect(Pools.get('never')).toMatchObject({ Result: 'Unknown', Reason: 'MetricNotPublished' });
  expect(Pools.get('before')).toMatchObject({ Result: 'NoActivity' });
  expect(check.read).toEqual({ metrics: 1, searched: [] });
});

test('a record that is a few minutes older than the activity in the metric counts', async () => {
  const windows = [1, 2, 3];
  const check = arrivalWorld(
    world({
      pools: [delivering('p', logGroupArn('shop'))],
      // Once in each window, at its beginning.
      signIns: windows.map((at) =>
        signIn('p', 6 * (at - 1), { recordAt: START + 6 * HOUR * (at - 1) - 30_000 }),
      ),
    }),
  );
  for (const at of windows) expect(await resultOf(check, at)).toBe('Arriving');
});

test('activity that is not a sign-in counts too', async () => {
  const check = arrivalWorld(
    world({
      pools: [delivering('p', logGroupArn('shop'))],
      signIns: [signIn('p', -20), signIn('p', 2, { operation: 'PasswordChange' })],
    }),
  );
  expect(await resultOf(check, 1)).toBe('Arriving');
});

test('reads at most two metrics for each pool and 50 more, first those of pools that missed records', async () => {
  const ids = Array.from({ length: 40 }, (_, at) => `p${at}`);
  const operations = ['SignIn', 'SignUp', 'PasswordChange', 'A', 'B', 'C', 'D', 'E'];
  const check = arrivalWorld(
    world({
      pools: ids.map((id) => delivering(id, logGroupArn(id))),
      // No pool has a sign-in in the window, and each has many metrics.
      signIns: [
        lost(signIn('p0', 2)),
        ...ids.flatMap((id) => operations.map((operation) => signIn(id, -40, { operation }))),
      ],
    }),
  );
  await check.check(checkAt(1));
  expect(check.read.metrics).toBeLessThanOrEqual(130);
  check.read.metrics = 0;
  const { Pools } = await check.check(checkAt(2));
  expect(check.read.metrics).toBeLessThanOrEqual(130);
  const reasons = [...Pools.values()].map(({ Result, Reason }) => Reason ?? Result);
  expect(new Set(reasons)).toEqual(new Set(['NoActivity', 'NotChecked']));
  expect(Pools.get('p0')).toMatchObject({ Result: 'NoActivity', Missed: 1 });
});

test('keeps enough of the limit for the destinations of the active pools', async () => {
  const ids = Array.from({ length: 40 }, (_, at) => `p${at}`);
  const active = ids.slice(0, 20);
  const operations = ['SignIn', 'SignUp', 'PasswordChange', 'A', 'B', 'C', 'D', 'E'];
  const check = arrivalWorld(
    world({
      pools: ids.map((id) => delivering(id, logGroupArn(id))),
      signIns: [
        ...active.map((id) => signIn(id, 2)),
        ...ids.flatMap((id) => operations.map((operation) => signIn(id, -40, { operation }))),
      ],
    }),
  );
  const { Pools } = await check.check(checkAt(1));
  expect(new Set(active.map((id) => Pools.get(id)?.Result))).toEqual(new Set(['Arriving']));
});

test.each([
  ['ListMetrics', 'NotChecked', 'Transient'],
  ['GetMetricData', 'NotChecked', 'Transient'],
  ['FilterLogEvents', 'NotChecked', 'Transient'],
  ['ListMetrics', 'PermissionMissing', 'Permission'],
  ['FilterLogEvents', 'PermissionMissing', 'Permission'],
] as const)('a failing %s makes the pool Unknown because of %s', async (call, reason, kind) => {
  const check = arrivalWorld(
    world({ pools: [delivering('p', logGroupArn('shop'))], signIns: [signIn('p', 2)] }),
    (name) => (name === call ? new AwsCallError(kind, call, 'AnError', undefined) : undefined),
  );
  expect(await resultOf(check, 1)).toBe(`Unknown ${reason}`);
  expect(check.recorded.counts.get('PermissionErrors')).toBe(kind === 'Permission' ? 1 : undefined);
});

test.each([['p'], ['shop']])('an incomplete metric of %s is not evidence', async (name) => {
  const check = arrivalWorld(
    world({
      pools: [delivering('p', logGroupArn('shop'))],
      signIns: [2, 8].map((hour) => lost(signIn('p', hour))),
      incomplete: [name],
    }),
  );
  for (const at of [1, 2]) {
    const { Pools } = await check.check(checkAt(at));
    expect(Pools.get('p')).toMatchObject({ Result: 'Unknown', Reason: 'NotChecked', Missed: 0 });
  }
});

test('a destination that the limit leaves out is not evidence', async () => {
  const ports = {
    metrics: { listActivity: async () => [], sums: async () => [0] },
    search: { newest: async () => ({ kind: 'NotFound' as const }) },
    failures: failuresOf(recordingTelemetry().telemetry),
  };
  const pools = ['a', 'b'].flatMap((id) => deliveringPool(delivering(id, logGroupArn(id)), settings) ?? []);
  const window = { from: START, to: START + 6 * HOUR, arrivedBy: START + 7 * HOUR };
  const evidence = await findRecords(ports, pools, { window, limit: 1 }, { deadline: 0 });
  expect(Object.fromEntries(evidence)).toEqual({
    a: { kind: 'Missed' },
    b: { kind: 'NotSeen', reason: 'NotChecked' },
  });
});

test('a pool whose outcome changed in the window is not judged, although its configuration is older', async () => {
  const Since = new Date(START + HOUR).toISOString();
  const pool = delivering('p', logGroupArn('shop'), {
    Status: { Outcome: 'InSync', Reasons: [], Since },
    LastAppliedAt: '2026-01-01T00:00:00.000Z',
  });
  const check = arrivalWorld(world({ pools: [pool], signIns: [signIn('p', 2)] }));
  expect(await resultOf(check, 1)).toBe('Unknown ChangedRecently');
});

test('the time of a result is that of the first check that found it', async () => {
  const check = arrivalWorld(
    world({
      pools: [delivering('p', logGroupArn('shop'))],
      signIns: [2, 8, 14].map((hour) => signIn('p', hour)),
    }),
  );
  for (const at of [1, 2, 3]) {
    const { Pools } = await check.check(checkAt(at));
    expect(Pools.get('p')).toMatchObject({ Result: 'Arriving', Since: new Date(checkAt(1)).toISOString() });
  }
});

test('evidence ends with the destination to which it belongs', async () => {
  const pools = [delivering('p', logGroupArn('old'))];
  const check = arrivalWorld(
    world({ pools, signIns: [2, 8, 14, 20].map((hour) => lost(signIn('p', hour))) }),
  );
  await check.check(checkAt(1));
  expect(await resultOf(check, 2)).toBe('NotArriving');
  pools[0] = delivering('p', logGroupArn('new'));
  expect(await resultOf(check, 3)).toBe('Unknown OneWindow');
  expect(check.events.map(({ detailType, detail }) => [detailType, detail.result, detail.reason])).toEqual([
    ['Logs Not Arriving', undefined, undefined],
    ['Logs Not Arriving Ended', 'Unknown', 'OneWindow'],
  ]);
  pools.length = 0;
  await check.check(checkAt(4));
  expect(check.recorded.values.get('PoolsNotArriving')).toEqual([0, 1, 0, 0]);
});

test('a pool that is no longer managed ends its event', async () => {
  const pools = [delivering('p', logGroupArn('shop'))];
  const check = arrivalWorld(world({ pools, signIns: [2, 8].map((hour) => lost(signIn('p', hour))) }));
  await check.check(checkAt(1));
  await check.check(checkAt(2));
  pools.length = 0;
  await check.check(checkAt(3));
  expect(check.events.at(-1)).toMatchObject({
    detailType: 'Logs Not Arriving Ended',
    detail: { userPoolId: 'p', result: 'Unmanaged' },
  });
});

test('a second check within an hour keeps the results and reports nothing', async () => {
  const check = arrivalWorld(
    world({ pools: [delivering('p', logGroupArn('shop'))], signIns: [signIn('p', 2)] }),
  );
  const first = await check.check(checkAt(1));
  expect(await check.check(checkAt(1) + 20 * 60_000)).toBe(first);
  expect(check.recorded.values.get('PoolsNotArriving')).toEqual([0]);
});

test('the same failure of many pools is one line and one count', async () => {
  const ids = Array.from({ length: 30 }, (_, at) => `p${at}`);
  const check = arrivalWorld(
    world({
      pools: ids.map((id) => delivering(id, logGroupArn(id))),
      signIns: ids.map((id) => signIn(id, 2)),
    }),
    (name) =>
      name === 'FilterLogEvents'
        ? new AwsCallError('Permission', name, 'AccessDeniedException', undefined)
        : undefined,
  );
  expect(await resultOf(check, 1, 'p7')).toBe('Unknown PermissionMissing');
  expect(check.recorded.counts.get('PermissionErrors')).toBe(1);
  expect(check.recorded.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
});
