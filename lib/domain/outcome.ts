/** The result of reconciling a pool. `Unmanaged` is never stored: the pool has no parameter and no record. */
export const OUTCOMES = [
  'InSync',
  'Applied',
  'Repaired',
  'Cleared',
  'OutOfSync',
  'Contested',
  'Rejected',
  'PoolNotFound',
  'Released',
  'Waiting',
  'Unmanaged',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Returns whether the pool is in sync. The outcome shows whether the service wrote the pool and why. */
export const isSettled = (outcome: Outcome): boolean =>
  outcome === 'InSync' || outcome === 'Applied' || outcome === 'Repaired';

/** Returns whether the pool is no longer managed: its parameter was deleted and the deletion is processed. */
export const isFinished = (outcome: Outcome): boolean => outcome === 'Released' || outcome === 'Cleared';

/** From the worst to the best. A pool whose event sources have different outcomes has the worst of them. */
const WORST_FIRST: readonly Outcome[] = [
  'PoolNotFound',
  'Rejected',
  'Contested',
  'OutOfSync',
  'Waiting',
  'Repaired',
  'Applied',
  'InSync',
  'Cleared',
  'Released',
  'Unmanaged',
];

/** Returns the worst of the outcomes; `Unmanaged` for an empty list. */
export const worstOutcome = (outcomes: readonly Outcome[]): Outcome =>
  WORST_FIRST.find((outcome) => outcomes.includes(outcome)) ?? 'Unmanaged';
