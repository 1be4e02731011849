import { isDeepStrictEqual } from 'node:util';
import type { PoolRecord } from '../../lib/domain/record.ts';
import type { PolicyRollout } from '../../lib/domain/rollout/rollout.ts';
import type { Model } from './model.ts';
import type { World } from './world.ts';

/** A worker that began before the freeze can write this long after it: the greatest age of its read, and the time of its calls. */
const LATE_MS = 15_000;

/** Returns whether a function that began at this time must know that the service is frozen now. */
export function mustKnowFreeze({ now, lagMs }: World, { freezes }: Model, startedAt: number): boolean {
  const since = freezes.findLastIndex(({ wanted }) => !wanted) + 1;
  const from = freezes[since]?.from;
  if (from === undefined) return false;
  return startedAt >= from + lagMs || now() > from + lagMs + LATE_MS;
}

export const isFrozen = ({ freezes }: Model): boolean => freezes.at(-1)?.wanted ?? false;

/** Returns whether the intents and deletion marks of two revisions are the same. */
export const sameMarks = (a: PoolRecord, b: PoolRecord): boolean => isDeepStrictEqual(marksOf(a), marksOf(b));

const marksOf = ({ Intent, DeletedAt, Sources = {} }: PoolRecord) => [
  Intent,
  DeletedAt,
  Object.entries(Sources).map(([source, { Intent, DeletedAt }]) => [source, Intent, DeletedAt]),
];

/** Returns whether two states of a rollout differ only in that it pauses. */
export const samePause = (a: PolicyRollout | undefined, b: PolicyRollout): boolean =>
  isDeepStrictEqual(withoutPause(a), withoutPause(b));

const withoutPause = (rollout: PolicyRollout | undefined) => {
  if (rollout === undefined) return undefined;
  const { Revision: _revision, Open: { FrozenAt: _frozenAt, ...open } = {}, ...rest } = rollout;
  return { ...rest, open };
};
