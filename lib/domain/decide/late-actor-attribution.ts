import type { Actor } from '../actor.ts';
import { wroteLogDelivery } from '../actor.ts';
import type { PoolRecord } from '../record.ts';
import { nextRevision } from './next-record.ts';

/** CloudTrail tells its times in whole seconds. */
const PRECISION_MS = 1000;

/**
 * CloudTrail may name the writer minutes after a sweep or a second look has undone what he wrote (docs/aws-facts.md#cloudtrail-delay).
 * The record with his name on that repair; undefined where the last transition is none, has a name already, or
 * where he wrote no log delivery, or before the transition that came before it, or after the repair.
 */
export function withLateActor(record: PoolRecord, actor: Actor): PoolRecord | undefined {
  if (!wroteLogDelivery(actor)) return undefined;
  const repair = record.Transitions.at(-1);
  const earlier = record.Transitions.at(-2);
  if (!repair?.Before || repair.Actor || !['Repaired', 'Contested'].includes(repair.To)) return undefined;
  const wrote = Date.parse(actor.At);
  const since = earlier === undefined ? Number.NEGATIVE_INFINITY : Date.parse(earlier.At) - PRECISION_MS;
  if (!(wrote > since && wrote <= Date.parse(repair.At))) return undefined;
  const Transitions = [...record.Transitions.slice(0, -1), { ...repair, Actor: actor }];
  return nextRevision({ ...record, Transitions });
}
