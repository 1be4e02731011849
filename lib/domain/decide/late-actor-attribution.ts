import type { Actor } from '../actor.ts';
import { CLOUD_TRAIL_PRECISION_MS, wroteLogDelivery } from '../actor.ts';
import type { PoolRecord } from '../record.ts';
import { nextRevision } from './next-record.ts';

/**
 * Adds the actor to the last transition if that transition repaired the change that the actor made.
 * CloudTrail may report the actor minutes after a sweep or a recheck repaired the pool
 * (docs/aws-facts.md#cloudtrail-delay). An actor that wrote later, but before the repair, replaces the stored one: its
 * change is the one that was repaired. Returns undefined if the last transition is not a repair, if the actor did not
 * write log delivery, or if the actor wrote before the preceding transition, before the stored actor or after the repair.
 */
export function withLateActor(record: PoolRecord, actor: Actor): PoolRecord | undefined {
  if (!wroteLogDelivery(actor)) return undefined;
  const repair = record.Transitions.at(-1);
  const earlier = record.Transitions.at(-2);
  if (!repair?.Before || !['Repaired', 'Contested'].includes(repair.To)) return undefined;
  const wrote = Date.parse(actor.At);
  const since =
    earlier === undefined ? Number.NEGATIVE_INFINITY : Date.parse(earlier.At) - CLOUD_TRAIL_PRECISION_MS;
  if (!(wrote > since && wrote <= Date.parse(repair.At))) return undefined;
  if (repair.Actor && !(wrote > Date.parse(repair.Actor.At))) return undefined;
  const Transitions = [...record.Transitions.slice(0, -1), { ...repair, Actor: actor }];
  return nextRevision({ ...record, Transitions });
}
