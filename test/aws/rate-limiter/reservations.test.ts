import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import 'aws-sdk-client-mock-jest';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import type { Reservation, Reservations } from '../../../lib/aws/rate-limiter/rate-limiter.ts';
import { dynamoReservations } from '../../../lib/aws/rate-limiter/reservations.ts';
import { sharedRateLimiter } from '../../../lib/aws/rate-limiter/shared-rate-limiter.ts';
import { systemClock } from '../../../lib/aws/system-clock.ts';
import { startDynalite, type Table } from '../../support/dynalite.ts';
import { BURST } from '../../support/memory-reservations.ts';
import { mostInAnyWindow } from '../../support/rate.ts';
import { NOON } from '../../support/situation.ts';

const FOREVER = Number.MAX_SAFE_INTEGER;
const now = NOON.getTime();

const first = (reservation: Reservation): number => {
  if (reservation.kind !== 'Reserved') throw new Error('nothing was reserved');
  return reservation.first;
};

describe('on a table', () => {
  let dynamo: Table;
  beforeAll(async () => {
    dynamo = await startDynalite();
  });
  afterAll(() => dynamo.close());

  /** Workers with a table of their own, and a clock that the test sets. */
  const meeting = async (): Promise<{ at: (time: number) => Reservations }> => {
    const table = await dynamo.create();
    return { at: (time) => dynamoReservations(dynamo.client, table, { now: () => new Date(time) }) };
  };

  test('the first use of an empty table may catch up with the burst and no more', async () => {
    const { at } = await meeting();
    const slots = { count: 2, spacingMs: 50, until: FOREVER };
    expect(await at(now).reserve('CognitoRead', slots)).toEqual({
      kind: 'Reserved',
      first: now - BURST * 50,
    });
    expect(first(await at(now).reserve('CognitoRead', slots))).toBe(now - (BURST - 2) * 50);
  });

  test('however long it was idle, the burst bounds what is caught up with', async () => {
    const { at } = await meeting();
    const slots = { count: 3, spacingMs: 50, until: FOREVER };
    await at(now).reserve('CognitoRead', slots);
    const later = now + 86_400_000;
    expect(first(await at(later).reserve('CognitoRead', slots))).toBe(later - BURST * 50);
  });

  test('a clock ten minutes ahead keeps nobody waiting', async () => {
    const { at } = await meeting();
    const slots = { count: 2, spacingMs: 50, until: now + 25_000 };
    await at(now + 600_000).reserve('CognitoRead', { ...slots, until: now + 625_000 });
    expect(await at(now).reserve('CognitoRead', slots)).toMatchObject({ kind: 'Reserved' });
    expect(first(await at(now).reserve('CognitoRead', slots))).toBeLessThanOrEqual(now);
  });

  test('nobody reserves further ahead than half a minute, however long it may wait', async () => {
    const { at } = await meeting();
    const slots = { count: 10, spacingMs: 1_000, until: FOREVER };
    const kinds = [];
    for (let times = 0; times < 5; times++) kinds.push((await at(now).reserve('CognitoRead', slots)).kind);
    // The first begins five slots ago.
    expect(kinds).toEqual(['Reserved', 'Reserved', 'Reserved', 'Reserved', 'Later']);
  });

  test('a short idle time is caught up with as it is', async () => {
    const { at } = await meeting();
    await at(now).reserve('CognitoRead', { count: BURST + 2, spacingMs: 50, until: FOREVER });
    const next = first(
      await at(now + 120).reserve('CognitoRead', { count: 1, spacingMs: 50, until: FOREVER }),
    );
    expect(next).toBe(now + 100);
  });

  test('nothing is reserved where the line is too long, and the line is no longer for it', async () => {
    const { at } = await meeting();
    const slots = { count: BURST + 10, spacingMs: 50, until: FOREVER };
    await at(now).reserve('CognitoRead', slots);
    const rejected = await at(now).reserve('CognitoRead', { ...slots, until: now + 500 });
    expect(rejected.kind).toBe('Later');
    expect(first(await at(now).reserve('CognitoRead', { ...slots, until: now + 501 }))).toBe(now + 500);
  });

  test('categories do not share a line', async () => {
    const { at } = await meeting();
    const slots = { count: 40, spacingMs: 50, until: FOREVER };
    await at(now).reserve('CognitoRead', slots);
    expect(first(await at(now).reserve('CognitoWrite', slots))).toBe(now - BURST * 50);
  });

  test('postponing moves the line on, on an empty table too, and never back', async () => {
    const { at } = await meeting();
    const slots = { count: 1, spacingMs: 50, until: FOREVER };
    for (const later of [200, 400, 300]) await at(now).postpone('CognitoRead', now + later);
    expect(first(await at(now).reserve('CognitoRead', slots))).toBe(now + 400);
  });

  test('workers in parallel, their clocks apart, never get the same slot nor one before the burst', async () => {
    const workers = fc.array(fc.record({ count: fc.integer({ min: 1, max: 10 }), skew: fc.nat(200) }), {
      minLength: 2,
      maxLength: 25,
    });
    await fc.assert(
      // 250 slots at the most: within the half minute that anybody reserves ahead.
      fc.asyncProperty(workers, fc.constantFrom(10, 15, 20, 333), async (wanted, rate) => {
        const { at } = await meeting();
        const spacingMs = 1000 / rate;
        const until = FOREVER;
        // Who loses the first use of the table to another asks again, as the budget does.
        const reserve = async (time: number, count: number): Promise<number> => {
          const got = await at(time).reserve('CognitoRead', { count, spacingMs, until });
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
      { numRuns: 15 },
    );
  });

  test('rate limiters over it keep the rate together in real time, from an empty table on', async () => {
    const table = await dynamo.create();
    const rate = 40;
    const quotas = { CognitoRead: rate, CognitoWrite: rate, UserPoolRead: rate, ParameterRead: rate };
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
    // Timers and answers come late on a busy machine, so that late calls crowd upon those behind them.
    expect(mostInAnyWindow(starts, rate, 400)).toBeLessThanOrEqual(BURST + 1);
  });
});

describe('as DynamoDB answers', () => {
  const client = new DynamoDBClient({ region: 'eu-west-1' });
  const dynamo = mockClient(client);
  const reservations = dynamoReservations(client, 'state', {
    now: () => NOON,
  });
  const slots = { count: 2, spacingMs: 50, until: now + 400 };
  const rejected = (next?: number) =>
    new ConditionalCheckFailedException({
      message: 'The conditional request failed',
      $metadata: {},
      ...(next !== undefined && { Item: { Next: { N: String(next) } } }),
    });
  beforeEach(() => dynamo.reset());

  test('one conditional update moves the line on', async () => {
    dynamo.on(UpdateItemCommand).resolves({ Attributes: { Next: { N: String(now + 200) } } });
    expect(await reservations.reserve('CognitoWrite', slots)).toEqual({ kind: 'Reserved', first: now + 100 });
    expect(dynamo).toHaveReceivedCommandTimes(UpdateItemCommand, 1);
    expect(dynamo).toHaveReceivedCommandWith(UpdateItemCommand, {
      TableName: 'state',
      Key: { Id: { S: 'budget#CognitoWrite' } },
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

  test('a line that is too long costs one write, and its length is told', async () => {
    dynamo.on(UpdateItemCommand).rejects(rejected(now + 400));
    expect(await reservations.reserve('CognitoRead', slots)).toEqual({ kind: 'Later', next: now + 400 });
    expect(dynamo).toHaveReceivedCommandTimes(UpdateItemCommand, 1);
  });

  test('whoever loses an idle line to another is told where it now ends', async () => {
    dynamo
      .on(UpdateItemCommand)
      .rejectsOnce(rejected(now - 10_000))
      .rejectsOnce(rejected(now - 100));
    expect(await reservations.reserve('CognitoRead', slots)).toEqual({ kind: 'Later', next: now - 100 });
  });

  test('where the table does not tell, nothing is made up', async () => {
    dynamo.on(UpdateItemCommand).rejects(rejected());
    expect(await reservations.reserve('CognitoRead', slots)).toEqual({ kind: 'Later' });
    expect(dynamo).toHaveReceivedCommandTimes(UpdateItemCommand, 2);
  });

  test('a line that is longer already is left as it is', async () => {
    dynamo.on(UpdateItemCommand).rejects(rejected(now + 900));
    await expect(reservations.postpone('CognitoRead', now + 400)).resolves.toBeUndefined();
  });

  test.each([
    ['AccessDeniedException', 'Permission'],
    ['ProvisionedThroughputExceededException', 'Throttled'],
    ['InternalServerError', 'Transient'],
  ])('%s is a failure of the table: %s', async (errorName, kind) => {
    dynamo.on(UpdateItemCommand).rejects(Object.assign(new Error('no'), { name: errorName }));
    const failure = { name: 'AwsCallError', kind, errorName, operation: 'UpdateItem' };
    await expect(reservations.reserve('CognitoRead', slots)).rejects.toMatchObject(failure);
    await expect(reservations.postpone('CognitoRead', now)).rejects.toMatchObject(failure);
  });
});
