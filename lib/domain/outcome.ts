/** What came of looking at a pool. `Unmanaged` is never stored: it is a pool without parameter and record. */
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

/** The pool is as desired; which of the three says how it came to be so. */
export const isSettled = (outcome: Outcome): boolean =>
  outcome === 'InSync' || outcome === 'Applied' || outcome === 'Repaired';

/** No longer managed: the parameter is gone, and what was to be done about it is done. */
export const isFinished = (outcome: Outcome): boolean => outcome === 'Released' || outcome === 'Cleared';
