import type { PoolKey } from '../../lib/domain/message.ts';
import { ConflictRetriesExhaustedError } from '../../lib/reconcile/errors.ts';
import { type Finished, type PoolPorts, type PoolReport, reconcilePool } from '../../lib/reconcile/pool.ts';
import { startLocalCloud } from '../../local/cloud.ts';
import { type Service, serviceAt } from '../support/service-ports.ts';
import { event, toLogGroup, toStream } from '../support/situation.ts';

/** One pool through the service's own adapters, against the local cloud, with workers that die or interleave. */
const context = { priority: 'edits', deadline: Number.MAX_SAFE_INTEGER } as const;

let cloud: Awaited<ReturnType<typeof startLocalCloud>>;
let service: Service;
let pool: string;

beforeAll(async () => {
  cloud = await startLocalCloud({ quotaScale: 'off' });
  service = await serviceAt(cloud.url);
});
afterAll(async () => {
  await cloud.close();
});
beforeEach(async () => {
  pool = await service.user.createPool();
});

const wants = (...LogConfigurations: unknown[]) => ({ LogConfigurations });
const A = toLogGroup('a');
const B = toLogGroup('b');

/** A look that fails is thrown; `attempted` has what it told before. */
async function look(...given: Parameters<typeof attempted>): Promise<Finished> {
  const report = await attempted(...given);
  if (report.kind === 'Unfinished') throw report.error;
  return report;
}

async function attempted(over: Partial<PoolPorts> = {}, key: Partial<PoolKey> = {}): Promise<PoolReport> {
  const ports = { ...service.ports, ...over };
  const recorded = await ports.records.read(pool);
  const stored = (await ports.desired.read([pool], context)).get(pool);
  return reconcilePool(ports)({ userPoolId: pool, cause: event, ...key }, { recorded, stored }, context);
}

const record = () => service.ports.records.read(pool);
const toldOf = (report: PoolReport) => report.transitions.map(({ transition }) => transition.To);

describe('one worker', () => {
  test('applies a new parameter, then has nothing to do', async () => {
    await service.user.put(pool, wants(A, toStream()));
    const first = await look();
    expect(first).toMatchObject({ outcome: 'Applied', nothingToDo: false });
    expect(toldOf(first)).toEqual(['Applied']);
    expect(await service.user.pool(pool)).toEqual([toStream(), A]);
    const before = await record();
    expect(await look()).toMatchObject({ outcome: 'InSync', nothingToDo: true, transitions: [] });
    expect(await record()).toEqual(before);
  });

  test('repairs a pool edited behind its back, and names who did it', async () => {
    await service.user.put(pool, wants(A));
    await look();
    await service.user.setPool(pool, [B]);
    const actor = {
      Arn: 'arn:aws:iam::1:user/mallory',
      At: '2026-03-01T12:00:00Z',
      EventName: 'SetLogDeliveryConfiguration',
    };
    expect(await look({}, { actor })).toMatchObject({ outcome: 'Repaired' });
    expect(await service.user.pool(pool)).toEqual([A]);
    expect((await record())?.Transitions.at(-1)).toMatchObject({
      To: 'Repaired',
      Before: [B],
      After: [A],
      Actor: actor,
    });
  });

  test('keeps what stood on the pool before it was first written', async () => {
    await service.user.setPool(pool, [B]);
    await service.user.put(pool, wants(A));
    await look();
    await service.user.put(pool, wants());
    await look();
    expect((await record())?.Original?.LogConfigurations).toEqual([B]);
  });

  test("rejects what Cognito refuses, in Cognito's words, and takes it when the pool was updated", async () => {
    pool = await service.user.createPool('ESSENTIALS');
    await service.user.put(pool, wants(toStream()));
    expect(await look()).toMatchObject({ outcome: 'Rejected' });
    expect((await record())?.Status.Reasons).toEqual([
      expect.stringContaining('FeatureUnavailableInTierException'),
    ]);
    expect(await service.user.pool(pool)).toEqual([]);
    expect(await look()).toMatchObject({ outcome: 'Rejected', transitions: [] });
    const cause = { poolUpdated: true, recheck: true };
    expect(await look({}, { cause })).toMatchObject({ outcome: 'Rejected' });
    expect((await record())?.Rejection?.Attempts).toBe(2);
  });

  test('rejects what it refuses itself without a look at the pool', async () => {
    await service.user.put(pool, '{ "Mode": ');
    const delivery = {
      get: () => Promise.reject(new Error('must not be read')),
      set: () => Promise.reject(new Error('must not be written')),
    };
    expect(await look({ delivery })).toMatchObject({ outcome: 'Rejected' });
  });

  test('says that a pool is missing', async () => {
    pool = 'eu-west-1_nobody000';
    await service.user.put(pool, wants(A));
    expect(await look()).toMatchObject({ outcome: 'PoolNotFound' });
  });

  test('tells a missing destination from a missing pool', async () => {
    await service.user.put(pool, wants(A));
    const rejection = { name: 'ResourceNotFoundException', message: 'The log group does not exist.' };
    const set = async () => ({ kind: 'NotFound', rejection }) as const;
    const { delivery } = service.ports;
    expect(await look({ delivery: { ...delivery, set } })).toMatchObject({ outcome: 'Rejected' });
    expect((await record())?.Status.Reasons).toEqual([
      'Cognito returned ResourceNotFoundException: The log group does not exist.',
    ]);
    let reads = 0;
    const get = async () =>
      ++reads === 1
        ? ({ kind: 'Present', LogConfigurations: [] } as const)
        : ({ kind: 'PoolNotFound' } as const);
    const cause = { poolUpdated: true, recheck: true };
    expect(await look({ delivery: { get, set } }, { cause })).toMatchObject({ outcome: 'PoolNotFound' });
  });

  test('with the setting logLevelValidation warn lets Cognito judge, and tells the paths', async () => {
    await service.user.put(pool, wants({ ...A, LogLevel: 'INFO' }));
    const report = await look({ settings: { ...service.ports.settings, logLevelValidation: 'warn' } });
    expect(report.warnings).toEqual(['LogConfigurations[0].LogLevel']);
    expect(report.outcome).toBe('Rejected');
    expect((await record())?.Status.Reasons[0]).toMatch(/^Cognito returned InvalidParameterException/);
  });
});

/** Runs `hook` once, before or after the n-th call of the method. */
function once<A extends unknown[], R>(
  method: (...args: A) => Promise<R>,
  nth: number,
  when: 'before' | 'after',
  hook: () => Promise<void>,
): (...args: A) => Promise<R> {
  let calls = 0;
  return async (...args) => {
    calls += 1;
    const mine = calls === nth;
    if (mine && when === 'before') await hook();
    const result = await method(...args);
    if (mine && when === 'after') await hook();
    return result;
  };
}

class Killed extends Error {}
const kill = async (): Promise<void> => {
  throw new Killed();
};

describe('a worker killed', () => {
  const points: readonly (readonly [string, (service: Service) => Partial<PoolPorts>, readonly unknown[]])[] =
    [
      [
        'before the intent',
        ({ ports }) => ({
          records: { ...ports.records, write: once(ports.records.write, 1, 'before', kill) },
        }),
        [],
      ],
      [
        'after the intent',
        ({ ports }) => ({
          records: { ...ports.records, write: once(ports.records.write, 1, 'after', kill) },
        }),
        [],
      ],
      [
        'after Set',
        ({ ports }) => ({ delivery: { ...ports.delivery, set: once(ports.delivery.set, 1, 'after', kill) } }),
        [A],
      ],
      [
        'before the outcome',
        ({ ports }) => ({
          records: { ...ports.records, write: once(ports.records.write, 2, 'before', kill) },
        }),
        [A],
      ],
      [
        'after the outcome',
        ({ ports }) => ({
          records: { ...ports.records, write: once(ports.records.write, 2, 'after', kill) },
        }),
        [A],
      ],
    ];

  test.each(points)(
    '%s: the next delivery finishes, and the record says what happened',
    async (_, dying, left) => {
      await service.user.put(pool, wants(A));
      await expect(look(dying(service))).rejects.toBeInstanceOf(Killed);
      expect(await service.user.pool(pool)).toEqual(left);
      await look();
      expect(await service.user.pool(pool)).toEqual([A]);
      const stored = await record();
      expect(stored).toMatchObject({ Status: { Outcome: 'Applied' }, LastApplied: [A] });
      expect(stored?.Intent).toBeUndefined();
      expect(stored?.Transitions.map(({ To }) => To)).toEqual(['Applied']);
    },
  );

  test.each(points)(
    '%s, with an edit before the next delivery: the newest desired stands',
    async (_, dying) => {
      await service.user.put(pool, wants(A));
      await expect(look(dying(service))).rejects.toBeInstanceOf(Killed);
      await service.user.put(pool, wants(B));
      await look();
      expect(await service.user.pool(pool)).toEqual([B]);
      expect(await record()).toMatchObject({ Status: { Outcome: 'Applied' }, LastApplied: [B] });
    },
  );

  test.each(points)('%s, in a repair: it is finished as a repair, counted once', async (_, dying) => {
    await service.user.put(pool, wants(A));
    await look();
    await service.user.setPool(pool, [B]);
    await expect(look(dying(service))).rejects.toBeInstanceOf(Killed);
    await look();
    expect(await service.user.pool(pool)).toEqual([A]);
    expect(await record()).toMatchObject({ Status: { Outcome: 'Repaired' }, DriftCount: 1 });
  });
});

test('what was stored before a failure is told all the same', async () => {
  await service.user.put(pool, wants(A));
  const { desired } = service.ports;
  const failure = new Error('no answer');
  const second = once(desired.read, 2, 'before', () => Promise.reject(failure));
  const report = await attempted({ desired: { read: second } });
  expect(report).toMatchObject({ kind: 'Unfinished', error: failure });
  expect(toldOf(report)).toEqual(['Applied']);
  expect(toldOf(await look())).toEqual([]);
});

test('a writer who is named while somebody else stores the record is named all the same', async () => {
  await service.user.put(pool, wants(A));
  await look();
  const At = new Date().toISOString();
  await service.user.setPool(pool, [B]);
  await look();
  const actor = { Arn: 'mallory', At, EventName: 'SetLogDeliveryConfiguration' };
  const { records } = service.ports;
  const swept = async (): Promise<void> => {
    const stored = await record();
    if (!stored) throw new Error('no record');
    await records.write({ ...stored, Revision: stored.Revision + 1 });
  };
  const write = once(records.write, 1, 'before', swept);
  await look({ records: { ...records, write } }, { actor });
  expect((await record())?.Transitions.at(-1)).toMatchObject({ To: 'Repaired', Actor: { Arn: 'mallory' } });
});

describe('two workers at once', () => {
  test.each(['before', 'after'] as const)(
    'the older desired, overtaken %s its Set, does not stand',
    async (when) => {
      await service.user.put(pool, wants(A));
      const newer = async (): Promise<void> => {
        await service.user.put(pool, wants(B));
        expect(await look()).toMatchObject({ outcome: 'Applied' });
      };
      const { delivery } = service.ports;
      const older = await look({ delivery: { ...delivery, set: once(delivery.set, 1, when, newer) } });
      expect(await service.user.pool(pool)).toEqual([B]);
      const stored = await record();
      expect(stored).toMatchObject({ LastApplied: [B], DriftCount: 0 });
      expect(stored?.Transitions.map(({ To }) => To)).not.toContain('Repaired');
      expect(['Applied', 'InSync']).toContain(older.outcome);
    },
  );

  test('overtaken before its intent it writes nothing of its own', async () => {
    await service.user.put(pool, wants(A));
    const { delivery } = service.ports;
    const newer = async (): Promise<void> => {
      await service.user.put(pool, wants(B));
      await look();
    };
    let sets = 0;
    const counting = async (...args: Parameters<typeof delivery.set>) => {
      sets += 1;
      return delivery.set(...args);
    };
    await look({ delivery: { get: once(delivery.get, 1, 'before', newer), set: counting } });
    expect(sets).toBe(0);
    expect(await service.user.pool(pool)).toEqual([B]);
  });

  test('a parameter deleted and made anew during the Set is what stands', async () => {
    await service.user.put(pool, wants(A));
    const anew = async (): Promise<void> => {
      await service.user.remove(pool);
      await service.user.put(pool, wants(B));
    };
    const { delivery } = service.ports;
    const report = await look({ delivery: { ...delivery, set: once(delivery.set, 1, 'before', anew) } });
    expect(toldOf(report)).toEqual(['Applied', 'Applied']);
    expect(await service.user.pool(pool)).toEqual([B]);
  });

  test('a parameter deleted during the Set marks the record; the pool stays', async () => {
    await service.user.put(pool, wants(A));
    const { delivery } = service.ports;
    const report = await look({
      delivery: { ...delivery, set: once(delivery.set, 1, 'after', () => service.user.remove(pool)) },
    });
    expect(toldOf(report)).toEqual(['Applied', 'Waiting']);
    expect(await service.user.pool(pool)).toEqual([A]);
  });

  test('a parameter that moves at every look is left for a later delivery', async () => {
    let version = 0;
    await service.user.put(pool, wants(A));
    const { delivery } = service.ports;
    const moving = async (...args: Parameters<typeof delivery.set>) => {
      await service.user.put(pool, wants(toLogGroup(`v${++version}`)));
      return delivery.set(...args);
    };
    const report = await attempted({ delivery: { ...delivery, set: moving } });
    expect(report).toMatchObject({ kind: 'Unfinished', error: expect.any(ConflictRetriesExhaustedError) });
    expect(toldOf(report)).toEqual(['Applied', 'Applied', 'Applied']);
    expect(version).toBe(3);
    await look();
    expect(await service.user.pool(pool)).toEqual([toLogGroup('v3')]);
  });

  test('both at once leave the pool as desired and one history', async () => {
    await service.user.put(pool, wants(A));
    await Promise.all([look(), look()]);
    expect(await service.user.pool(pool)).toEqual([A]);
    const stored = await record();
    expect(stored).toMatchObject({ LastApplied: [A], DriftCount: 0 });
    expect(stored?.Intent).toBeUndefined();
  });
});
