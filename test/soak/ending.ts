import { isFinished, isSettled } from '../../lib/domain/outcome.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';
import { schemaErrors } from '../support/documented-events.ts';
import { entriesOf, latest, type Model, type ModelPool, same } from './model.ts';
import { sweepOnce, work } from './workers.ts';
import { LAG_MS, type World } from './world.ts';

const DAY_MS = 86_400_000;
/** More batches than this mean that a message loops. */
const MAX_BATCHES = 2_000;

/**
 * Ends the faults, handles all waiting messages, and runs one sweep and another one after the grace period. Returns
 * all errors.
 */
export async function end(world: World, model: Model): Promise<readonly string[]> {
  world.noFaults();
  await drain(world, model);
  // Longer than any retry after a rejection by Cognito, any grace period and any lag.
  world.advance(DAY_MS + 3_600_000);
  await sweepOnce(world, model, 0, undefined);
  await drain(world, model);
  world.advance(LAG_MS);
  const wrong = await faultsOfAll(world, model, 'one sweep');
  const clearable = await toBeCleared(world, model);
  world.advance(DAY_MS);
  await sweepOnce(world, model, 1_000, undefined);
  await drain(world, model);
  world.advance(LAG_MS);
  return [
    ...world.violations,
    ...wrong,
    ...(await faultsOfAll(world, model, 'the grace')),
    ...clearable
      .filter((id) => world.people.pool(id)?.length !== 0)
      .map((id) => `${id}: was to be cleared, and has ${JSON.stringify(world.people.pool(id))}`),
    ...world.events.flatMap(schemaErrors),
  ];
}

async function drain(world: World, model: Model): Promise<void> {
  const { queues } = world;
  for (let batches = 0; queues.size() > 0; batches++) {
    if (batches > MAX_BATCHES) throw new Error(`${queues.size()} messages never end`);
    const next = queues.next() ?? 0;
    if (next > world.now()) world.advance(next - world.now());
    await work(world, model, [
      { priority: 'edits', crash: undefined },
      { priority: 'upkeep', crash: undefined },
    ]);
  }
}

async function faultsOfAll(world: World, model: Model, after: string): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const pool of model.pools) {
    const record = await world.ports.records.read(pool.id);
    const why = faultOf(world, model, pool, record, after === 'the grace');
    if (why !== undefined)
      wrong.push(
        `${pool.id}, after ${after}: ${why}; wanted ${JSON.stringify(latest(pool))}, has ${JSON.stringify(world.people.pool(pool.id))}, recorded ${JSON.stringify(record)}`,
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
  if (record?.Finding && isSettledRecord(record)) {
    const isTrue = (record.Finding.Problem === 'TierTooLow') === !world.people.isPlus(pool.id);
    if (!isTrue) return 'its finding is not so';
  }
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

const isSettledRecord = ({ Status }: PoolRecord): boolean => isSettled(Status.Outcome);

/** Pools without a parameter that the service has to clear because they still have its configuration. */
async function toBeCleared(world: World, { pools, mode }: Model): Promise<readonly string[]> {
  const found: string[] = [];
  for (const pool of pools) {
    if (!pool.exists || latest(pool) !== undefined || mode === 'Observe') continue;
    const record = await world.ports.records.read(pool.id);
    const { Desired, LastApplied } = record ?? {};
    const isOurs = same(LastApplied, world.people.pool(pool.id));
    if (Desired?.OnDelete === 'Clear' && Desired.Mode === 'Enforce' && isOurs) found.push(pool.id);
  }
  return found;
}
