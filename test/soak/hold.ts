import { EVENT_SOURCES } from '../../lib/domain/log-configuration.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';
import { isFrozen } from './freeze-rules.ts';
import { latest, type Model, type ModelPool } from './model.ts';
import { layersOf, winnerOf } from './policy-model.ts';
import { changedAt, knowsFacts, ownerIn } from './policy-rules.ts';
import { isSettledPolicy } from './rollout-model.ts';
import type { World } from './world.ts';

/** A managed pool. `policies`: those that apply to it or own one of its event sources. */
interface Managed {
  readonly isLost: boolean;
  readonly policies: ReadonlySet<string>;
  readonly lostBy: ReadonlySet<string>;
}

/** Whether enough pools lost their parameter or policy for a hold; undefined while reads can lag. */
export async function isHeldExpected(
  { ports, now, lagMs }: World,
  model: Model,
  accepted: number,
): Promise<boolean | undefined> {
  const { pools } = model;
  if (pools.some((pool) => changedAt(model, pool) + lagMs > now())) return undefined;
  if (!model.policies.every(isSettledPolicy)) return undefined;
  // A frozen sweep accepts no deletions, and events were dropped until the next one.
  if (isFrozen(model) || (await ports.freeze.read()).recorded) return undefined;
  const records = await Promise.all(pools.map(({ id }) => ports.records.read(id)));
  if (pools.some((pool, at) => model.policies.length > 0 && !knowsFacts(pool, records[at]))) return undefined;
  const managed = pools.flatMap((pool, at) => managedPool(model, pool, records[at]) ?? []);
  const last = await ports.fleet.read();
  const { holdMinimum, holdSharePercent } = ports.settings;
  const isHeld = (lost: number, all: number, wasHeld: boolean): boolean =>
    lost >= holdMinimum && (wasHeld || (100 * lost) / all > holdSharePercent) && lost > accepted;
  const isPolicyHeld = model.policies.some(({ name }) => {
    const own = managed.filter(({ policies }) => policies.has(name));
    const lost = own.filter(({ lostBy }) => lostBy.has(name)).length;
    return isHeld(lost, own.length, last?.HeldPolicies?.includes(name) ?? false);
  });
  const lost = managed.filter(({ isLost }) => isLost).length;
  return isPolicyHeld || isHeld(lost, managed.length, last?.Held ?? false);
}

function managedPool(model: Model, pool: ModelPool, record: PoolRecord | undefined): Managed | undefined {
  const outcome = record?.Status.Outcome;
  if (outcome === undefined || outcome === 'Released' || outcome === 'Cleared') return undefined;
  if (model.policies.length === 0)
    return { isLost: latest(pool) === undefined, policies: new Set(), lostBy: new Set() };
  const policies = new Set<string>();
  const lostBy = new Set<string>();
  let isLost = false;
  for (const source of EVENT_SOURCES) {
    const owner = ownerIn(record, source);
    const name = owner?.Kind === 'Policy' ? owner.Name : undefined;
    for (const layer of layersOf(model, pool, source, owner)) if (layer.name) policies.add(layer.name);
    if (name) policies.add(name);
    if (owner === undefined || winnerOf(model, pool, source, owner).kind !== 'Free') continue;
    isLost = true;
    if (name) lostBy.add(name);
  }
  return { isLost, policies, lostBy };
}
