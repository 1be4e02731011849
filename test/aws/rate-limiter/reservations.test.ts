import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import type { Reservation, Reservations } from '../../../lib/aws/rate-limiter/rate-limiter.ts';
import { dynamoReservations } from '../../../lib/aws/rate-limiter/reservations.ts';
import { sharedRateLimiter } from '../../../lib/aws/rate-limiter/shared-rate-limiter.ts';
import { systemClock } from '../../../lib/aws/system-clock.ts';
import { startDynalite, type Table } from '../../support/dynalite.ts';
import { BURST } from '../../support/memory-reservations.ts';
import { cases } from '../../support/random-cases.ts';
import { maxInAnyWindow } from '../../support/rate.ts';
import { NOON } from '../../support/situation.ts';

const FOREVER = Number.MAX_SAFE_INTEGER;
const now = NOON.getTime();

const first = (reservation: Reservation): number => {
  if (reservation.kind !== 'Reserved') throw new Error('no slot was reserved');
  return reservation.first;
};

describe('on a table', () => {
  let dynamo: Table;
  beforeAll(async () => {
    dynamo = await startDynalite();
  });
  afterAll(() => dynamo.close());

  /** Creates an empty table. `at` returns the reservations of a worker whose clock shows this time. */
  const emptyTable = async (): Promise<{ at: (time: number) => Reservations }> => {
    const table = await dynamo.create();
    return { at: (time) => dynamoReservations(dynamo.client, table, { now: () => new Date(time) }) };
  };

  test('reserves at most one burst in the past on an empty table', async () => {
    const { at } = await emptyTable();
    const slots = { count: 2, spacingMs: 50, burst: BURST, end: FOREVER, until: FOREVER };
    expect(await at(now).reserve('CognitoRead', slots)).toEqual({
      kind: 'Reserved',
      first: now - BURST * 50,
      count: 2,
    });
    expect(first(await at(now).reserve('CognitoRead', slots))).toBe(now - (BURST - 2) * 50);
  });

  test('reserves at most one burst in the past after a long idle time', async () => {
    const { at } = await emptyTable();
    const slots = { count: 3, spacingMs: 50, burst: BURST, end: FOREVER, until: FOREVER };
    await at(now).reserve('CognitoRead', slots);
    const later = now + 86_400_000;
    expect(first(await at(later).reserve('CognitoRead', slots))).toBe(later - BURST * 50);
  });

  test('ignores a reservation by a worker whose clock is 10 minutes ahead', async () => {
    const { at } = await emptyTable();
    const slots = { count: 2, spacingMs: 50, burst: BURST, end: FOREVER, until: now + 25_000 };
    await at(now + 600_000).reserve('CognitoRead', { ...slots, until: now + 625_000 });
    expect(await at(now).reserve('CognitoRead', slots)).toMatchObject({ kind: 'Reserved' });
    expect(first(await at(now).reserve('CognitoRead', slots))).toBeLessThanOrEqual(now);
  });

  test('reserves no further ahead than 30 seconds, even without a deadline', async () => {
    const { at } = await emptyTable();
    const slots = { count: 10, spacingMs: 1_000, burst: BURST, end: FOREVER, until: FOREVER };
    const kinds = [];
    for (let times = 0; times < 5; times++) kinds.push((await at(now).reserve('CognitoRead', slots)).kind);
    // The first slot is five slots in the past.
    expect(kinds).toEqual(['Reserved', 'Reserved', 'Reserved', 'Reserved', 'Later']);
  });

  test('reserves from the end of the last reservation after a short idle time', async () => {
    const { at } = await emptyTable();
    await at(now).reserve('CognitoRead', {
      count: BURST + 2,
      spacingMs: 50,
      burst: BURST,
      end: FOREVER,
      until: FOREVER,
    });
    const next = first(
      await at(now + 120).reserve('CognitoRead', {
        count: 1,
        spacingMs: 50,
        burst: BURST,
        end: FOREVER,
        until: FOREVER,
      }),
    );
    expect(next).toBe(now + 100);
  });

  test('reserves nothing and does not move the next free time when that is not before the limit', async () => {
    const { at } = await emptyTable();
    const slots = { count: BURST + 10, spacingMs: 50, burst: BURST, end: FOREVER, until: FOREVER };
    await at(now).reserve('CognitoRead', slots);
    const rejected = await at(now).reserve('CognitoRead', { ...slots, until: now + 500 });
    expect(rejected.kind).toBe('Later');
    expect(first(await at(now).reserve('CognitoRead', { ...slots, until: now + 501 }))).toBe(now + 500);
  });

  test('reserves fewer slots, but at least one, so that they end in time', async () => {
    const { at } = await emptyTable();
    const slots = { count: 10, spacingMs: 50, burst: BURST, until: now + 100 };
    expect(await at(now).reserve('CognitoRead', { ...slots, end: now })).toEqual({
      kind: 'Reserved',
      first: now - 250,
      count: 5,
    });
    const next = { kind: 'Reserved', first: now, count: 8 };
    expect(await at(now).reserve('CognitoRead', { ...slots, end: now + 400 })).toEqual(next);
    const last = { kind: 'Reserved', first: now + 400, count: 1 };
    expect(
      await at(now + 320).reserve('CognitoRead', { ...slots, until: now + 420, end: now + 400 }),
    ).toEqual(last);
  });

  test('keeps a separate next free time for each category', async () => {
    const { at } = await emptyTable();
    const slots = { count: 40, spacingMs: 50, burst: BURST, end: FOREVER, until: FOREVER };
    await at(now).reserve('CognitoRead', slots);
    expect(first(await at(now).reserve('CognitoWrite', slots))).toBe(now - BURST * 50);
  });

  test('postpone moves the next free time forward, never back, and works on an empty table', async () => {
    const { at } = await emptyTable();
    const slots = { count: 1, spacingMs: 50, burst: BURST, end: FOREVER, until: FOREVER };
    for (const later of [200, 400, 300]) await at(now).postpone('CognitoRead', now + later);
    expect(first(await at(now).reserve('CognitoRead', slots))).toBe(now + 400);
  });

  test('parallel workers with different clocks never get the same slot, or a slot before the burst', async () => {
    const workers = fc.array(fc.record({ count: fc.integer({ min: 1, max: 10 }), skew: fc.nat(200) }), {
      minLength: 2,
      maxLength: 25,
    });
    await fc.assert(
      // At most 250 slots, which fit into the 30 seconds that can be reserved ahead.
      fc.asyncProperty(workers, fc.constantFrom(10, 15, 20, 333), async (wanted, rate) => {
        const { at } = await emptyTable();
        const spacingMs = 1000 / rate;
        const until = FOREVER;
        // A worker that loses the race for the empty table tries again, as the rate limiter does.
        const reserve = async (time: number, count: number): Promise<number> => {
          const got = await at(time).reserve('CognitoRead', {
            count,
            spacingMs,
            burst: BURST,
            until,
            end: FOREVER,
          });
          return got.kind === 'Reserved' ? got.first : reserve(time, count);
        };
        const given = await Promise.all(
          wanted.map(async ({ count, skew }) => ({ count, start: await reserve(now + skew, count) })),
        );
        const slots = given
          .flatMap(({ count, start }) => Array.from({ length: count }, (_, each) => start + each * spacingMs))
          .sort((a, b) => a - b);
        expect(slots[0]).toBeGreaterThanOrEqual(now - BURST * spacingMs - 1);
        for (const [at, slot] of slots.entries())
          expect(slot - (slots[at - 1] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThan(spacingMs - 0.01);
      }),
      { numRuns: cases(15) },
    );
  });

  test('several rate limiters on one table together stay within the rate in real time', async () => {
    const table = await dynamo.create();
    const rate = 40;
    const quotas = {
      CognitoRead: rate,
      CognitoWrite: rate,
      UserPoolRead: rate,
      ParameterRead: rate,
      TagRead: rate,
    };
    const workers = Array.from({ length: 4 }, () =>
      sharedRateLimiter(
        dynamoReservations(dynamo.client, table, systemClock),
        quotas,
        systemClock,
        Math.random,
      ),
    );
    const starts = await Promise.all(
      workers.flatMap((worker, at) =>
        Array.from({ length: 15 }, async () => {
          await worker.acquire('CognitoRead', { priority: at % 2 ? 'edits' : 'upkeep', deadline: FOREVER });
          return performance.now();
        }),
      ),
    );
    starts.sort((a, b) => a - b);
    expect((starts.at(-1) ?? 0) - (starts[0] ?? 0)).toBeGreaterThan(((60 - BURST - 1) * 1000) / rate - 400);
    // On a busy machine timers and responses are late, so late calls move closer to the next ones.
    expect(maxInAnyWindow(starts, rate, 400)).toBeLessThanOrEqual(BURST + 1);
  });
});

describe('with a mocked DynamoDB', () => {
  const client = new DynamoDBClient({ region: 'eu-west-1' });
  const dynamo = mockClient(client);
  const reservations = dynamoReservations(client, 'state', {
    now: () => NOON,
  });
  const slots = { count: 2, spacingMs: 50, burst: BURST, end: FOREVER, until: now + 400 };
  const rejected = (next?: number) =>
    new ConditionalCheckFailedException({
      message: 'The conditional request failed',
      $metadata: {},
      ...(next !== undefined && { Item: { Next: { N: String(next) } } }),
    });
  const storedNext = (next?: number) =>
    dynamo.on(GetItemCommand).resolves(next === undefined ? {} : { Item: { Next: { N: String(next) } } });
  beforeEach(() => dynamo.reset());

  test('moves the next free time with one consistent read and one conditional update', async () => {
    storedNext(now + 100);
    dynamo.on(UpdateItemCommand).resolves({ Attributes: { Next: { N: String(now + 200) } } });
    expect(await reservations.reserve('CognitoWrite', slots)).toEqual({
      kind: 'Reserved',
      first: now + 100,
      count: 2,
    });
    expect(dynamo).toHaveReceivedCommandTimes(UpdateItemCommand, 1);
    const key = { TableName: 'state', Key: { Id: { S: 'budget#CognitoWrite' } } };
    expect(dynamo).toHaveReceivedCommandWith(GetItemCommand, { ...key, ConsistentRead: true });
    expect(dynamo).toHaveReceivedCommandWith(UpdateItemCommand, {
      ...key,
      UpdateExpression: 'SET #next = #next + :length',
      ConditionExpression: '#next > :floor AND #next < :until',
      ExpressionAttributeNames: { '#next': 'Next' },
      ExpressionAttributeValues: {
        ':length': { N: '100' },
        ':floor': { N: String(now - BURST * 50) },
        ':until': { N: String(now + 400) },
      },
      ReturnValues: 'UPDATED_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
  });

  test.each([
    ['no item exists', undefined],
    ['the next free time is further in the past than the burst', now - BURST * 50],
    ['a wrong clock wrote the next free time', now + 600_000],
  ])('reserves from the burst with one write when %s', async (_, stored) => {
    storedNext(stored);
    dynamo.on(UpdateItemCommand).resolves({ Attributes: { Next: { N: String(now - 150) } } });
    expect(await reservations.reserve('CognitoRead', slots)).toEqual({
      kind: 'Reserved',
      first: now - 250,
      count: 2,
    });
    expect(dynamo).toHaveReceivedCommandTimes(UpdateItemCommand, 1);
    expect(dynamo).toHaveReceivedCommandWith(UpdateItemCommand, { UpdateExpression: 'SET #next = :end' });
  });

  test('makes no write and returns the next free time when that is not before the limit', async () => {
    storedNext(now + 400);
    expect(await reservations.reserve('CognitoRead', slots)).toEqual({ kind: 'Later', next: now + 400 });
    expect(dynamo).toHaveReceivedCommandTimes(UpdateItemCommand, 0);
  });

  test.each([
    ['a free slot', now + 100],
    ['an idle slot', now - 10_000],
  ])('a worker that loses the race for %s makes one write and gets the next free time', async (_, stored) => {
    storedNext(stored);
    dynamo.on(UpdateItemCommand).rejects(rejected(now + 450));
    expect(await reservations.reserve('CognitoRead', slots)).toEqual({ kind: 'Later', next: now + 450 });
    expect(dynamo).toHaveReceivedCommandTimes(UpdateItemCommand, 1);
  });

  test('returns no next free time when the response does not contain it', async () => {
    storedNext(now + 100);
    dynamo.on(UpdateItemCommand).rejects(rejected());
    expect(await reservations.reserve('CognitoRead', slots)).toEqual({ kind: 'Later' });
  });

  test('postpone does not move a later next free time', async () => {
    dynamo.on(UpdateItemCommand).rejects(rejected(now + 900));
    await expect(reservations.postpone('CognitoRead', now + 400)).resolves.toBeUndefined();
  });
});
