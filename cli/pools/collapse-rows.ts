import { isFailed, type StatusRow } from './status-row.ts';

/** A row, and the rows that are not shown because their pools have the same problem. */
export interface CollapsedRow {
  readonly row: StatusRow;
  readonly others: readonly StatusRow[];
}

/** A problem of more pools than this is shown once. */
const MAX_ROWS_PER_PROBLEM = 3;

/** Keeps the order of the rows. Collapses pools that need attention for the same reason, for example one deleted log group. */
export function collapseRows(rows: readonly StatusRow[]): readonly CollapsedRow[] {
  const byProblem = new Map<string, StatusRow[]>();
  for (const row of rows.filter(isFailed)) {
    const same = byProblem.get(problemOf(row));
    if (same === undefined) byProblem.set(problemOf(row), [row]);
    else same.push(row);
  }
  return rows.flatMap((row) => {
    const same = isFailed(row) ? (byProblem.get(problemOf(row)) ?? []) : [];
    if (same.length <= MAX_ROWS_PER_PROBLEM) return [{ row, others: [] }];
    return same[0] === row ? [{ row, others: same.slice(1) }] : [];
  });
}

/** Two pools have the same problem if they have the same outcome, reasons and findings. A reason can contain the pool ID. */
const problemOf = ({ userPoolId, outcome, reasons, findings }: StatusRow): string =>
  JSON.stringify([
    outcome,
    reasons.map((reason) => reason.replaceAll(userPoolId, '')),
    findings.map(({ problem, destination }) => [problem, destination]),
  ]);
