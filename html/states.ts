import { NOT_ARRIVING } from './arrival.ts';
import { EMPTY_NOTE } from './configuration.ts';
import type { PoolView } from './pool-view.ts';

/**
 * The category of a pool. Each pool is in exactly one, so the counts add up to the number of pools. The order is that of
 * urgency: pools of the first category come first.
 */
export const CATEGORIES = [
  'unread',
  'differs',
  'missing',
  'silent',
  'rejected',
  'contested',
  'pending',
  'observed',
  'unmanaged',
  'delivering',
  'off',
  'former',
] as const;
export type Category = (typeof CATEGORIES)[number];

export interface CategoryText {
  readonly label: string;
  readonly definition: string;
  /** The part of the verdict: `37 are silent`. */
  readonly one: string;
  readonly many: string;
  readonly tone: 'good' | 'wait' | 'bad' | 'none';
}

/** The definitions of the categories, in words. The pages and docs/report.md show them. */
export const CATEGORY_TEXTS: Readonly<Record<Category, CategoryText>> = {
  delivering: {
    label: 'Delivering',
    definition: 'The pool has the desired configuration, and no problem of its destinations is known.',
    one: 'delivers as intended',
    many: 'deliver as intended',
    tone: 'good',
  },
  off: {
    label: 'Off',
    definition: 'The pool has the desired configuration, which is empty: it exports no logs, as intended.',
    one: 'exports no logs, as intended',
    many: 'export no logs, as intended',
    tone: 'none',
  },
  silent: {
    label: 'Silent',
    definition:
      'The pool has the desired configuration, but logs cannot arrive: a destination does not exist, or the tier or threat protection of the pool prevents it. Or sign-in logs were found not to arrive.',
    one: 'is silent',
    many: 'are silent',
    tone: 'bad',
  },
  differs: {
    label: 'Differs now',
    definition: 'The pool was read for this report and does not have the desired configuration.',
    one: 'differs now',
    many: 'differ now',
    tone: 'bad',
  },
  unread: {
    label: 'Not read',
    definition:
      'The pool or its record could not be read for this report, so its current state is not known.',
    one: 'could not be read',
    many: 'could not be read',
    tone: 'bad',
  },
  missing: {
    label: 'Not found',
    definition: 'The pool has a parameter, but it does not exist in this account and Region.',
    one: 'does not exist',
    many: 'do not exist',
    tone: 'bad',
  },
  rejected: {
    label: 'Rejected',
    definition: 'The service or Cognito rejected the desired configuration. The pool is unchanged.',
    one: 'is rejected',
    many: 'are rejected',
    tone: 'bad',
  },
  contested: {
    label: 'Contested',
    definition: 'Another writer keeps changing the pool. The service repairs it at most once per sweep.',
    one: 'is contested',
    many: 'are contested',
    tone: 'bad',
  },
  pending: {
    label: 'Pending',
    definition: 'The service has not processed the pool yet, or retries it later.',
    one: 'is pending',
    many: 'are pending',
    tone: 'wait',
  },
  observed: {
    label: 'Out of sync',
    definition: 'The pool differs from the desired configuration. Observe mode prevents a change.',
    one: 'is out of sync in observe mode',
    many: 'are out of sync in observe mode',
    tone: 'wait',
  },
  unmanaged: {
    label: 'Unmanaged',
    definition: 'No parameter or policy applies to the pool.',
    one: 'is unmanaged',
    many: 'are unmanaged',
    tone: 'wait',
  },
  former: {
    label: 'No longer managed',
    definition: 'No parameter or policy applies any more, and the service cleared or released the pool.',
    one: 'is no longer managed',
    many: 'are no longer managed',
    tone: 'none',
  },
};

const BY_OUTCOME: Readonly<Record<string, Category>> = {
  Rejected: 'rejected',
  Contested: 'contested',
  PoolNotFound: 'missing',
  Waiting: 'pending',
  OutOfSync: 'observed',
  Released: 'former',
  Cleared: 'former',
  Unmanaged: 'unmanaged',
};

/** The record of such a pool already explains why the pool differs from the desired configuration. */
const EXPLAINED: readonly (Category | undefined)[] = ['observed', 'pending', 'rejected'];

const isSettled = (outcome: string): boolean => ['InSync', 'Applied', 'Repaired'].includes(outcome);

/** Returns the category of a pool. A live read has priority over the record. */
export function categoryOf({
  live,
  recorded,
  desired,
  hasParameter,
  unprocessed,
  arrival,
}: PoolView): Category {
  const outcome = recorded?.outcome;
  if (live?.kind === 'Failed') return 'unread';
  if (outcome === undefined) return hasParameter ? 'pending' : 'unmanaged';
  const category = BY_OUTCOME[outcome];
  if (unprocessed !== undefined) return 'pending';
  if (category === 'former') return category;
  if (live?.kind === 'PoolNotFound') return 'missing';
  if (live?.kind === 'Differs' && !EXPLAINED.includes(category)) return 'differs';
  if (!isSettled(outcome) && !(outcome === 'OutOfSync' && live?.kind === 'Same'))
    return category ?? 'pending';
  if ((recorded?.findings ?? []).length > 0 || arrival?.result === NOT_ARRIVING) return 'silent';
  return desired.note === EMPTY_NOTE ? 'off' : 'delivering';
}

/** Sorts pools by urgency, then by ID. */
export function byUrgency(a: PoolView, b: PoolView): number {
  const urgency = (pool: PoolView): number => CATEGORIES.indexOf(categoryOf(pool));
  return urgency(a) - urgency(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
