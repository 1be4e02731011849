import { isDeepStrictEqual } from 'node:util';
import { parseMessage } from '../../lib/domain/message/parse-message.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';
import type { BatchPorts } from '../../lib/reconcile/batch.ts';
import type { RolloutPorts } from '../../lib/reconcile/drive-rollouts.ts';
import type { SweepPorts } from '../../lib/reconcile/sweep.ts';
import type { Delivery } from '../../lib/reconcile/work.ts';
import { mustKnowFreeze, sameMarks, samePause } from './freeze-rules.ts';
import type { Gate, Worker } from './gate.ts';
import { LAG_MS } from './lag.ts';
import { entriesOf, isEnforced, type Model, type ModelPool, same, whyIllegal } from './model.ts';
import { causeOf, whyIllegalSources } from './policy-rules.ts';
import { recordSeen, rolloutStored } from './rollout-model.ts';
import type { World } from './world.ts';

/** Ports whose calls wait at the gate. No call returns to a worker that was killed. */
export function gated(
  world: World,
  model: Model,
  gate: Gate,
  worker: Worker,
  deliveries: readonly Delivery[] = [],
): BatchPorts & SweepPorts & RolloutPorts {
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
  const recorded = new Map<string, PoolRecord | undefined>();
  let names: readonly string[] | undefined;
  const { mode } = model;
  return {
    ...ports,
    clock: { now: ports.clock.now, sleep: (ms) => pass(() => ports.clock.sleep(ms)) },
    settings: { ...ports.settings, mode },
    records: {
      read: (id) =>
        pass(async () => {
          const record = await ports.records.read(id);
          recorded.set(id, record);
          recordSeen(
            model.pools.find((pool) => pool.id === id),
            record,
          );
          return record;
        }),
      write: (record) => pass(() => writeRecord(world, model, record, startedAt)),
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
      readFreeze: (context) => pass(() => ports.desired.readFreeze(context)),
      readPolicies: (given, context) =>
        pass(() => {
          // The first read of a batch is that of all policies.
          names ??= given;
          return ports.desired.readPolicies(given, context);
        }),
    },
    policyNames: {
      read: () => pass(() => ports.policyNames.read()),
      add: (added) => pass(() => ports.policyNames.add(added)),
      remove: (removed) => pass(() => ports.policyNames.remove(removed)),
    },
    rollouts: {
      read: (given) => pass(() => ports.rollouts.read(given)),
      write: (rollout) =>
        pass(async () => {
          try {
            return await ports.rollouts.write(rollout);
          } finally {
            // A write without a response can be stored anyway.
            const policy = model.policies.find(({ name }) => name === rollout.Name);
            const stored = (await ports.rollouts.read([rollout.Name])).get(rollout.Name);
            const before = policy?.rollouts.at(-1)?.wanted;
            const isStill = stored === undefined || worker.name === 'command' || samePause(before, stored);
            if (!isStill && mustKnowFreeze(world, model, startedAt))
              world.violations.push(`${rollout.Name}: its rollout changed during a freeze`);
            if (policy && stored) world.violations.push(...rolloutStored(policy, stored, world.now()));
          }
        }),
    },
    freeze: {
      read: () => pass(() => ports.freeze.read()),
      mark: (...at) => pass(() => ports.freeze.mark(...at)),
      end: (...recorded) => pass(() => ports.freeze.end(...recorded)),
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
          if (mustKnowFreeze(world, model, startedAt))
            world.violations.push(`${id}: written during a freeze`);
          if (mode === 'Observe') world.violations.push(`${id}: written by a deployment in observe mode`);
          const between = { from: startedAt - LAG_MS, to: world.now() };
          const seen = read.get(id);
          if (seen?.kind === 'Present' && same(seen.LogConfigurations, entries))
            world.violations.push(`${id}: written with the configuration that was just read`);
          if (pool === undefined) world.violations.push(`${id}: written, but it was never created`);
          else if (model.policies.length > 0) {
            const before = seen?.kind === 'Present' ? seen.LogConfigurations : [];
            const write = { pool, before, set: entries, recorded: recorded.get(id), names: names ?? [] };
            const cause = causeOf(id, deliveries);
            world.violations.push(...whyIllegalSources(model, { ...write, ...between, cause }));
          } else {
            const why = whyIllegal(pool, entries, between);
            if (why !== undefined) world.violations.push(why);
            if (entries.length === 0 && !stated.has(id)) checkClearing(world, pool, startedAt, deliveries);
          }
          const answer = await ports.delivery.set(id, entries, context);
          if (answer.kind === 'Accepted') worker.unread.add(id);
          return answer;
        }),
    },
    descriptions: { read: (id, context) => pass(() => ports.descriptions.read(id, context)) },
    queue: { send: (priority, messages) => pass(() => ports.queue.send(priority, messages)) },
    requeue: {
      delay: (priority, handle, seconds) => pass(() => ports.requeue.delay(priority, handle, seconds)),
      hold: (priority, handles, seconds) => pass(() => ports.requeue.hold(priority, handles, seconds)),
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
  world: World,
  model: Model,
  record: PoolRecord,
  startedAt: number,
): Promise<'Stored' | 'Conflict'> {
  const { ports, revisions, violations } = world;
  const { pools } = model;
  const { UserPoolId, Revision } = record;
  const before = revisions.get(UserPoolId);
  if (before !== undefined && !sameMarks(before, record) && mustKnowFreeze(world, model, startedAt))
    violations.push(`${UserPoolId}: an intent or a deletion mark changed during a freeze`);
  // A write without a response can be stored anyway.
  revisions.delete(UserPoolId);
  const end = await ports.records.write(record);
  // Virtual time does not advance here: two workers can build the same record, and then either has stored it.
  const isSame = before !== undefined && isDeepStrictEqual(before, record);
  if (end === 'Stored' && before !== undefined && before.Revision !== Revision - 1 && !isSame)
    violations.push(`${UserPoolId}: revision ${Revision} written over ${before.Revision}`);
  if (end === 'Stored')
    recordSeen(
      pools.find(({ id }) => id === UserPoolId),
      record,
    );
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
