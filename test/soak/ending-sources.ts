import {
  EVENT_SOURCES,
  type EventSource,
  type ObservedConfiguration,
} from '../../lib/domain/log-configuration.ts';
import type { Outcome } from '../../lib/domain/outcome.ts';
import { isManagedRecord, type PoolRecord } from '../../lib/domain/record.ts';
import { latest, type Model, type ModelPool, same } from './model.ts';
import { keptSince, type Winner, winnerOf } from './policy-model.ts';
import { knowsFacts, knowsTier, ownerIn } from './policy-rules.ts';
import type { World } from './world.ts';

/** The configuration of each pool at a time. */
export type Snapshot = ReadonlyMap<string, readonly ObservedConfiguration[]>;

export const snapshotOf = ({ people }: World, { pools }: Model): Snapshot =>
  new Map(pools.map(({ id }) => [id, people.pool(id) ?? []]));

const of = (entries: readonly ObservedConfiguration[] | undefined, source: EventSource) =>
  (entries ?? []).filter(({ EventSource }) => EventSource === source);

/** `before`: the configuration when the faults ended. Since then, no user has changed anything. */
interface Ending {
  readonly world: World;
  readonly model: Model;
  readonly pool: ModelPool;
  readonly record: PoolRecord | undefined;
  readonly isGraceOver: boolean;
  readonly before: Snapshot;
}

/** Returns whether the event sources of a pool are decided one by one. If not, its parameter owns both. */
export const hasManyOwners = (model: Model, pool: ModelPool, record: PoolRecord | undefined): boolean => {
  const wanted = latest(pool);
  return (
    record?.Sources !== undefined ||
    (wanted?.kind === 'Valid' && wanted.inherit) ||
    EVENT_SOURCES.some((source) => {
      const winner = winnerOf(model, pool, source, ownerIn(record, source));
      return winner.kind !== 'Free' && winner.name !== undefined;
    })
  );
};

/** Returns the difference between one pool of a fleet with policies and the last edits, or undefined. */
export function faultOfSources(ending: Ending): string | undefined {
  const { pool, record, model } = ending;
  if (!pool.exists) {
    // A record of a pool that was never managed can contain only facts.
    const isManaged = record !== undefined && isManagedRecord(record);
    const isOwned = EVENT_SOURCES.some(
      (source) => winnerOf(model, pool, source, ownerIn(record, source)).kind === 'Owned',
    );
    return isManaged && isOwned && !['PoolNotFound', 'Rejected', 'Waiting'].includes(record.Status.Outcome)
      ? `it does not exist, and is ${record.Status.Outcome}`
      : undefined;
  }
  // The event of a new tier can be lost, or be read too early: the service finds it later, in the sample of a sweep.
  if ((pool.isTierUnseen || ending.world.lagMs > 0) && !knowsTier(pool, record)) return undefined;
  const faults = EVENT_SOURCES.flatMap((source) => faultOfSource(ending, source) ?? []);
  return faults.length > 0 ? faults.join('; ') : undefined;
}

function faultOfSource(ending: Ending, source: EventSource): string | undefined {
  const { world, model, pool, record, isGraceOver, before } = ending;
  const owner = ownerIn(record, source);
  const winner = winnerOf(model, pool, source, owner);
  const has = of(world.people.pool(pool.id), source);
  const isUntouched = same(has, of(before.get(pool.id), source));
  const stored = record?.Sources ? record.Sources[source] : record;
  const outcome = stored?.Status.Outcome;
  const is = (...right: readonly (Outcome | undefined)[]): string | undefined =>
    right.includes(outcome) ? undefined : `${source} is ${outcome}, and not ${right.join(' or ')}`;
  /** A layer that takes over waits for the end of the grace period. */
  const waits: readonly Outcome[] = isGraceOver ? [] : ['Waiting'];
  switch (winner.kind) {
    case 'Free': {
      const isCleared = has.length === 0 && outcome === 'Cleared';
      if (!isUntouched && !isCleared) return `${source} has no owner, and changed to ${JSON.stringify(has)}`;
      return is(undefined, 'Released', 'Cleared', ...waits);
    }
    case 'Untouchable':
      if (!isUntouched && !wasWrittenBefore(stored, has, keptSince(model, pool, source, owner)))
        return `${source} had to stay unchanged, and changed to ${JSON.stringify(has)}`;
      return winner.isFrozen ? is('InSync', 'Applied', 'Repaired', 'OutOfSync') : is('Rejected');
    case 'Owned': {
      if (outcome === 'Waiting' && !isGraceOver) return undefined;
      const isAsWanted = same(has, winner.entries);
      if (!winner.isEnforced) {
        if (!isUntouched) return `${source} was only to be observed, and changed to ${JSON.stringify(has)}`;
        return isAsWanted ? is('InSync', 'Applied', 'Repaired') : is('OutOfSync');
      }
      if (!isAsWanted)
        return isRejectedByTier(world, pool, winner)
          ? is('Rejected')
          : `${source} is not as ${winner.name ?? 'the parameter'} wants it: ${JSON.stringify(winner.entries)}`;
      if (stored?.Intent) return `an intent for ${source} was left behind`;
      const name = owner?.Kind === 'Policy' ? owner.Name : undefined;
      if (owner === undefined || name !== winner.name)
        return `${source} belongs to ${winner.name ?? 'the parameter'}, recorded: ${JSON.stringify(owner)}`;
      return is('InSync', 'Applied', 'Repaired', 'Contested');
    }
  }
}

/**
 * Whether the service wrote the event source before this time, and nothing changed it since. The first sweep after a freeze starts the
 * rollouts of the edits that were missed, so a policy of a lower rank can come first.
 */
const wasWrittenBefore = (
  stored: Pick<PoolRecord, 'LastApplied' | 'LastAppliedAt'> | undefined,
  has: readonly ObservedConfiguration[],
  time: number,
): boolean => same(stored?.LastApplied, has) && Date.parse(stored?.LastAppliedAt ?? '') <= time;

/**
 * Cognito rejects the entry of a parameter for sign-ins on a pool without the tier. It also rejects a write that carries over
 * such an entry, which stays on a pool whose tier was changed.
 */
function isRejectedByTier(
  { people }: World,
  pool: ModelPool,
  { name, entries }: Extract<Winner, { kind: 'Owned' }>,
): boolean {
  if (people.isPlus(pool.id)) return false;
  const isSignIns = ({ EventSource }: ObservedConfiguration): boolean => EventSource === 'userAuthEvents';
  return people.pool(pool.id)?.some(isSignIns) || (name === undefined && entries.some(isSignIns));
}

/** The event sources without an owner that the service has to clear because they still have its configuration. */
export function sourcesToClear(
  { people }: World,
  model: Model,
  pool: ModelPool,
  record: PoolRecord | undefined,
): readonly EventSource[] {
  if (record === undefined || !knowsFacts(pool, record)) return [];
  return EVENT_SOURCES.filter((source) => {
    const { Desired, LastApplied } = record.Sources ? (record.Sources[source] ?? {}) : record;
    const has = of(people.pool(pool.id), source);
    const isFree = winnerOf(model, pool, source, ownerIn(record, source)).kind === 'Free';
    const isOurs = LastApplied !== undefined && same(of(LastApplied, source), has);
    return isFree && has.length > 0 && Desired?.OnDelete === 'Clear' && Desired.Mode === 'Enforce' && isOurs;
  });
}
