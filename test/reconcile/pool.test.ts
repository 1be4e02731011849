import { setTimeout as sleep } from 'node:timers/promises';
import type { EventSource } from '../../lib/domain/log-configuration.ts';
import type { PoolKey } from '../../lib/domain/message/parsed-message.ts';
import { policyParameterName } from '../../lib/domain/policy/policy.ts';
import { ConflictRetriesExhaustedError } from '../../lib/reconcile/errors.ts';
import { knownOf } from '../../lib/reconcile/known-pool.ts';
import { policyNamesFor, readPolicies } from '../../lib/reconcile/policy-inputs.ts';
import { type Finished, type PoolPorts, type PoolReport, reconcilePool } from '../../lib/reconcile/pool.ts';
import { startLocalCloud } from '../../local/cloud.ts';
import { notCalled } from '../support/failing-ports.ts';
import { open, settle } from '../support/rollouts.ts';
import { type Service, serviceAt } from '../support/service-ports.ts';
import { event, toLogGroup, toStream } from '../support/situation.ts';

/**
 * Reconciles one pool through the service's real adapters on the local cloud, by workers that are killed or run at the
 * same time.
 */
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

const entries = (...LogConfigurations: unknown[]) => ({ LogConfigurations });
const A = toLogGroup('a');
const B = toLogGroup('b');

/** Reconciles the pool. Throws the error if the pool is not finished. */
async function reconcileOnce(...given: Parameters<typeof reconcileToReport>): Promise<Finished> {
  const report = await reconcileToReport(...given);
  if (report.kind === 'Unfinished') throw report.error;
  return report;
}

/** Reconciles the pool. Returns the report even if the pool is not finished. */
async function reconcileToReport(
  over: Partial<PoolPorts> = {},
  key: Partial<PoolKey> = {},
): Promise<PoolReport> {
  const ports = { ...service.ports, ...over };
  const recorded = await ports.records.read(pool);
  const stored = (await ports.desired.read([pool], context)).get(pool);
  const known = knownOf(ports, pool, recorded, stored, []);
  return reconcilePool(ports)({ userPoolId: pool, cause: event, ...key }, known, context);
}

const policyNameOf = (name: string): string => `${name}-${pool.slice(-9).toLowerCase()}`;
const writePolicy = (name: string, text: string): Promise<void> =>
  service.user.putNamed(policyParameterName(service.ports.settings.prefix, policyNameOf(name)), text);
const policyText = (value: unknown, over: object = {}): string =>
  JSON.stringify({ Select: { Ids: [pool] }, LogConfigurations: value, ...over });

/** Stores a policy that is rolled out already. */
async function putPolicy(name: string, value: unknown, over: object = {}): Promise<void> {
  await writePolicy(name, policyText(value, over));
  await settle(service.ports.rollouts, policyNameOf(name), policyText(value, over));
}

/** Reconciles the pool by a worker that knows these policies. */
async function reconcileWith(
  names: readonly string[],
  over: Partial<PoolPorts> = {},
  key: Partial<PoolKey> = {},
): Promise<Finished> {
  const ports = { ...service.ports, ...over };
  const recorded = await ports.records.read(pool);
  const stored = (await ports.desired.read([pool], context)).get(pool);
  const versions = await readPolicies(ports, policyNamesFor(names.map(policyNameOf), [recorded]), context);
  const report = await reconcilePool(ports)(
    { userPoolId: pool, cause: event, ...key },
    knownOf(ports, pool, recorded, stored, versions),
    context,
  );
  if (report.kind === 'Unfinished') throw report.error;
  return report;
}

const readRecord = () => service.ports.records.read(pool);
const outcomesOf = (report: PoolReport) => report.transitions.map(({ transition }) => transition.To);

describe('one worker', () => {
  test('applies a new parameter once and then finds nothing to do', async () => {
    await service.user.put(pool, entries(A, toStream()));
    const first = await reconcileOnce();
    expect(first).toMatchObject({ outcome: 'Applied', nothingToDo: false });
    expect(outcomesOf(first)).toEqual(['Applied']);
    expect(await service.user.pool(pool)).toEqual([toStream(), A]);
    const before = await readRecord();
    expect(await reconcileOnce()).toMatchObject({ outcome: 'InSync', nothingToDo: true, transitions: [] });
    expect(await readRecord()).toEqual(before);
  });

  test('repairs a pool that another client changed, and records that client as the actor', async () => {
    await service.user.put(pool, entries(A));
    await reconcileOnce();
    await service.user.setPool(pool, [B]);
    const actor = {
      Arn: 'arn:aws:iam::1:user/mallory',
      At: '2026-03-01T12:00:00Z',
      EventName: 'SetLogDeliveryConfiguration',
    };
    expect(await reconcileOnce({}, { actor })).toMatchObject({ outcome: 'Repaired' });
    expect(await service.user.pool(pool)).toEqual([A]);
    expect((await readRecord())?.Transitions.at(-1)).toMatchObject({
      To: 'Repaired',
      Before: [B],
      After: [A],
      Actor: actor,
    });
  });

  test('keeps the original configuration of the pool from before the first write', async () => {
    await service.user.setPool(pool, [B]);
    await service.user.put(pool, entries(A));
    await reconcileOnce();
    await service.user.put(pool, entries());
    await reconcileOnce();
    expect((await readRecord())?.Original?.LogConfigurations).toEqual([B]);
  });

  test("records Cognito's error as the reason of a rejection, and retries after the pool was updated", async () => {
    pool = await service.user.createPool('ESSENTIALS');
    await service.user.put(pool, entries(toStream()));
    expect(await reconcileOnce()).toMatchObject({ outcome: 'Rejected' });
    expect((await readRecord())?.Status.Reasons).toEqual([
      expect.stringContaining('FeatureUnavailableInTierException'),
    ]);
    expect(await service.user.pool(pool)).toEqual([]);
    expect(await reconcileOnce()).toMatchObject({ outcome: 'Rejected', transitions: [] });
    const cause = { poolUpdated: true, recheck: true };
    expect(await reconcileOnce({}, { cause })).toMatchObject({ outcome: 'Rejected' });
    expect((await readRecord())?.Rejection?.Attempts).toBe(2);
  });

  test('rejects an invalid parameter without reading the pool', async () => {
    await service.user.put(pool, '{ "Mode": ');
    expect(
      await reconcileOnce({ delivery: { get: notCalled, set: notCalled, acquireWrite: notCalled } }),
    ).toMatchObject({
      outcome: 'Rejected',
    });
  });

  test('reports PoolNotFound when the pool does not exist', async () => {
    pool = 'eu-west-1_missing00';
    await service.user.put(pool, entries(A));
    expect(await reconcileOnce()).toMatchObject({ outcome: 'PoolNotFound' });
  });

  test('distinguishes a missing destination from a missing pool', async () => {
    await service.user.put(pool, entries(A));
    const rejection = { name: 'ResourceNotFoundException', message: 'The log group does not exist.' };
    const set = async () => ({ kind: 'NotFound', rejection }) as const;
    const { delivery } = service.ports;
    expect(await reconcileOnce({ delivery: { ...delivery, set } })).toMatchObject({ outcome: 'Rejected' });
    expect((await readRecord())?.Status.Reasons).toEqual([
      'Cognito returned ResourceNotFoundException: The log group does not exist.',
    ]);
    let reads = 0;
    const get = async () =>
      ++reads === 1
        ? ({ kind: 'Present', LogConfigurations: [] } as const)
        : ({ kind: 'PoolNotFound' } as const);
    const cause = { poolUpdated: true, recheck: true };
    const { acquireWrite } = service.ports.delivery;
    expect(await reconcileOnce({ delivery: { get, set, acquireWrite } }, { cause })).toMatchObject({
      outcome: 'PoolNotFound',
    });
  });

  test('leaves an undocumented log level to Cognito and reports its path when logLevelValidation is warn', async () => {
    await service.user.put(pool, entries({ ...A, LogLevel: 'INFO' }));
    const report = await reconcileOnce({
      settings: { ...service.ports.settings, logLevelValidation: 'warn' },
    });
    expect(report.warnings).toEqual(['LogConfigurations[0].LogLevel']);
    expect(report.outcome).toBe('Rejected');
    expect((await readRecord())?.Status.Reasons[0]).toMatch(/^Cognito returned InvalidParameterException/);
  });
});

/** Returns the method with a hook that runs once, before or after the n-th call. */
function hooked<A extends unknown[], R>(
  method: (...args: A) => Promise<R>,
  nth: number,
  when: 'before' | 'after',
  hook: () => Promise<void>,
): (...args: A) => Promise<R> {
  let calls = 0;
  return async (...args) => {
    calls += 1;
    const isNth = calls === nth;
    if (isNth && when === 'before') await hook();
    const result = await method(...args);
    if (isNth && when === 'after') await hook();
    return result;
  };
}

class Killed extends Error {}
const kill = async (): Promise<void> => {
  throw new Killed();
};

describe('a write that carries over the entry of another client', () => {
  const inherit = { ...entries(A), Inherit: true };
  const seconds = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;
  const actorAt = (At: string, EventName = 'SetLogDeliveryConfiguration') => ({
    Arn: 'arn:aws:iam::1:role/team',
    At,
    EventName,
  });

  /** Another client writes the pool after the worker's last read of it, and the worker overwrites it. */
  async function overwriteForeignWrite(): Promise<{ readonly from: number; readonly to: number }> {
    await service.user.setPool(pool, [toStream('team')]);
    await service.user.put(pool, inherit);
    const { delivery } = service.ports;
    let reads = 0;
    const get: typeof delivery.get = async (...given) => {
      const observed = await delivery.get(...given);
      reads += 1;
      if (reads === 2) await service.user.setPool(pool, [toStream('team-2')]);
      return observed;
    };
    await reconcileOnce({ delivery: { ...delivery, get } });
    expect(await service.user.pool(pool)).toEqual([toStream('team'), A]);
    const { From = '', To = '' } = (await readRecord())?.Window ?? {};
    return { from: Date.parse(From), to: Date.parse(To) };
  }

  test('reports the overwritten write of another client once', async () => {
    const { from, to } = await overwriteForeignWrite();
    expect(from).toBeLessThanOrEqual(to);
    const actor = actorAt(seconds(from));
    const report = await reconcileToReport({}, { actor });
    const Window = { From: new Date(from).toISOString(), To: new Date(to).toISOString() };
    expect(report.overwritten).toEqual([{ actor, window: Window, revision: (await readRecord())?.Revision }]);
    expect((await readRecord())?.Window).toBeUndefined();
    expect((await reconcileToReport({}, { actor })).overwritten).toEqual([]);
  });

  test('reports no write before or after the window, and no other call', async () => {
    const { from, to } = await overwriteForeignWrite();
    for (const actor of [
      actorAt(seconds(from - 1000)),
      actorAt(seconds(to + 1000)),
      actorAt(seconds(from), 'UpdateUserPool'),
    ])
      expect((await reconcileToReport({}, { actor })).overwritten).toEqual([]);
    expect((await readRecord())?.Window).toBeDefined();
  });

  test('reports the overwritten write even if another worker stores the record first', async () => {
    const { from } = await overwriteForeignWrite();
    const { records } = service.ports;
    let writes = 0;
    const write: typeof records.write = async (record) => {
      writes += 1;
      if (writes > 1) return records.write(record);
      const stored = await records.read(pool);
      if (stored) await records.write({ ...stored, Revision: stored.Revision + 1 });
      return records.write(record);
    };
    const report = await reconcileToReport(
      { records: { ...records, write } },
      { actor: actorAt(seconds(from)) },
    );
    expect(report.overwritten).toHaveLength(1);
  });

  test('does not report the write that the worker repaired, even if its event is delivered again', async () => {
    await service.user.put(pool, inherit);
    await service.user.setPool(pool, [toStream('team')]);
    await reconcileOnce();
    // CloudTrail has whole seconds: a write in the second of the first window would be reported.
    await sleep(1000);
    await service.user.setPool(pool, [toStream('team'), B]);
    const actor = actorAt(seconds(Date.now()));
    expect(await reconcileOnce({}, { actor })).toMatchObject({ outcome: 'Repaired', overwritten: [] });
    expect(await reconcileOnce({}, { actor })).toMatchObject({ overwritten: [] });
  });

  test('stores no window for a pool whose parameter owns both event sources', async () => {
    await service.user.setPool(pool, [toStream('team')]);
    await service.user.put(pool, entries(A));
    await reconcileOnce();
    expect((await readRecord())?.Window).toBeUndefined();
  });
});

describe('a killed worker', () => {
  const points: readonly (readonly [string, (service: Service) => Partial<PoolPorts>, readonly unknown[]])[] =
    [
      [
        'before the intent',
        ({ ports }) => ({
          records: { ...ports.records, write: hooked(ports.records.write, 1, 'before', kill) },
        }),
        [],
      ],
      [
        'after the intent',
        ({ ports }) => ({
          records: { ...ports.records, write: hooked(ports.records.write, 1, 'after', kill) },
        }),
        [],
      ],
      [
        'after Set',
        ({ ports }) => ({
          delivery: { ...ports.delivery, set: hooked(ports.delivery.set, 1, 'after', kill) },
        }),
        [A],
      ],
      [
        'before the outcome',
        ({ ports }) => ({
          records: { ...ports.records, write: hooked(ports.records.write, 2, 'before', kill) },
        }),
        [A],
      ],
      [
        'after the outcome',
        ({ ports }) => ({
          records: { ...ports.records, write: hooked(ports.records.write, 2, 'after', kill) },
        }),
        [A],
      ],
    ];

  test.each(points)(
    'the next delivery finishes the work and the record of a worker killed %s',
    async (_, killed, left) => {
      await service.user.put(pool, entries(A));
      await expect(reconcileOnce(killed(service))).rejects.toBeInstanceOf(Killed);
      expect(await service.user.pool(pool)).toEqual(left);
      await reconcileOnce();
      expect(await service.user.pool(pool)).toEqual([A]);
      const stored = await readRecord();
      expect(stored).toMatchObject({ Status: { Outcome: 'Applied' }, LastApplied: [A] });
      expect(stored?.Intent).toBeUndefined();
      expect(stored?.Transitions.map(({ To }) => To)).toEqual(['Applied']);
    },
  );

  test.each(points)(
    'the next delivery applies a newer edit after a worker was killed %s',
    async (_, killed) => {
      await service.user.put(pool, entries(A));
      await expect(reconcileOnce(killed(service))).rejects.toBeInstanceOf(Killed);
      await service.user.put(pool, entries(B));
      await reconcileOnce();
      expect(await service.user.pool(pool)).toEqual([B]);
      expect(await readRecord()).toMatchObject({ Status: { Outcome: 'Applied' }, LastApplied: [B] });
    },
  );

  test.each(points)(
    'the next delivery counts a repair once after a worker was killed %s',
    async (_, killed) => {
      await service.user.put(pool, entries(A));
      await reconcileOnce();
      await service.user.setPool(pool, [B]);
      await expect(reconcileOnce(killed(service))).rejects.toBeInstanceOf(Killed);
      await reconcileOnce();
      expect(await service.user.pool(pool)).toEqual([A]);
      expect(await readRecord()).toMatchObject({ Status: { Outcome: 'Repaired' }, DriftCount: 1 });
    },
  );
});

test('reports the transitions that were stored before a failure', async () => {
  await service.user.put(pool, entries(A));
  const { desired } = service.ports;
  const failure = new Error('no response');
  const read = hooked(desired.read, 2, 'before', () => Promise.reject(failure));
  const report = await reconcileToReport({ desired: { ...desired, read } });
  expect(report).toMatchObject({ kind: 'Unfinished', error: failure });
  expect(outcomesOf(report)).toEqual(['Applied']);
  expect(outcomesOf(await reconcileOnce())).toEqual([]);
});

test('adds a late actor to a transition even if another worker stores the record first', async () => {
  await service.user.put(pool, entries(A));
  await reconcileOnce();
  const At = new Date().toISOString();
  await service.user.setPool(pool, [B]);
  await reconcileOnce();
  const actor = { Arn: 'mallory', At, EventName: 'SetLogDeliveryConfiguration' };
  const { records } = service.ports;
  const storeRecord = async (): Promise<void> => {
    const stored = await readRecord();
    if (!stored) throw new Error('no record');
    await records.write({ ...stored, Revision: stored.Revision + 1 });
  };
  const write = hooked(records.write, 1, 'before', storeRecord);
  await reconcileOnce({ records: { ...records, write } }, { actor });
  expect((await readRecord())?.Transitions.at(-1)).toMatchObject({
    To: 'Repaired',
    Actor: { Arn: 'mallory' },
  });
});

test('adds a late actor to the repair once, without another transition or write', async () => {
  await service.user.put(pool, entries(A));
  await reconcileOnce();
  // CloudTrail's times are in whole seconds.
  const At = new Date().toISOString().replace(/\.\d+/, '');
  const actor = (Arn: string) => ({ Arn, At, EventName: 'SetLogDeliveryConfiguration' });
  await service.user.setPool(pool, []);
  expect(await reconcileOnce()).toMatchObject({ outcome: 'Repaired' });
  expect(await reconcileOnce({}, { actor: actor('mallory') })).toMatchObject({
    outcome: 'InSync',
    transitions: [],
    nothingToDo: true,
  });
  const attributed = await readRecord();
  expect(attributed?.Transitions.at(-1)).toMatchObject({ To: 'Repaired', Actor: { Arn: 'mallory' } });
  await reconcileOnce({}, { actor: actor('another client') });
  expect(await readRecord()).toEqual(attributed);
});

describe('two workers', () => {
  test.each(['before', 'after'] as const)(
    'the newer parameter wins when another worker applies it %s the Set of the older one',
    async (when) => {
      await service.user.put(pool, entries(A));
      const newer = async (): Promise<void> => {
        await service.user.put(pool, entries(B));
        expect(await reconcileOnce()).toMatchObject({ outcome: 'Applied' });
      };
      const { delivery } = service.ports;
      const older = await reconcileOnce({
        delivery: { ...delivery, set: hooked(delivery.set, 1, when, newer) },
      });
      expect(await service.user.pool(pool)).toEqual([B]);
      const stored = await readRecord();
      expect(stored).toMatchObject({ LastApplied: [B], DriftCount: 0 });
      expect(stored?.Transitions.map(({ To }) => To)).not.toContain('Repaired');
      expect(['Applied', 'InSync']).toContain(older.outcome);
    },
  );

  test('a worker does not call Set when another worker stores the record before its intent', async () => {
    await service.user.put(pool, entries(A));
    const { delivery } = service.ports;
    const newer = async (): Promise<void> => {
      await service.user.put(pool, entries(B));
      await reconcileOnce();
    };
    let sets = 0;
    const counting = async (...args: Parameters<typeof delivery.set>) => {
      sets += 1;
      return delivery.set(...args);
    };
    await reconcileOnce({
      delivery: { ...delivery, get: hooked(delivery.get, 1, 'before', newer), set: counting },
    });
    expect(sets).toBe(0);
    expect(await service.user.pool(pool)).toEqual([B]);
  });

  test('applies a parameter that was deleted and created again during the Set', async () => {
    await service.user.put(pool, entries(A));
    const recreate = async (): Promise<void> => {
      await service.user.remove(pool);
      await service.user.put(pool, entries(B));
    };
    const { delivery } = service.ports;
    const report = await reconcileOnce({
      delivery: { ...delivery, set: hooked(delivery.set, 1, 'before', recreate) },
    });
    expect(outcomesOf(report)).toEqual(['Applied', 'Applied']);
    expect(await service.user.pool(pool)).toEqual([B]);
  });

  test('records the deletion of a parameter during the Set and leaves the pool unchanged', async () => {
    await service.user.put(pool, entries(A));
    const { delivery } = service.ports;
    const report = await reconcileOnce({
      delivery: { ...delivery, set: hooked(delivery.set, 1, 'after', () => service.user.remove(pool)) },
    });
    expect(outcomesOf(report)).toEqual(['Applied', 'Waiting']);
    expect(await service.user.pool(pool)).toEqual([A]);
  });

  test('stops after three tries when the parameter changes during each Set, and leaves the pool to a later delivery', async () => {
    let version = 0;
    await service.user.put(pool, entries(A));
    const { delivery } = service.ports;
    const changing = async (...args: Parameters<typeof delivery.set>) => {
      await service.user.put(pool, entries(toLogGroup(`v${++version}`)));
      return delivery.set(...args);
    };
    const report = await reconcileToReport({ delivery: { ...delivery, set: changing } });
    expect(report).toMatchObject({ kind: 'Unfinished', error: expect.any(ConflictRetriesExhaustedError) });
    expect(outcomesOf(report)).toEqual(['Applied', 'Applied', 'Applied']);
    expect(version).toBe(3);
    await reconcileOnce();
    expect(await service.user.pool(pool)).toEqual([toLogGroup('v3')]);
  });

  test('two workers at the same time leave the pool in sync and one history in the record', async () => {
    await service.user.put(pool, entries(A));
    await Promise.all([reconcileOnce(), reconcileOnce()]);
    expect(await service.user.pool(pool)).toEqual([A]);
    const stored = await readRecord();
    expect(stored).toMatchObject({ LastApplied: [A], DriftCount: 0 });
    expect(stored?.Intent).toBeUndefined();
  });
});

describe('policies', () => {
  const sourceOf = async (source: EventSource) => (await readRecord())?.Sources?.[source];

  test('an event source that Cognito rejects does not keep the event source of another owner from being written', async () => {
    pool = await service.user.createPool('ESSENTIALS');
    await service.user.put(pool, { Inherit: true, ...entries(toStream()) });
    await putPolicy('all', [A]);
    expect(await reconcileWith(['all'])).toMatchObject({ outcome: 'Rejected' });
    expect(await service.user.pool(pool)).toEqual([A]);
    const record = await readRecord();
    expect(record?.Status.Reasons).toEqual([
      expect.stringMatching(/^userAuthEvents: Cognito returned FeatureUnavailableInTierException/),
    ]);
    expect(record?.Intent).toBeUndefined();
    expect(await sourceOf('userAuthEvents')).toMatchObject({ Status: { Outcome: 'Rejected' } });
    expect(await sourceOf('userNotification')).toMatchObject({
      Status: { Outcome: 'Applied' },
      Owner: { Kind: 'Policy' },
    });
  });

  test('counts the attempts of a rejected event source also when another one is written with it', async () => {
    pool = await service.user.createPool('ESSENTIALS');
    await service.user.put(pool, { Inherit: true, ...entries(toStream()) });
    await putPolicy('all', [A]);
    await reconcileWith(['all']);
    await putPolicy('first', [B], { Precedence: 'Mandatory' });
    const cause = { poolUpdated: true, recheck: true };
    await reconcileWith(['all', 'first'], {}, { cause });
    expect(await service.user.pool(pool)).toEqual([B]);
    expect((await sourceOf('userAuthEvents'))?.Rejection?.Attempts).toBe(2);
  });

  test('a policy that takes over an entry of a rejected parameter is applied, and only the other entry is rejected', async () => {
    pool = await service.user.createPool('ESSENTIALS');
    await service.user.put(pool, entries(A, toStream()));
    expect(await reconcileOnce()).toMatchObject({ outcome: 'Rejected' });
    await putPolicy('same', [A], { Precedence: 'Mandatory' });
    await reconcileWith(['same']);
    expect(await service.user.pool(pool)).toEqual([A]);
    expect(await sourceOf('userNotification')).toMatchObject({
      Status: { Outcome: 'Applied' },
      Owner: { Kind: 'Policy' },
    });
    expect(await sourceOf('userAuthEvents')).toMatchObject({
      Status: { Outcome: 'Rejected' },
      Owner: { Kind: 'Parameter' },
      Rejection: { Attempts: 1 },
    });
  });

  test('a parameter that Cognito rejects applies its other entry once it inherits', async () => {
    pool = await service.user.createPool('ESSENTIALS');
    await service.user.put(pool, entries(A, toStream()));
    await reconcileOnce();
    await service.user.put(pool, { Inherit: true, ...entries(A, toStream()) });
    await reconcileWith([]);
    expect(await service.user.pool(pool)).toEqual([A]);
    expect((await readRecord())?.Status.Reasons).toEqual([
      expect.stringMatching(/^userAuthEvents: Cognito returned FeatureUnavailableInTierException/),
    ]);
  });

  test('decides again if another worker stores the record before the rejected entries are written one by one', async () => {
    pool = await service.user.createPool('ESSENTIALS');
    await service.user.put(pool, { Inherit: true, ...entries(toStream()) });
    await putPolicy('all', [A]);
    const { records } = service.ports;
    const write = hooked(records.write, 2, 'before', async () => void (await reconcileWith(['all'])));
    expect(await reconcileWith(['all'], { records: { ...records, write } })).toMatchObject({
      outcome: 'Rejected',
    });
    expect(await service.user.pool(pool)).toEqual([A]);
    expect((await readRecord())?.Intent).toBeUndefined();
  });

  test('retries a rejected entry of a halted rollout also when the entry of another owner is rejected with it', async () => {
    pool = await service.user.createPool('ESSENTIALS');
    await service.user.put(pool, { Inherit: true, ...entries(toStream()) });
    const text = policyText([A]);
    await writePolicy('halted', text);
    const { rollouts, delivery } = service.ports;
    const Name = policyNameOf('halted');
    await rollouts.write({ Name, Revision: 1, Open: open({ Text: text, Version: 1 }) });
    const rejection = { name: 'ResourceNotFoundException', message: 'The log group does not exist.' };
    const set = async () => ({ kind: 'NotFound', rejection }) as const;
    await reconcileWith(['halted'], { delivery: { ...delivery, set } });
    expect(await sourceOf('userNotification')).toMatchObject({ Status: { Outcome: 'Rejected' } });
    await rollouts.write({ Name, Revision: 2, Open: open({ Text: text, Version: 1, Status: 'Halted' }) });
    const cause = { poolUpdated: true, recheck: true };
    await reconcileWith(['halted'], {}, { cause });
    expect(await service.user.pool(pool)).toEqual([A]);
    expect(await sourceOf('userNotification')).toMatchObject({ Status: { Outcome: 'Applied' } });
    expect((await sourceOf('userAuthEvents'))?.Rejection?.Attempts).toBe(2);
  });

  test('a worker that did not know a new policy reads it when another worker has applied it', async () => {
    await service.user.put(pool, entries(A));
    const newer = async (): Promise<void> => {
      await putPolicy('new', [B], { Precedence: 'Mandatory' });
      await reconcileWith(['new']);
    };
    const { records } = service.ports;
    const write = hooked(records.write, 2, 'before', newer);
    const report = await reconcileWith([], { records: { ...records, write } });
    expect(report.outcome).not.toBe('Waiting');
    expect(await service.user.pool(pool)).toEqual([B]);
    expect(await sourceOf('userNotification')).toMatchObject({ Owner: { Kind: 'Policy' } });
  });

  test.each([{ poolUpdated: true }, { factsChanged: true }])(
    'a policy for every pool applies to sign-ins when the tier of a pool changes to PLUS: %j',
    async (over) => {
      pool = await service.user.createPool('ESSENTIALS');
      await putPolicy('all', [A, toStream()]);
      await reconcileWith(['all']);
      expect(await service.user.pool(pool)).toEqual([A]);
      await service.user.updateTier(pool, 'PLUS');
      const cause = { poolUpdated: false, recheck: true, ...over };
      expect(await reconcileWith(['all'], {}, { cause })).toMatchObject({ outcome: 'Applied' });
      expect(await service.user.pool(pool)).toEqual([toStream(), A]);
      expect((await readRecord())?.Facts?.tier).toBe('PLUS');
      await service.user.updateTier(pool, 'ESSENTIALS');
      await reconcileWith(['all'], {}, { cause });
      expect((await sourceOf('userAuthEvents'))?.Status.Outcome).toBe('Waiting');
    },
  );

  test('acquires the slot of a write and reads the pool again before it carries over an entry of its team', async () => {
    await service.user.setPool(pool, [A]);
    await putPolicy('sign-ins', [toStream()]);
    const { delivery } = service.ports;
    const change = () => service.user.setPool(pool, [B]);
    const get = hooked(delivery.get, 1, 'after', change);
    await reconcileWith(['sign-ins'], { delivery: { ...delivery, get } });
    expect(await service.user.pool(pool)).toEqual([toStream(), B]);
  });

  test('checks the pool once more if another client wrote it right after a write that carried over an entry', async () => {
    await putPolicy('sign-ins', [toStream()]);
    const { delivery } = service.ports;
    expect(await reconcileWith(['sign-ins'])).toMatchObject({ nothingToDo: false, recheck: false });
    await service.user.setPool(pool, []);
    const set = hooked(delivery.set, 1, 'after', () => service.user.setPool(pool, [B]));
    expect(await reconcileWith(['sign-ins'], { delivery: { ...delivery, set } })).toMatchObject({
      nothingToDo: false,
      recheck: true,
    });
  });

  test('confirms the facts of the record before a write', async () => {
    await putPolicy('now', [A], { Select: { Names: ['a pool'] } });
    await putPolicy('old', [B], { Select: { Names: ['old'] }, Precedence: 'Mandatory' });
    await reconcileWith(['now', 'old']);
    const record = await readRecord();
    if (!record?.Facts) throw new Error('no facts');
    const Facts = { ...record.Facts, name: 'old' };
    await service.ports.records.write({ ...record, Revision: record.Revision + 1, Facts });
    await reconcileWith(['now', 'old']);
    expect(await service.user.pool(pool)).toEqual([A]);
    expect((await readRecord())?.Facts?.name).toBe('a pool');
  });
});
