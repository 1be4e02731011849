import type { ObservedConfiguration } from '../log-configuration.ts';
import type { Outcome } from '../outcome.ts';
import { type PoolRecord, type Status, type Transition, withTransition } from '../record.ts';
import type { Action } from './action.ts';
import { boundReasons } from './bounded-reasons.ts';

interface StatusChange {
  readonly to: Outcome;
  readonly now: Date;
  readonly reasons?: readonly string[];
  readonly retryAt?: Date;
  /** The configuration on the pool before and after a write. */
  readonly before?: readonly ObservedConfiguration[];
  readonly after?: readonly ObservedConfiguration[];
}

/** Returns the record with the new status. Adds a transition if outcome, reasons or pool changed. */
export function withStatus(
  record: PoolRecord,
  { to, now, reasons: given = [], retryAt, before, after }: StatusChange,
): PoolRecord {
  const reasons = boundReasons(given);
  const at = now.toISOString();
  const from = record.Status.Outcome;
  const Status: Status = {
    Outcome: to,
    Reasons: reasons,
    Since: from === to ? record.Status.Since : at,
    ...(retryAt && { RetryAt: retryAt.toISOString() }),
  };
  const isTransition = after !== undefined || from !== to || !sameTexts(reasons, record.Status.Reasons);
  if (!isTransition) return { ...record, Status };
  const transition: Transition = {
    At: at,
    From: from,
    To: to,
    Reasons: reasons,
    ...(before && { Before: before }),
    ...(after && { After: after }),
  };
  return withTransition({ ...record, Status }, transition);
}

export const sameTexts = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, at) => text === b[at]);

/** Returns the record with the next revision. */
export const nextRevision = (record: PoolRecord): PoolRecord => ({
  ...record,
  Revision: record.Revision + 1,
});

/** Returns an action that stores `record` if it differs from `recorded`. */
export const storeIfNew = (recorded: PoolRecord | undefined, record: PoolRecord): Action => {
  const outcome = record.Status.Outcome;
  return recorded !== undefined && JSON.stringify(sorted(recorded)) === JSON.stringify(sorted(record))
    ? { type: 'Nothing', outcome }
    : { type: 'Record', outcome, record: nextRevision(record) };
};

/** Sorts object keys, so that two records can be compared by their content. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}
