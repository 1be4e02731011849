import { freezeParameterName, freezeValue } from '../../lib/domain/freeze.ts';
import { policyParameterName } from '../../lib/domain/policy/policy.ts';
import { type BatchPorts, reconcileBatch } from '../../lib/reconcile/batch.ts';
import { FrozenError } from '../../lib/reconcile/errors.ts';
import { freezeGuard } from '../../lib/reconcile/freeze-guard.ts';
import type { CallContext } from '../../lib/reconcile/ports.ts';
import { type SweepInput, type SweepPorts, sweep } from '../../lib/reconcile/sweep.ts';
import { startLocalCloud } from '../../local/cloud.ts';
import { schemaErrors } from '../support/documented-events.ts';
import { awsCallError, failing, notCalled } from '../support/failing-ports.ts';
import { delivery, editEvent } from '../support/messages.ts';
import { recordingPublisher } from '../support/recording-publisher.ts';
import { type Service, serviceAt } from '../support/service-ports.ts';
import { settings, toLogGroup } from '../support/situation.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const edits: CallContext = { priority: 'edits', deadline: Number.MAX_SAFE_INTEGER };
const A = toLogGroup('a');
const FREEZE = freezeParameterName(settings.prefix);
const parameterWith = (...LogConfigurations: unknown[]) => ({ LogConfigurations });

let cloud: Awaited<ReturnType<typeof startLocalCloud>>;
let service: Service;
let pool: string;
// A sweep covers the whole account, so each test has a cloud of its own.
beforeEach(async () => {
  cloud = await startLocalCloud({ quotaScale: 'off' });
  service = await serviceAt(cloud.url);
  pool = await service.user.createPool();
});
afterEach(() => cloud.close());

const freeze = (value = freezeValue('incident 12')) => service.user.putNamed(FREEZE, value);
const unfreeze = () => service.user.removeNamed(FREEZE);
const reconcile = (bodies: readonly unknown[], over: Partial<BatchPorts> = {}) =>
  reconcileBatch({ ...service.ports, ...over })(
    bodies.map((body) => delivery(body)),
    edits,
  );
const runSweep = (over: Partial<SweepPorts> = {}, input: SweepInput = { acceptDeletions: 0 }) =>
  sweep({ ...service.ports, ...over })(input, { ...edits, priority: 'upkeep' });
const readRecord = () => service.ports.records.read(pool);

/** Processes all messages of the upkeep queue. Returns their bodies. */
async function work(): Promise<readonly unknown[]> {
  const received = await service.receive('upkeep');
  await reconcileBatch(service.ports)(received, { ...edits, priority: 'upkeep' });
  return received.map(({ body }) => JSON.parse(body));
}

describe('a worker', () => {
  test.each(['{"Reason":"incident 12"}', 'false', ''.padEnd(3, 'x')])(
    'drops the messages and writes nothing while the parameter has the value %j',
    async (value) => {
      await service.user.put(pool, parameterWith(A));
      await freeze(value);
      const untouched = { get: notCalled, acquireWrite: notCalled, set: notCalled };
      expect(await reconcile([editEvent(pool)], { delivery: untouched })).toEqual([]);
      expect(await readRecord()).toBeUndefined();
      expect(service.recorded.counts.has('MessagesRetried')).toBe(false);
    },
  );

  test('publishes Service Frozen once', async () => {
    const { publisher, events } = recordingPublisher();
    await freeze();
    for (let time = 0; time < 2; time++) await reconcile([editEvent(pool)], { publisher });
    expect(events).toEqual([
      expect.objectContaining({
        detailType: 'Service Frozen',
        detail: expect.objectContaining({ reason: 'incident 12' }),
      }),
    ]);
    expect(events.flatMap(schemaErrors)).toEqual([]);
  });

  test('stays frozen for its whole batch although a later read is stale', async () => {
    const clock = virtualClock();
    const reads = [{ name: FREEZE, type: 'String', value: '{}', version: 1 }, undefined];
    const guard = freezeGuard({ desired: { readFreeze: async () => reads.shift() }, clock });
    await guard.refresh(edits);
    await clock.advance(6_000);
    await expect(guard.check(edits)).rejects.toThrow(FrozenError);
    expect(reads).toEqual([]);
  });

  test('keeps the message when the freeze cannot be read', async () => {
    await service.user.put(pool, parameterWith(A));
    for (const kind of ['Permission', 'Transient', 'Throttled'] as const) {
      const desired = { ...service.ports.desired, readFreeze: failing('GetParameters', kind) };
      expect(await reconcile([editEvent(pool)], { desired })).toHaveLength(1);
    }
    expect(await readRecord()).toBeUndefined();
  });

  test('keeps the message when it cannot store that a sweep must follow', async () => {
    await freeze();
    const broken = { mark: failing('UpdateItem', 'Transient') };
    expect(await reconcile([editEvent(pool)], { freeze: broken })).toHaveLength(1);
  });

  test('stores no intent when the service is frozen while it waits for the slot of the write', async () => {
    await service.user.put(pool, parameterWith(A));
    const { clock } = service.ports;
    let late = 0;
    const ports = {
      clock: { ...clock, now: () => new Date(clock.now().getTime() + late) },
      delivery: {
        ...service.ports.delivery,
        set: notCalled,
        async acquireWrite() {
          late = 6_000;
          await freeze();
        },
      },
    };
    expect(await reconcile([editEvent(pool)], ports)).toEqual([]);
    expect(await readRecord()).toBeUndefined();
  });

  test('does not repeat a throttled Set after the service was frozen', async () => {
    await service.user.put(pool, parameterWith(A));
    const { clock, delivery: own } = service.ports;
    let late = 0;
    let sets = 0;
    const ports: Partial<BatchPorts> = {
      clock: { ...clock, now: () => new Date(clock.now().getTime() + late) },
      delivery: {
        ...own,
        async set(id, entries, context) {
          sets += 1;
          late = 6_000;
          await freeze();
          await context.beforeRetry?.();
          return own.set(id, entries, context);
        },
      },
    };
    expect(await reconcile([editEvent(pool)], ports)).toEqual([]);
    expect(sets).toBe(1);
    expect(await service.user.pool(pool)).toEqual([]);
  });

  test('reads the freeze together with the parameters of a batch', async () => {
    await service.user.put(pool, parameterWith(A));
    const { counts } = service.recorded;
    const reads = () => counts.get('Calls/ParameterRead') ?? 0;
    await reconcile([editEvent(pool)]);
    // One call before the Set, and one after it.
    expect(reads()).toBe(2);
  });
});

describe('a sweep', () => {
  test('sends no messages while the service is frozen, and reports the fleet', async () => {
    await service.user.put(pool, parameterWith(A));
    await freeze();
    const fleet = await runSweep();
    expect(fleet).toMatchObject({ Result: 'Swept', Managed: 1, Frozen: true, IgnoredParameters: 0 });
    expect(await service.receive('upkeep')).toEqual([]);
    expect(service.recorded.counts.get('Sweeps')).toBe(1);
    expect(service.recorded.values.get('FrozenAge')).toEqual([expect.any(Number)]);
  });

  test('notices no edit of a policy if the service is frozen while it lists the fleet', async () => {
    const value = JSON.stringify({ Select: {}, LogConfigurations: [A] });
    await service.user.putNamed(policyParameterName(settings.prefix, 'prod'), value);
    const begins = { name: FREEZE, type: 'String', value: '{}', version: 1 };
    const reads = [undefined, begins];
    const desired = { ...service.ports.desired, readFreeze: async () => reads.shift() };
    await runSweep({ desired });
    expect(reads).toEqual([]);
    expect(await service.ports.rollouts.read(['prod'])).toEqual(new Map());
    await runSweep();
    expect((await service.ports.rollouts.read(['prod'])).has('prod')).toBe(true);
  });

  test('reads the freeze once if there is no policy', async () => {
    let reads = 0;
    const readFreeze: SweepPorts['desired']['readFreeze'] = (context) => {
      reads += 1;
      return service.ports.desired.readFreeze(context);
    };
    await runSweep({ desired: { ...service.ports.desired, readFreeze } });
    expect(reads).toBe(1);
  });

  test('treats every pool as updated after a freeze, also with a backlog, and ends the freeze', async () => {
    const { publisher, events } = recordingPublisher();
    await service.user.put(pool, parameterWith(A));
    await freeze();
    await reconcile([editEvent(pool)], { publisher });
    await unfreeze();
    const backlog = { waiting: async () => 5_000 };
    expect((await runSweep({ publisher, backlog })).Frozen).toBeUndefined();
    expect(await work()).toEqual([expect.objectContaining({ UserPoolId: pool, AfterFreeze: true })]);
    expect((await readRecord())?.Status.Outcome).toBe('Applied');
    expect(service.recorded.values.get('FrozenAge')).toEqual([0]);
    expect(events.map(({ detailType }) => detailType)).toEqual([
      'Service Frozen',
      'Sweep Started',
      'Service Unfrozen',
    ]);
    expect(events.flatMap(schemaErrors)).toEqual([]);
    expect((await runSweep({ publisher, backlog })).Result).toBe('Skipped');
    // A sweep can end between the end of the freeze and the publication of the 0.
    for (let at = 0; at < 5; at++) await runSweep({ publisher });
    const ages = service.recorded.values.get('FrozenAge') ?? [];
    expect(ages.length).toBeGreaterThan(3);
    expect(new Set(ages)).toEqual(new Set([0]));
  });

  test('repeats for all pools when a worker dropped a message during the first sweep after a freeze', async () => {
    await service.user.put(pool, parameterWith(A));
    await freeze();
    await reconcile([editEvent(pool)]);
    await unfreeze();
    const { queue } = service.ports;
    const dropping = {
      async send(...sent: Parameters<typeof queue.send>) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        await service.ports.freeze.mark(new Date().toISOString());
        return queue.send(...sent);
      },
    };
    await runSweep({ queue: dropping });
    await work();
    await runSweep();
    expect(await work()).toEqual([expect.objectContaining({ AfterFreeze: true })]);
    await runSweep();
    expect(await work()).toEqual([expect.not.objectContaining({ AfterFreeze: true })]);
  });

  test('publishes no Service Unfrozen if the service is frozen again while the sweep runs', async () => {
    const { publisher, events } = recordingPublisher();
    await freeze();
    await runSweep({ publisher });
    await unfreeze();
    const { records } = service.ports;
    await runSweep({
      publisher,
      records: {
        async *pages() {
          await freeze();
          yield* records.pages();
        },
      },
    });
    expect(events.map(({ detailType }) => detailType)).not.toContain('Service Unfrozen');
    expect(service.recorded.values.get('FrozenAge')).not.toContain(0);
    expect((await service.ports.freeze.read()).recorded).toBeDefined();
    await unfreeze();
    await runSweep({ publisher });
    expect(events.map(({ detailType }) => detailType)).toContain('Service Unfrozen');
  });

  test('measures the age of a second freeze that begins before a sweep noticed the end of the first', async () => {
    await service.ports.freeze.mark(new Date(Date.now() - 7_200_000).toISOString());
    await freeze();
    await runSweep();
    const [age] = service.recorded.values.get('FrozenAge') ?? [];
    expect(age).toBeLessThan(60);
  });

  test('gives the waves of rollouts time to wait behind its messages after a freeze', async () => {
    await service.user.put(pool, parameterWith(A));
    await freeze();
    await runSweep();
    await unfreeze();
    const before = Date.now();
    await runSweep();
    const { catchUpUntil = '' } = await service.ports.freeze.read();
    expect(Date.parse(catchUpUntil)).toBeGreaterThanOrEqual(before + 250);
  });

  test('accepts no deletions while the service is frozen', async () => {
    const pools = await Promise.all(Array.from({ length: 6 }, () => service.user.createPool()));
    for (const id of pools) await service.user.put(id, parameterWith(A));
    await reconcile(pools.map((id) => editEvent(id)));
    for (const id of pools) await service.user.remove(id);
    await freeze();
    expect(await runSweep({}, { acceptDeletions: 100 })).toMatchObject({ Held: true, Lost: 6 });
    const records = await Promise.all(pools.map((id) => service.ports.records.read(id)));
    expect(records.map((record) => record?.DeletedAt)).toEqual(pools.map(() => undefined));
  });

  test('waits for the lag of reads when the freeze changed', async () => {
    const waits: number[] = [];
    const clock = { ...service.ports.clock, sleep: async (ms: number) => void waits.push(ms) };
    await runSweep({ clock }, { acceptDeletions: 0, isFreezeChange: true });
    expect(waits).toEqual([settings.recheckDelaySeconds * 1000]);
  });

  test('fails when the freeze cannot be read', async () => {
    const desired = { ...service.ports.desired, readFreeze: failing('GetParameters', 'Permission') };
    await expect(runSweep({ desired })).rejects.toEqual(awsCallError('GetParameters', 'Permission'));
  });
});
