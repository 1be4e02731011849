import { isDeepStrictEqual } from 'node:util';
import { parseMessage } from '../../lib/domain/message/parse-message.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';
import { type BatchPorts, reconcileBatch } from '../../lib/reconcile/batch.ts';
import type { Fleet } from '../../lib/reconcile/fleet.ts';
import type { QueueName } from '../../lib/reconcile/ports.ts';
import { type SweepPorts, sweep } from '../../lib/reconcile/sweep.ts';
import type { Delivery } from '../../lib/reconcile/work.ts';
import { createGate, type Gate, type Interruption, newWorker, type Worker } from './gate.ts';
import { entriesOf, isEnforced, latest, type Model, type ModelPool, same, whyIllegal } from './model.ts';
import type { Crash } from './steps.ts';
import { LAG_MS, type World } from './world.ts';

const deadline = Number.MAX_SAFE_INTEGER;

/** Ports whose calls wait at the gate. No call returns to a worker that was killed. */
function gated(
  world: World,
  model: Model,
  gate: Gate,
  worker: Worker,
  deliveries: readonly Delivery[] = [],
): BatchPorts & SweepPorts {
  const { ports } = world;
  const pass = <T>(run: () => Promise<T>): Promise<T> => gate.pass(worker, run);
  async function* paged<T>(pages: AsyncIterable<T>): AsyncIterable<T> {
    const iterator = pages[Symbol.asyncIterator]();
    for (;;) {
      const { done, value } = await pass(() => iterator.next());
      if (done) return;
      yield value;
    }
  }
  const startedAt = world.now();
  const read = new Map<string, Awaited<ReturnType<BatchPorts['delivery']['get']>>>();
  /** Pools that had a parameter when it was last read. */
  const stated = new Set<string>();
  const { mode } = model;
  return {
    ...ports,
    settings: { ...ports.settings, mode },
    records: {
      read: (id) => pass(() => ports.records.read(id)),
      write: (record) => pass(() => writeRecord(world, record)),
      pages: () => paged(ports.records.pages()),
    },
    desired: {
      read: (ids, context) =>
        pass(async () => {
          const stored = await ports.desired.read(ids, context);
          for (const id of ids) {
            worker.unread.delete(id);
            if (stored.has(id)) stated.add(id);
            else stated.delete(id);
          }
          return stored;
        }),
      readPolicies: (names, context) => pass(() => ports.desired.readPolicies(names, context)),
    },
    policyNames: {
      read: () => pass(() => ports.policyNames.read()),
      add: (names) => pass(() => ports.policyNames.add(names)),
      remove: (names) => pass(() => ports.policyNames.remove(names)),
    },
    taggedPools: { list: (context) => pass(() => ports.taggedPools.list(context)) },
    delivery: {
      acquireWrite: (context) => pass(() => ports.delivery.acquireWrite(context)),
      get: (id, context) =>
        pass(async () => {
          const observed = await ports.delivery.get(id, context);
          read.set(id, observed);
          return observed;
        }),
      set: (id, entries, context) =>
        pass(async () => {
          const pool = model.pools.find((one) => one.id === id);
          if (mode === 'Observe') world.violations.push(`${id}: written by a deployment in observe mode`);
          const between = { from: startedAt - LAG_MS, to: world.now() };
          const why = pool ? whyIllegal(pool, entries, between) : `${id}: written, but it was never created`;
          if (why !== undefined) world.violations.push(why);
          const seen = read.get(id);
          if (seen?.kind === 'Present' && same(seen.LogConfigurations, entries))
            world.violations.push(`${id}: written with the configuration that was just read`);
          if (pool && entries.length === 0 && !stated.has(id))
            checkClearing(world, pool, startedAt, deliveries);
          const answer = await ports.delivery.set(id, entries, context);
          if (answer.kind === 'Accepted') worker.unread.add(id);
          return answer;
        }),
    },
    descriptions: { read: (id, context) => pass(() => ports.descriptions.read(id, context)) },
    queue: { send: (priority, messages) => pass(() => ports.queue.send(priority, messages)) },
    requeue: {
      delay: (priority, handle, seconds) => pass(() => ports.requeue.delay(priority, handle, seconds)),
      deadLetter: (priority, body, name) => pass(() => ports.requeue.deadLetter(priority, body, name)),
    },
    failureCounts: { add: (messageId) => pass(() => ports.failureCounts.add(messageId)) },
    publisher: { publish: (events) => pass(() => ports.publisher.publish(events)) },
    parameters: { pages: (context) => paged(ports.parameters.pages(context)) },
    pools: { pages: (context) => paged(ports.pools.pages(context)) },
    replicas: {
      read: () => pass(() => ports.replicas.read()),
      write: (replicas) => pass(() => ports.replicas.write(replicas)),
    },
    fleet: {
      read: () => pass(() => ports.fleet.read()),
      write: (fleet) => pass(() => ports.fleet.write(fleet)),
    },
  };
}

/** A writer never overwrites a record that it has not read. */
async function writeRecord(
  { ports, revisions, violations }: World,
  record: PoolRecord,
): Promise<'Stored' | 'Conflict'> {
  const { UserPoolId, Revision } = record;
  const before = revisions.get(UserPoolId);
  // A write without a response can be stored anyway.
  revisions.delete(UserPoolId);
  const end = await ports.records.write(record);
  // Virtual time does not advance here: two workers can build the same record, and then either has stored it.
  const isSame = before !== undefined && isDeepStrictEqual(before, record);
  if (end === 'Stored' && before !== undefined && before.Revision !== Revision - 1 && !isSame)
    violations.push(`${UserPoolId}: revision ${Revision} written over ${before.Revision}`);
  if (end === 'Stored') revisions.set(UserPoolId, record);
  else if (before !== undefined) revisions.set(UserPoolId, before);
  return end;
}

/**
 * The service clears only its own configuration, as far as it can have read it, and only in a sweep that began after the
 * grace period and had no hold.
 */
function checkClearing(
  { people, violations, lagMs, revisions, ports }: World,
  pool: ModelPool,
  startedAt: number,
  deliveries: readonly Delivery[],
): void {
  const sweeps = deliveries.flatMap(({ body }) => {
    const reading = parseMessage(body, ports.settings);
    return reading.kind === 'Key' && reading.key.userPoolId === pool.id
      ? (reading.key.cause.sweep ?? [])
      : [];
  });
  const last = sweeps.toSorted((a, b) => (a.id < b.id ? -1 : 1)).at(-1);
  const isHeld = sweeps.some(({ id, held }) => id === last?.id && held);
  const goneAt = revisions.get(pool.id)?.DeletedAt ?? '';
  const due = Date.parse(goneAt) + ports.settings.clearGraceSeconds * 1000;
  if (!last || isHeld || Date.parse(last.id) < due)
    violations.push(`${pool.id}: cleared by ${JSON.stringify(sweeps)}, its parameter deleted at ${goneAt}`);
  const has = people.pool(pool.id);
  const isOurs = pool.versions.some(({ wanted }) => isEnforced(wanted) && same(entriesOf(wanted), has));
  if (!isOurs && pool.changedAt + lagMs < startedAt)
    violations.push(`${pool.id}: cleared, but had ${JSON.stringify(has)}, which no parameter contained`);
}

export interface Batch {
  readonly deliveries: readonly Delivery[];
  /** Missing when the worker was killed. */
  readonly batchItemFailures?: readonly string[];
}

/** Each worker handles a batch, all at the same time. Completed messages are deleted, as an event source mapping does. */
export async function work(
  world: World,
  model: Model,
  workers: readonly { readonly priority: QueueName; readonly crash: Crash | undefined }[],
  interruption?: Interruption,
): Promise<readonly Batch[]> {
  const gate = createGate(world.random);
  const running = workers.map(({ priority, crash }, at) => {
    const worker = newWorker(`worker ${at}`, crash);
    const deliveries = world.queues.receive(priority, 10);
    const ports = gated(world, model, gate, worker, deliveries);
    const batch: { deliveries: readonly Delivery[]; batchItemFailures?: readonly string[] } = { deliveries };
    const run = async (): Promise<void> => {
      const batchItemFailures = await reconcileBatch(ports)(deliveries, { priority, deadline });
      batch.batchItemFailures = batchItemFailures;
      for (const id of worker.unread)
        if (!world.queues.names(id))
          world.violations.push(`${id}: written, but its parameter was not read again`);
      world.queues.delete(
        deliveries.map(({ messageId }) => messageId).filter((id) => !batchItemFailures.includes(id)),
      );
    };
    return {
      batch,
      worker,
      work: run().catch((error: unknown) => void world.violations.push(String(error))),
    };
  });
  await gate.open(running, interruption);
  return running.map(({ batch }) => batch);
}

/** Runs one sweep. Returns undefined when it was killed or failed. */
export async function sweepOnce(
  world: World,
  model: Model,
  acceptDeletions: number,
  crash: Crash | undefined,
): Promise<Fleet | undefined> {
  const gate = createGate(world.random);
  const worker = newWorker('sweep', crash);
  const ports = gated(world, model, gate, worker);
  let fleet: Fleet | undefined;
  const run = async (): Promise<void> => {
    fleet = await sweep(ports)({ acceptDeletions }, { priority: 'upkeep', deadline });
  };
  const wasFaulty = world.faulty();
  const expected = wasFaulty || crash ? undefined : await isHeldExpected(world, model, acceptDeletions);
  const ran = run().catch((error: unknown) => {
    if (!wasFaulty) world.violations.push(`a sweep failed without a fault: ${String(error)}`);
  });
  await gate.open([{ worker, work: ran }]);
  if (fleet?.Result === 'Swept' && expected !== undefined && fleet.Held !== expected)
    world.violations.push(`hold of a sweep: ${fleet.Held}, expected ${expected}`);
  return fleet;
}

/** Whether enough pools lost their parameter for a hold; undefined while reads can lag. */
async function isHeldExpected(
  { ports, now, lagMs }: World,
  { pools }: Model,
  accepted: number,
): Promise<boolean | undefined> {
  if (pools.some(({ changedAt }) => changedAt + lagMs > now())) return undefined;
  const records = await Promise.all(pools.map(({ id }) => ports.records.read(id)));
  const managed = pools.filter((_, at) => {
    const outcome = records[at]?.Status.Outcome;
    return outcome !== undefined && outcome !== 'Released' && outcome !== 'Cleared';
  });
  const lost = managed.filter((pool) => latest(pool) === undefined).length;
  const { holdMinimum, holdSharePercent } = ports.settings;
  const wasHeld = (await ports.fleet.read())?.Held ?? false;
  const isMany = wasHeld || (100 * lost) / managed.length > holdSharePercent;
  return lost >= holdMinimum && isMany && lost > accepted;
}
