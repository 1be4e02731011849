import { wroteLogDelivery } from '../actor.ts';
import type { PoolRecord, Witness } from '../record.ts';
import { nextRevision } from './next-record.ts';

/** CloudTrail tells its times in whole seconds. */
const PRECISION_MS = 1000;

/**
 * CloudTrail may name the writer minutes after a sweep or a second look has undone what he wrote (AWS facts §6).
 * The record with his name on that repair; undefined where the last transition is none, has a name already, or
 * where he wrote no log delivery, or before the transition that came before it, or after the repair.
 */
export function withLateWitness(record: PoolRecord, witness: Witness): PoolRecord | undefined {
  if (!wroteLogDelivery(witness)) return undefined;
  const repair = record.Transitions.at(-1);
  const earlier = record.Transitions.at(-2);
  if (!repair?.Before || repair.Witness || !['Repaired', 'Contested'].includes(repair.To)) return undefined;
  const wrote = Date.parse(witness.At);
  const since = earlier === undefined ? Number.NEGATIVE_INFINITY : Date.parse(earlier.At) - PRECISION_MS;
  if (!(wrote > since && wrote <= Date.parse(repair.At))) return undefined;
  const Transitions = [...record.Transitions.slice(0, -1), { ...repair, Witness: witness }];
  return nextRevision({ ...record, Transitions });
}
