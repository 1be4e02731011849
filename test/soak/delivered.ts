import { EVENT_SOURCES } from '../../lib/domain/log-configuration.ts';
import { parseMessage } from '../../lib/domain/message/parse-message.ts';
import { AwsCallError } from '../../lib/reconcile/errors.ts';
import { settings } from '../support/situation.ts';
import { entriesOf, isEnforced, latest, type Model, type ModelPool, same } from './model.ts';
import { winnerOf } from './policy-model.ts';
import { changedAt, knowsFacts, ownerIn } from './policy-rules.ts';
import type { Batch } from './workers.ts';
import type { World } from './world.ts';

/**
 * After a message is delivered, the pool matches its parameter, or another message names the pool. Faults also meet the reads of this
 * check: then it is not known.
 */
export async function checkDelivered(world: World, model: Model, batch: Batch): Promise<void> {
  try {
    await check(world, model, batch);
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
  }
}

async function check(world: World, model: Model, { deliveries, batchItemFailures }: Batch): Promise<void> {
  if (batchItemFailures === undefined || model.mode === 'Observe') return;
  // Until the sweep after a freeze, messages were dropped.
  const freezeChangedAt = model.freezes.at(-1)?.from ?? 0;
  if (world.now() - freezeChangedAt < 2 * world.lagMs || (await world.ports.freeze.read()).recorded) return;
  for (const { body } of deliveries) {
    const reading = parseMessage(body, settings);
    if (reading.kind !== 'Key') continue;
    const { userPoolId, cause } = reading.key;
    // Without policies, the service ignores new pools and changed tags.
    if (cause.factsChanged && !cause.poolUpdated && (await world.ports.policyNames.read()).length === 0)
      continue;
    const pool = model.pools.find(({ id }) => id === userPoolId);
    if (!pool?.exists || world.now() - pool.changedAt < 2 * world.lagMs || world.queues.names(pool.id))
      continue;
    if (model.policies.length > 0) {
      await checkSources(world, model, pool);
      continue;
    }
    const wanted = latest(pool);
    if (!isEnforced(wanted) || same(world.people.pool(pool.id), entriesOf(wanted))) continue;
    const record = await world.ports.records.read(pool.id);
    const outcome = record?.Status.Outcome;
    if (outcome === 'Rejected' && wanted.signIns !== undefined) continue;
    if (outcome === 'Contested') continue;
    world.violations.push(`${pool.id}: delivered, but does not match its parameter: ${outcome}`);
  }
}

/** The same for each event source, as far as the service can know the policies and the facts of the pool. */
async function checkSources(world: World, model: Model, pool: ModelPool): Promise<void> {
  if (world.now() - changedAt(model, pool) < 2 * world.lagMs) return;
  const record = await world.ports.records.read(pool.id);
  const known = await world.ports.policyNames.read();
  const isKnown = model.policies.every(
    ({ name, versions }) => !versions.at(-1)?.wanted || known.includes(name),
  );
  if (!isKnown || !knowsFacts(pool, record)) return;
  for (const source of EVENT_SOURCES) {
    const winner = winnerOf(model, pool, source, ownerIn(record, source));
    if (winner.kind !== 'Owned' || !winner.isEnforced) continue;
    const has = world.people.pool(pool.id)?.filter(({ EventSource }) => EventSource === source);
    const outcome = (record?.Sources?.[source] ?? record)?.Status.Outcome;
    if (same(has, winner.entries) || ['Rejected', 'Contested', 'Waiting'].includes(outcome ?? '')) continue;
    world.violations.push(
      `${pool.id}: delivered, but ${source} is ${outcome} and does not match ${winner.name ?? 'the parameter'}`,
    );
  }
}
