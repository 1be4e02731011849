import fc from 'fast-check';
import { checkOrder, metricsByPool } from '../../../lib/domain/arrival/activity.ts';
import { type PoolArrival, silentStreams } from '../../../lib/domain/arrival/arrival.ts';
import { arrivalWindow, STEP_MS } from '../../../lib/domain/arrival/window.ts';
import { destinationName, kindOf } from '../../../lib/domain/destination-arn.ts';
import { logGroupArn, streamArn } from '../../support/arrival-world.ts';

const HOUR = 3_600_000;
const NOW = '2026-03-01T12:00:00.000Z';
const time = (iso: string): number => Date.parse(iso);

describe('the window of a check', () => {
  test('covers six hours before the first check, with time for the records and the metrics', () => {
    expect(arrivalWindow(new Date(NOW), undefined, 60)).toEqual({
      from: time('2026-03-01T04:45:00Z'),
      to: time('2026-03-01T10:45:00Z'),
      arrivedBy: time('2026-03-01T11:45:00Z'),
    });
  });

  test('begins where the last one ended, and goes back a day at most', () => {
    expect(arrivalWindow(new Date(NOW), '2026-03-01T08:00:00.000Z', 60)?.from).toBe(
      time('2026-03-01T08:00:00Z'),
    );
    expect(arrivalWindow(new Date(NOW), '2026-02-01T00:00:00.000Z', 60)?.from).toBe(
      time('2026-02-28T10:45:00Z'),
    );
  });

  test('is missing within an hour of the last one, and after the clock was set back', () => {
    expect(arrivalWindow(new Date(NOW), '2026-03-01T09:46:00.000Z', 60)).toBeUndefined();
    expect(arrivalWindow(new Date(NOW), '2026-03-02T09:46:00.000Z', 60)).toBeUndefined();
  });

  test('never overlaps the last one, has whole steps and leaves the allowance', () => {
    const start = time(NOW);
    const pauses = fc.array(fc.integer({ min: 0, max: 30 * HOUR }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(pauses, fc.integer({ min: 5, max: 720 }), (ms, allowance) => {
        let now = start;
        let last: string | undefined;
        for (const pause of ms) {
          now += pause;
          const window = arrivalWindow(new Date(now), last, allowance);
          if (window === undefined) continue;
          if (last !== undefined) expect(window.from).toBeGreaterThanOrEqual(time(last));
          expect(window.to - window.from).toBeGreaterThanOrEqual(HOUR);
          expect(window.to - window.from).toBeLessThanOrEqual(24 * HOUR);
          expect(window.arrivedBy - window.to).toBeGreaterThanOrEqual(allowance * 60_000);
          expect(now - window.arrivedBy).toBeGreaterThanOrEqual(3 * STEP_MS);
          for (const edge of Object.values(window)) expect(edge % STEP_MS).toBe(0);
          last = new Date(window.to).toISOString();
        }
      }),
    );
  });
});

test.each([
  [logGroupArn('/aws/vendedlogs/shop'), 'LogGroup', '/aws/vendedlogs/shop'],
  [streamArn('sign-ins'), 'Stream', 'sign-ins'],
  ['arn:aws:s3:::logs/prefix', 'Bucket', 'prefix'],
] as const)('%s is a %s with the name %s', (arn, kind, name) => {
  expect(kindOf(arn)).toBe(kind);
  if (kind !== 'Bucket') expect(destinationName(arn)).toBe(name);
});

test('the metrics of a pool begin with those that most requests have', () => {
  const metric = (name: 'NoRisk' | 'Risk', operation: string, userPoolId = 'p') => ({
    userPoolId,
    name,
    operation,
  });
  const metrics = [
    metric('Risk', 'SignUp'),
    metric('NoRisk', 'PasswordChange'),
    metric('Risk', 'SignIn'),
    metric('NoRisk', 'SignIn', 'q'),
    metric('NoRisk', 'SignIn'),
  ];
  const byPool = metricsByPool(metrics);
  expect(byPool.get('p')?.map(({ name, operation }) => `${name} ${operation}`)).toEqual([
    'NoRisk SignIn',
    'Risk SignIn',
    'NoRisk PasswordChange',
    'Risk SignUp',
  ]);
  expect(byPool.get('q')).toHaveLength(1);
});

const arrival = (UserPoolId: string, over: Partial<PoolArrival> = {}): PoolArrival => ({
  UserPoolId,
  Destination: streamArn('one'),
  Result: 'NotArriving',
  Since: NOW,
  Missed: 2,
  ...over,
});

test('each check has another order, and begins with the pools that missed records', () => {
  const pools = Array.from({ length: 100 }, (_, at) => ({ UserPoolId: `p${at}` }));
  const before = new Map([['p42', arrival('p42', { Result: 'Unknown', Missed: 1 })]]);
  const one = checkOrder(pools, before, NOW);
  const other = checkOrder(pools, before, '2026-03-01T18:00:00.000Z');
  expect(new Set(one)).toEqual(new Set(pools));
  expect([one[0], other[0]]).toEqual([{ UserPoolId: 'p42' }, { UserPoolId: 'p42' }]);
  expect(one).not.toEqual(other);
});

test('pools that missed records also have another order in each check, so that none of them always comes last', () => {
  const pools = Array.from({ length: 100 }, (_, at) => ({ UserPoolId: `p${at}` }));
  const before = new Map(pools.map(({ UserPoolId }) => [UserPoolId, arrival(UserPoolId)]));
  expect(checkOrder(pools, before, NOW)).not.toEqual(checkOrder(pools, before, '2026-03-01T18:00:00.000Z'));
});

test('lists the streams that receive nothing, each with its pools and the earliest window', () => {
  const pools = [
    arrival('a', { MissedSince: '2026-03-01T06:00:00.000Z' }),
    arrival('b', { MissedSince: '2026-03-01T00:00:00.000Z' }),
    arrival('c', { Destination: streamArn('another'), MissedSince: NOW }),
    arrival('d', { Destination: logGroupArn('group') }),
    arrival('e', { Result: 'Unknown', Reason: 'StreamReceives', Destination: streamArn('busy') }),
  ];
  expect(silentStreams(pools)).toEqual([
    { Arn: streamArn('another'), Since: NOW, Pools: 1 },
    { Arn: streamArn('one'), Since: '2026-03-01T00:00:00.000Z', Pools: 2 },
  ]);
});
