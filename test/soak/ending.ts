import { EVENT_SOURCES, type EventSource } from '../../lib/domain/log-configuration.ts';
import { isFinished, isSettled } from '../../lib/domain/outcome.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';
import { schemaErrors } from '../support/documented-events.ts';
import {
  faultOfSources,
  hasManyOwners,
  type Snapshot,
  snapshotOf,
  sourcesToClear,
} from './ending-sources.ts';
import { LAG_MS } from './lag.ts';
import { entriesOf, latest, type Model, type ModelPool, same } from './model.ts';
import { freeze } from './perform.ts';
import { recordSeen } from './rollout-model.ts';
import { sweepOnce, work } from './workers.ts';
import type { World } from './world.ts';

const DAY_MS = 86_400_000;
/** More batches than this mean that a message loops. */
const MAX_BATCHES = 2_000;

/**
 * Ends the faults, handles all waiting messages, and runs one sweep and another one after the grace period. Returns
 * all errors.
 */
export async function end(world: World, model: Model): Promise<readonly string[]> {
  world.noFaults();
  // The sweep below follows the freeze up, also without the event.
  const event = { isReadable: true, eventDelivery: 'lost' } as const;
  await freeze(world, model, { do: 'Unfreeze', ...event });
  await drain(world, model);
  await endRollouts(world, model);
  const before = snapshotOf(world, model);
  // Longer than any retry after a rejection by Cognito, any grace period and any lag.
  world.advance(DAY_MS + 3_600_000);
  await sweepOnce(world, model, 0, undefined);
  await drain(world, model);
  await endRollouts(world, model);
  world.advance(LAG_MS);
  const wrong = await faultsOfAll(world, model, 'one sweep', before);
  const clearable = await toBeCleared(world, model);
  world.advance(DAY_MS);
  await sweepOnce(world, model, 1_000, undefined);
  await drain(world, model);
  world.advance(LAG_MS);
  return [
    ...world.violations,
    ...wrong,
    ...(await faultsOfAll(world, model, 'the grace', before)),
    ...clearable
      .filter(({ id, sources }) =>
        world.people.pool(id)?.some(({ EventSource }) => sources.some((source) => source === EventSource)),
      )
      .map(
        ({ id, sources }) =>
          `${id}: ${sources} had to be cleared, and it has ${JSON.stringify(world.people.pool(id))}`,
      ),
    ...world.events.flatMap(schemaErrors),
  ];
}

/** More runs of the schedule than this mean that a rollout waits for ever. A wave can take a quarter of an hour. */
const MAX_RUNS = 100;

/** Runs the schedule of the rollouts each minute until none is running. */
async function endRollouts(world: World, model: Model): Promise<void> {
  const isRunning = ({ rollouts }: Model['policies'][number]): boolean => {
    const { Open, Restore } = rollouts.at(-1)?.wanted ?? {};
    return Open?.Status === 'Running' || Restore !== undefined;
  };
  for (let runs = 0; model.policies.some(isRunning); runs++) {
    if (runs > MAX_RUNS) {
      const open = model.policies.filter(isRunning).map(({ rollouts }) => rollouts.at(-1)?.wanted);
      world.violations.push(`a rollout never ends: ${JSON.stringify(open)}`);
      return;
    }
    world.advance(60_000);
    await work(world, model, [], undefined, [{ event: undefined, crash: undefined }]);
    await drain(world, model);
  }
}

async function drain(world: World, model: Model): Promise<void> {
  const { queues, policyEvents } = world;
  for (let batches = 0; ; batches++) {
    const times = [queues.next(), policyEvents.next()].filter((time) => time !== undefined);
    if (times.length === 0) return;
    if (batches > MAX_BATCHES) throw new Error(`${queues.size()} messages never end`);
    const next = Math.min(...times);
    if (next > world.now()) world.advance(next - world.now());
    const workers = (['edits', 'upkeep'] as const).map((priority) => ({ priority, crash: undefined }));
    const fanOuts = policyEvents.take().map((event) => ({ event, crash: undefined }));
    await work(world, model, workers, undefined, fanOuts);
  }
}

async function faultsOfAll(
  world: World,
  model: Model,
  after: string,
  before: Snapshot,
): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const pool of model.pools) {
    const record = await world.ports.records.read(pool.id);
    recordSeen(pool, record);
    const isGraceOver = after === 'the grace';
    const why =
      model.policies.length > 0 && hasManyOwners(model, pool, record)
        ? (findingFault(world, pool, record) ??
          faultOfSources({ world, model, pool, record, isGraceOver, before }))
        : faultOf(world, model, pool, record, isGraceOver);
    if (why !== undefined)
      wrong.push(
        `${pool.id}, after ${after}: ${why}; wanted ${JSON.stringify([latest(pool), ...model.policies.map(latest)])}, facts ${JSON.stringify(pool.facts.at(-1)?.wanted)}, has ${JSON.stringify(world.people.pool(pool.id))}, recorded ${JSON.stringify(record)}`,
      );
  }
  return wrong;
}

/** Returns the difference between one pool and the last edit of its parameter, or undefined. */
function faultOf(
  world: World,
  { mode }: Model,
  pool: ModelPool,
  record: PoolRecord | undefined,
  isGraceOver: boolean,
): string | undefined {
  const wanted = latest(pool);
  const has = world.people.pool(pool.id);
  const outcome = record?.Status.Outcome;
  const is = (...right: readonly unknown[]): string | undefined =>
    right.includes(outcome) ? undefined : `it is ${outcome}, and not ${right.join(' or ')}`;
  const finding = findingFault(world, pool, record);
  if (finding !== undefined) return finding;
  if (wanted === undefined) {
    if (record === undefined || isFinished(record.Status.Outcome)) return undefined;
    return isGraceOver ? is('Released', 'Cleared') : is('Waiting');
  }
  // An interrupted write stays in the record: the service does not read the pool while the parameter is invalid.
  if (wanted.kind === 'Bad') return is('Rejected');
  if (record?.Intent) return 'an intent was left behind';
  if (!pool.exists) return is('PoolNotFound');
  const isAsWanted = same(has, entriesOf(wanted));
  if (mode === 'Observe' || wanted.mode === 'Observe')
    return isAsWanted ? is('InSync', 'Applied', 'Repaired') : is('OutOfSync');
  if (!isAsWanted)
    return wanted.signIns !== undefined && !world.people.isPlus(pool.id)
      ? is('Rejected')
      : 'it is not as desired';
  if (!same(record?.LastApplied, has) || !same(record?.Desired?.LogConfigurations, has))
    return 'the record says something else';
  return is('InSync', 'Applied', 'Repaired', 'Contested');
}

function findingFault(
  { people }: World,
  { id }: ModelPool,
  record: PoolRecord | undefined,
): string | undefined {
  if (!record?.Finding || !isSettled(record.Status.Outcome)) return undefined;
  const isTrue = (record.Finding.Problem === 'TierTooLow') === !people.isPlus(id);
  return isTrue ? undefined : 'its finding is not so';
}

interface ToClear {
  readonly id: string;
  readonly sources: readonly EventSource[];
}

/** The event sources without an owner that the service has to clear because they still have its configuration. */
async function toBeCleared(world: World, model: Model): Promise<readonly ToClear[]> {
  const { pools, mode } = model;
  const found: ToClear[] = [];
  for (const pool of pools) {
    if (!pool.exists || mode === 'Observe') continue;
    const record = await world.ports.records.read(pool.id);
    if (model.policies.length > 0) {
      found.push({ id: pool.id, sources: sourcesToClear(world, model, pool, record) });
      continue;
    }
    const { Desired, LastApplied } = record ?? {};
    const isOurs = latest(pool) === undefined && same(LastApplied, world.people.pool(pool.id));
    if (Desired?.OnDelete === 'Clear' && Desired.Mode === 'Enforce' && isOurs)
      found.push({ id: pool.id, sources: EVENT_SOURCES });
  }
  return found;
}
