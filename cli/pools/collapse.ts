import { isFailed, type StatusRow } from './status-row.ts';

/** An item, and the items that are not shown because they have the same cause. */
export interface Collapsed<T> {
  readonly first: T;
  readonly others: readonly T[];
}

/** A cause of more items than this is shown once. */
const MAX_ITEMS_PER_CAUSE = 3;

/** Keeps the order of the items and collapses those with the same cause. An item without a cause is never collapsed. */
export function collapse<T>(
  items: readonly T[],
  causeOf: (item: T) => string | undefined,
): readonly Collapsed<T>[] {
  const byCause = new Map<string, T[]>();
  const withSame = items.map((item) => {
    const cause = causeOf(item);
    const same = (cause === undefined ? undefined : byCause.get(cause)) ?? [];
    if (cause !== undefined) byCause.set(cause, same);
    same.push(item);
    return { item, same };
  });
  return withSame.flatMap(({ item, same }) => {
    if (same.length <= MAX_ITEMS_PER_CAUSE) return [{ first: item, others: [] }];
    return same[0] === item ? [{ first: item, others: same.slice(1) }] : [];
  });
}

/** Collapses pools that need attention for the same reason, for example one deleted log group. */
export const collapseRows = <T extends StatusRow & { readonly target?: string }>(
  rows: readonly T[],
): readonly Collapsed<T>[] => collapse(rows, (row) => (isFailed(row) ? problemOf(row) : undefined));

/** Two pools have the same problem if they have the same target, outcome, reasons, findings and silent destination. A reason can contain the pool ID. */
const problemOf = ({
  target,
  userPoolId,
  outcome,
  reasons,
  findings,
  arrival,
}: StatusRow & { readonly target?: string }): string =>
  JSON.stringify([
    target ?? null,
    outcome,
    reasons.map((reason) => reason.replaceAll(userPoolId, '')),
    findings.map(({ problem, destination }) => [problem, destination]),
    arrival?.result === 'NotArriving' ? arrival.destination : null,
  ]);
